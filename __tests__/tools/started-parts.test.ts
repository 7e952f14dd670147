import { StartedParts } from '../../tools/started-parts';

test('parts end in reverse order, once, and one that fails does not keep the others alive', async () => {
  const said: string[] = [];
  const started = new StartedParts((line) => said.push(`reported: ${line}`));
  expect(started.add('one', (part) => void said.push(part))).toBe('one');
  started.add('two', () => Promise.reject(new Error('two is stuck')));
  started.add('three', (part) => void said.push(part));

  await Promise.all([started.end(), started.end()]);

  expect(said).toEqual(['three', 'reported: two is stuck', 'one']);
});
