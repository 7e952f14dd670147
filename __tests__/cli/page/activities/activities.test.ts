import { Activities } from '../../../../cli/page/activities/activities';
import { commandLineOf } from '../../../../cli/page/activities/command-line';
import type { CommandRequest } from '../../../../cli/page/api/activities';
import { throttled } from '../../../../cli/page/throttled';

const STOP: CommandRequest = { command: 'stop', application: 'orders' };
const WHY: CommandRequest = { command: 'why', application: 'orders' };

/** Commands that run until the test ends them. */
function activities() {
  const runs: { say: (line: string) => void; end: (code: number | null) => void; interrupt: AbortSignal }[] = [];
  const changes: boolean[] = [];
  const all = new Activities({
    now: () => new Date('2026-11-28T14:00:00Z'),
    changed: (changesState) => changes.push(changesState),
    run: (_args, { onLine, interrupt }) =>
      new Promise((end) => {
        runs.push({ say: onLine, end, interrupt });
      }),
  });
  return { all, runs, changes, start: (request: CommandRequest) => all.start(request, commandLineOf(request, {})) };
}

const settled = () => new Promise((end) => setImmediate(end));

test('an activity has its lines as they come, and its exit code at the end', async () => {
  const { all, runs, start } = activities();
  expect(start(STOP)).toMatchObject({ id: '1', line: 'kda stop orders --yes', exitCode: null, endedAt: null });
  runs[0]?.say('Stopping orders …');
  expect(all.document().activities[0]?.lines).toEqual(['Stopping orders …']);
  expect(all.document().activities[0]?.ifInterrupted).toBe('The service goes on with the stop.');
  runs[0]?.end(0);
  await settled();
  expect(all.document().activities[0]).toMatchObject({
    ...{ exitCode: 0, endedAt: '2026-11-28T14:00:00.000Z', ifInterrupted: null },
  });
});

test('the newest 500 lines are kept, each cut to 2000 characters', () => {
  const { all, runs, start } = activities();
  start(STOP);
  for (let line = 1; line <= 600; line += 1) runs[0]?.say(`${line} ${'x'.repeat(3000)}`);
  const { lines = [] } = all.document().activities[0] ?? {};
  expect(lines).toHaveLength(500);
  expect(lines[0]?.startsWith('101 ')).toBe(true);
  expect(lines[0]).toHaveLength(2000);
});

test('a second command that changes the same application waits; one that reads, or of another, does not', async () => {
  const { runs, start } = activities();
  start(STOP);
  expect(() => start({ command: 'thaw', application: 'orders' })).toThrow(
    '"kda stop orders --yes" runs since 2026-11-28T14:00:00.000Z. Wait until it has ended.',
  );
  start(WHY);
  start({ command: 'stop', application: 'payments' });
  runs[0]?.end(0);
  await settled();
  expect(start({ command: 'thaw', application: 'orders' }).id).toBe('4');
});

test('four commands run at once, and twenty are kept', async () => {
  const { all, runs, start } = activities();
  for (let each = 0; each < 4; each += 1) start(WHY);
  expect(() => start(WHY)).toThrow('4 commands run. Wait until one has ended.');
  for (const { end } of runs) end(0);
  await settled();
  for (let each = 0; each < 30; each += 1) {
    start(WHY);
    runs.at(-1)?.end(0);
    await settled();
  }
  expect(all.document().activities).toHaveLength(20);
  expect(all.document().activities[0]?.id).toBe('34');
});

test('an interrupt does what Ctrl-C does, once', async () => {
  const { all, runs, start } = activities();
  start(STOP);
  all.interrupt('1');
  expect(runs[0]?.interrupt.aborted).toBe(true);
  runs[0]?.end(130);
  await settled();
  expect(all.document().activities[0]?.exitCode).toBe(130);
  expect(() => all.interrupt('1')).toThrow('"kda stop orders --yes" has ended.');
  expect(() => all.interrupt('9')).toThrow('There is no activity 9.');
});

test('the end of the page interrupts what runs, and says what is left of it', async () => {
  const { all, runs, start } = activities();
  start({ command: 'restore', application: 'orders', to: 'latest' });
  start(WHY);
  const left = await all.close(20);
  expect(runs.map(({ interrupt }) => interrupt.aborted)).toEqual([true, true]);
  expect(left).toEqual([
    '"kda why orders" was interrupted.',
    '"kda restore orders --latest --yes" was interrupted. What the service began goes on. To continue: kda restore --continue orders',
  ]);
});

test('a command that can’t be run says why', async () => {
  const all = new Activities({
    now: () => new Date(),
    changed: () => {},
    run: async () => {
      throw new Error('Could not run node: ENOENT');
    },
  });
  all.start(WHY, commandLineOf(WHY, {}));
  await settled();
  expect(all.document().activities[0]).toMatchObject({ lines: ['Could not run node: ENOENT'], exitCode: null });
  expect(all.document().activities[0]?.endedAt).not.toBeNull();
});

test('only what changes something has the status read again', async () => {
  const { changes, runs, start } = activities();
  start(WHY);
  runs[0]?.end(0);
  await settled();
  expect(changes).toEqual([false, false]);
  start(STOP);
  expect(changes.at(-1)).toBe(true);
});

test('many lines are one event in a pause, and the last of them is told', async () => {
  jest.useFakeTimers();
  let told = 0;
  const tell = throttled(250, () => {
    told += 1;
  });
  for (let line = 0; line < 100; line += 1) tell();
  expect(told).toBe(1);
  await jest.advanceTimersByTimeAsync(250);
  expect(told).toBe(2);
  await jest.advanceTimersByTimeAsync(1000);
  expect(told).toBe(2);
  tell();
  expect(told).toBe(3);
  jest.useRealTimers();
});

test('a command that runs is never forgotten, however many others there are meanwhile', async () => {
  const { all, runs, start } = activities();
  start(STOP);
  for (let each = 0; each < 30; each += 1) {
    start(WHY);
    runs.at(-1)?.end(0);
    await settled();
  }
  const { activities: kept } = all.document();
  expect([kept.length, kept.at(-1)?.command, kept.at(-1)?.endedAt]).toEqual([20, 'stop', null]);
  expect(() => start({ command: 'thaw', application: 'orders' })).toThrow('"kda stop orders --yes" runs since');
  const said = all.close(0);
  expect(runs[0]?.interrupt.aborted).toBe(true);
  runs[0]?.end(null);
  expect(await said).toEqual(['"kda stop orders --yes" was interrupted. The service goes on with the stop.']);
});
