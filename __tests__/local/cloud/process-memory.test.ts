import { residentBytes } from '../../../local/cloud/process-memory';

test('memory of this process is found, to within a fifth of what Node.js itself says', async () => {
  const bytes = (await residentBytes(process.pid)) ?? 0;
  const own = process.memoryUsage.rss();
  expect(bytes).toBeGreaterThan(own * 0.8);
  expect(bytes).toBeLessThan(own * 1.2);
});

test('a process that is not there has no memory', async () => {
  expect(await residentBytes(2 ** 22 + 1)).toBeUndefined();
});
