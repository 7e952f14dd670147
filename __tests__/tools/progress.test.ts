import { Progress } from '../../tools/progress';

test('a phase is announced, speaks indented, and ends with its time', async () => {
  const lines: string[] = [];
  let now = 0;
  const progress = new Progress(
    (line) => lines.push(line),
    () => now,
  );
  const result = await progress.phase('Bake', async (say) => {
    say('in the oven');
    now = 2500;
    return 'bread';
  });
  expect(result).toBe('bread');
  expect(lines).toEqual(['▸ Bake', '    in the oven', '  ✓ Bake: 2.5 s']);
  expect(progress.times).toEqual([{ title: 'Bake', ms: 2500 }]);
});

test('a phase that fails says after how long, and the error goes on', async () => {
  const lines: string[] = [];
  const progress = new Progress(
    (line) => lines.push(line),
    () => 0,
  );
  await expect(progress.phase('Bake', () => Promise.reject(new Error('burnt')))).rejects.toThrow('burnt');
  expect(lines).toEqual(['▸ Bake', '  ✗ Bake: after 0.0 s']);
});

test('a phase that is silent for ten seconds repeats what it waits for', async () => {
  jest.useFakeTimers();
  try {
    const lines: string[] = [];
    const progress = new Progress((line) => lines.push(line));
    const phase = progress.phase('Bake', async (say) => {
      say('waiting for the oven');
      await new Promise((done) => setTimeout(done, 12_000));
    });
    await jest.advanceTimersByTimeAsync(12_000);
    await phase;
    expect(lines).toEqual([
      '▸ Bake',
      '    waiting for the oven',
      '    … waiting for the oven (10.0 s)',
      '  ✓ Bake: 12.0 s',
    ]);
  } finally {
    jest.useRealTimers();
  }
});
