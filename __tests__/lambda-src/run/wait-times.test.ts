import type { Snapshot } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import { pollDelayMs, waitForSnapshot } from '../../../lambda-src/snapshot-manager/run/wait';
import { RUNNING, snapshotOf } from '../fakes/facts';
import { FakeClock } from '../fakes/fake-clock';

const START_MS = Date.parse('2026-11-23T10:20:00Z');
const at = (ms: number) => new Date(START_MS + ms);
function snapshot(status: string): Snapshot {
  return snapshotOf('demo.1', at(0), { status });
}

interface Script {
  /** Answer of the service to a question at a time after the start; an error is thrown. */
  readonly answers: (ms: number, question: number) => string | 'absent' | Error;
  /** Duration of the answer. */
  readonly takesMs?: (question: number) => number;
  readonly application?: (ms: number) => string | Error;
  readonly usualMs?: number;
  readonly untilMs?: number;
}

/** Waits for a snapshot of a scripted service; all times are those since the start. */
async function play({ answers, takesMs = () => 0, application = () => 'RUNNING', usualMs, untilMs = 285_000 }: Script) {
  const clock = new FakeClock(START_MS);
  const since = clock.now();
  const elapsed = () => clock.now().getTime() - START_MS;
  const asked: number[] = [];
  const looks: number[] = [];
  const logged: unknown[] = [];
  const result = await waitForSnapshot({
    application: 'orders',
    snapshotName: 'demo.1',
    since,
    until: at(untilMs),
    usualMs,
    clock,
    log: (event, fields) => void logged.push([event, fields]),
    api: {
      describeSnapshot: async () => {
        const answer = answers(elapsed(), asked.length);
        asked.push(elapsed());
        clock.advance(takesMs(asked.length - 1));
        if (answer instanceof Error) throw answer;
        return answer === 'absent' ? undefined : snapshot(answer);
      },
      describeApplication: async () => {
        looks.push(elapsed());
        const status = application(elapsed());
        if (status instanceof Error) throw status;
        return { ...RUNNING, status };
      },
    },
  });
  return { result, asked, looks, logged, tookMs: elapsed() };
}

/** CREATING, then another status from a time on. */
const becomes =
  (status: string, fromMs: number): Script['answers'] =>
  (ms) =>
    ms >= fromMs ? status : 'CREATING';

describe('the questions', () => {
  test('come at growing distances while the usual duration is unknown', async () => {
    const { asked } = await play({ answers: becomes('READY', 3_000) });
    expect(asked).toEqual([300, 654, 1_072, 1_565, 2_147, 2_833, 3_643]);
  });

  test('come at half the usual time, shortly before its end, and then more and more slowly', async () => {
    const { asked } = await play({ answers: becomes('READY', 22_000), usualMs: 20_000 });
    expect(asked).toEqual([10_000, 19_000, 20_820, 22_786]);
  });

  test.each([
    [15_000, [7_500, 14_250]],
    [14_999, [14_249]],
  ])('of a snapshot that usually takes %d ms', async (usualMs, expected) => {
    const { asked } = await play({ answers: becomes('READY', 14_000), usualMs });
    expect(asked).toEqual(expected);
  });

  test.each([
    ['at the start', 0, undefined, 300],
    ['when the clocks differ', -5, undefined, 300],
    ['when the clocks differ, with experience', -5, 10_000, 9_500],
    ['100 ms before the early look', 9_900, 20_000, 100],
    ['99 ms before the early look: it is left out', 9_901, 20_000, 9_099],
    ['100 ms before the last look', 18_900, 20_000, 100],
    ['99 ms before the last look: it is left out', 18_901, 20_000, 1_812],
    ['long after the usual time', 100_000, 20_000, 8_300],
  ] as const)('wait %s', (_, elapsedMs, usualMs, expected) => {
    expect(pollDelayMs(elapsedMs, usualMs)).toBe(expected);
  });

  test('are asked as after a new create call while the snapshot is not shown', async () => {
    const { asked } = await play({ answers: (ms) => (ms >= 101_500 ? 'READY' : 'absent'), usualMs: 200_000 });
    expect(asked).toEqual([100_000, 100_300, 100_654, 101_072, 101_565]);
  });

  test('are no faster than usual for that', async () => {
    const { asked } = await play({ answers: (_, question) => (question < 3 ? new Error('Injected.') : 'READY') });
    expect(asked).toEqual([300, 600, 954, 1_372]);
  });

  test('end with the time of the run', async () => {
    const { asked, tookMs } = await play({ answers: () => 'CREATING', untilMs: 700 });
    expect(asked).toEqual([300, 654, 700]);
    expect(tookMs).toBe(700);
  });
});

describe('answers that say nothing', () => {
  test.each([
    [59_699, 'settled'],
    [59_700, 'gone'],
  ] as const)('end the waiting after a minute: the second one takes %d ms', async (ms, kind) => {
    const { result } = await play({
      answers: (_, question) => (question < 2 ? 'absent' : 'READY'),
      takesMs: (question) => (question === 1 ? ms : 0),
    });
    expect(result.kind).toBe(kind);
  });

  test('begin to count anew after one that shows the snapshot', async () => {
    const { result } = await play({
      answers: (_, question) => (question === 1 ? 'CREATING' : question < 3 ? 'absent' : 'READY'),
      takesMs: (question) => (question === 2 ? 59_900 : 0),
    });
    expect(result.kind).toBe('settled');
  });

  test.each([
    ['an error', new Error('The last one.'), { kind: 'unobservable', error: new Error('The last one.') }],
    ['an answer without the snapshot', 'absent', { kind: 'gone' }],
  ] as const)('are told by the last of them: %s', async (_, last, expected) => {
    const { result } = await play({
      answers: (_, question) => (question === 0 ? new Error('The first one.') : last),
      takesMs: (question) => (question === 1 ? 60_000 : 0),
    });
    expect(result).toEqual(expected);
  });

  test('until the time of the run is up: the first error is told', async () => {
    const { result } = await play({ answers: (_, question) => new Error(`Error ${question}.`), untilMs: 2_000 });
    expect(result).toEqual({ kind: 'unobservable', error: new Error('Error 0.') });
  });

  test('and that are no errors in between: the first error after them is told', async () => {
    const { result } = await play({
      answers: (_, question) => (question === 1 ? 'absent' : new Error(`Error ${question}.`)),
      untilMs: 2_000,
    });
    expect(result).toEqual({ kind: 'unobservable', error: new Error('Error 2.') });
  });

  test('without an error until the time is up: nobody saw it, and it is late', async () => {
    const { result } = await play({ answers: () => 'absent', untilMs: 2_000 });
    expect(result).toEqual({ kind: 'late', snapshot: undefined, lastSeenCreatingAt: undefined });
  });

  test('after it was seen: it is late, whatever the errors say', async () => {
    const { result } = await play({
      answers: (_, question) => (question === 0 ? 'CREATING' : new Error('Injected.')),
      untilMs: 2_000,
    });
    expect(result).toEqual({ kind: 'late', snapshot: snapshot('CREATING'), lastSeenCreatingAt: at(300) });
  });

  test('are logged with their error, or as absent', async () => {
    const error = new Error('Injected.');
    const { logged } = await play({ answers: (_, question) => [error, 'absent', 'READY'][question] ?? 'READY' });
    expect(logged).toEqual([
      ['snapshot.poll-error', { snapshot: 'demo.1', error }],
      ['snapshot.polled', { snapshot: 'demo.1', status: 'absent' }],
      ['snapshot.polled', { snapshot: 'demo.1', status: 'READY' }],
    ]);
  });
});

describe('the end of the snapshot', () => {
  test.each(['READY', 'DELETING'])(
    '%s: it is settled when the answer came, and the application is not looked at',
    async (status) => {
      const { result, looks } = await play({ answers: becomes(status, 600), takesMs: () => 100 });
      expect(result).toEqual({
        kind: 'settled',
        snapshot: snapshot(status),
        lastSeenCreatingAt: at(300),
        seenAt: at(300 + 100 + 372 + 100),
      });
      expect(looks).toEqual([]);
    },
  );

  test('was last seen CREATING before a status that nobody knows', async () => {
    const { result } = await play({
      answers: (_, question) => ['CREATING', 'EXPORTING', 'READY'][question] ?? 'READY',
    });
    expect(result).toMatchObject({ kind: 'settled', lastSeenCreatingAt: at(300) });
  });

  test('FAILED of a running application is its own end', async () => {
    const { result, looks } = await play({ answers: becomes('FAILED', 600) });
    expect(result).toMatchObject({ kind: 'settled', snapshot: { status: 'FAILED' } });
    expect(looks).toEqual([654]);
  });

  test('FAILED of an application that stops is that of the application', async () => {
    const { result } = await play({ answers: becomes('FAILED', 600), application: () => 'STOPPING' });
    expect(result).toEqual({
      kind: 'application-stopped',
      application: { ...RUNNING, status: 'STOPPING' },
      snapshot: snapshot('FAILED'),
    });
  });

  test('FAILED is its own end while the application cannot be looked at', async () => {
    const error = new Error('Injected.');
    const { result, logged } = await play({ answers: becomes('FAILED', 600), application: () => error });
    expect(result).toMatchObject({ kind: 'settled', snapshot: { status: 'FAILED' } });
    expect(logged).toContainEqual(['snapshot.poll-error', { application: 'orders', error }]);
  });
});

describe('the application', () => {
  test('is looked at fifteen seconds after the last look, beside a question', async () => {
    const { looks } = await play({ answers: becomes('READY', 32_000), usualMs: 30_000 });
    expect(looks).toEqual([15_000, 31_080]);
  });

  test('that was stopped ends the waiting, with the snapshot as it was seen last', async () => {
    const { result, tookMs } = await play({ answers: () => 'CREATING', usualMs: 30_000, application: () => 'READY' });
    expect(result).toEqual({
      kind: 'application-stopped',
      application: { ...RUNNING, status: 'READY' },
      snapshot: snapshot('CREATING'),
    });
    expect(tookMs).toBe(15_000);
  });

  test('that cannot be looked at is waited for', async () => {
    const { result, looks } = await play({
      answers: becomes('READY', 32_000),
      usualMs: 30_000,
      application: () => new Error('Injected.'),
    });
    expect(result.kind).toBe('settled');
    expect(looks).toEqual([15_000, 31_080]);
  });
});
