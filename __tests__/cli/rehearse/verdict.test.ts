import type { MappedOperator } from '../../../cli/rehearse/mapping';
import type { TriedOperator } from '../../../cli/rehearse/tried-state';
import { type Evidence, judge } from '../../../cli/rehearse/verdict';

const operator = (name: string, fate: MappedOperator['fate']): MappedOperator => ({
  ...{ id: name, name, uid: name, bytes: 100, states: ['count'], fate, droppedStates: [], renamed: null },
  ...{ notAskedStates: [], timers: [], watched: null },
});
const judged = (fates: readonly MappedOperator['fate'][], more: Partial<Evidence> = {}) =>
  judge({
    operators: fates.map((fate, index) => operator(`operator-${index}`, fate)),
    allowNonRestoredState: false,
    trial: { jobId: 'job', restored: true, tasksUp: ['all'], tasks: ['all'] },
    ...{ hasCheckpoint: true, tried: [], findName: () => undefined },
    ...more,
  });

test('code that takes every state is compatible', () => {
  expect(judged(['kept', 'kept'])).toMatchObject({
    verdict: 'compatible',
    because: 'Restored the state of 2 operators, all tasks run, and a checkpoint was completed.',
  });
});

test('a savepoint without state tries nothing, so the verdict is unknown', () => {
  expect(judged([])).toEqual({
    verdict: 'unknown',
    reached: 'checkpoint',
    because: 'The job runs, but no operator had state in the savepoint, so nothing of it was tried.',
    remedy: 'Give the old code input, with --properties FILE, or name a savepoint that has state with --state.',
  });
});

test('what is accepted as lost is compatible while some state is kept', () => {
  expect(judged(['kept', 'dropped'], { allowNonRestoredState: true })).toMatchObject({ verdict: 'compatible' });
});

test('nothing kept is partial, whatever is accepted: it may be the state of another application', () => {
  expect(judged(['dropped', 'dropped'], { allowNonRestoredState: true })).toEqual({
    verdict: 'partial',
    reached: 'checkpoint',
    because: 'All state would be dropped: the new code has no operator for any of the 2 operators in the savepoint.',
    remedy: 'Compare the uids of both codes, and whether the savepoint is of this application.',
  });
});

test.each([true, false])('of operators that Flink did not name it is not said that their state is kept', (allow) => {
  expect(judged(['not-known', 'dropped'], { allowNonRestoredState: allow })).toMatchObject({
    verdict: 'partial',
    because: expect.stringContaining('Whether that of "operator-0" (100 B) is, Flink does not say.'),
  });
});

test('a job without a checkpoint is unknown', () => {
  expect(judged(['kept'], { hasCheckpoint: false })).toMatchObject({ verdict: 'unknown', reached: 'tasks-running' });
});

test('a job that Flink started without the savepoint is unknown', () => {
  const trial = { jobId: 'job', restored: false, tasksUp: ['all'], tasks: ['all'] };
  expect(judged(['kept'], { trial })).toMatchObject({ verdict: 'unknown' });
});

test.each([
  [
    { at: 'end', cause: 'the job is not running' },
    'The new code does not run here: it ended by itself before a savepoint could be taken, as its sources have an end. By then the state of 1 of 1 operator was mapped to the new code, and Flink had handed it to the tasks; "all" had read it.',
    'Give the code sources that have no end, with --properties FILE.',
  ],
  [
    { at: 'run', cause: 'java.io.IOException: No space left on device' },
    'The new code does not run here: the disk of this machine is full: No space left on device. By then the state of 1 of 1 operator was mapped to the new code, and Flink had handed it to the tasks; "all" had read it.',
    'Make room where temporary files are kept, or name another folder in TMPDIR, then rehearse again.',
  ],
] as const)('%j leaves it unknown, with a remedy of its own', (laterFailure, because, remedy) => {
  const judgement = judged(['kept'], {
    laterFailure: { ...laterFailure, stackTrace: '', task: null },
    hasCheckpoint: false,
  });
  expect(judgement).toEqual({ verdict: 'unknown', reached: 'tasks-running', because, remedy });
});

test('a main() that waits is told with the time that it had', () => {
  const failure = {
    at: 'late',
    cause: 'main() did not come to execute() in 20 s',
    stackTrace: '',
    task: null,
  } as const;
  const trial = { restored: false, tasksUp: [], tasks: [], failure };
  expect(judged(['not-known'], { trial, hasCheckpoint: false })).toEqual({
    verdict: 'unknown',
    reached: 'old-state',
    because: 'The new code does not run here: its main() did not come to execute() in 20 s.',
    remedy: 'Give main() what it waits for, with --properties FILE; or more time, with --timeout.',
  });
});

const tried = (more: Partial<TriedOperator>): TriedOperator => ({
  ...{ operator: operator('totals', 'kept'), missing: [], records: 57, keyed: true },
  ...{ timers: [], unreadable: undefined, partlyRead: [], ...more },
});
const lost = { ...operator('totals', 'kept'), droppedStates: ['count'], watched: { seconds: 1.2, records: 57 } };

test('a state that the new code does not ask for is dropped, although its operator is kept', () => {
  const operators = [operator('counter', 'kept'), lost];
  expect(judged([], { operators, tried: [tried({ missing: ['count'] })] })).toMatchObject({
    verdict: 'partial',
    because:
      'State that the new code does not ask for would be dropped: "count" in "totals" (100 B): not asked for in 1.2 s with 57 records, and its name stands nowhere in the new code.',
  });
  expect(judged([], { operators, allowNonRestoredState: true })).toMatchObject({
    verdict: 'compatible',
    because: expect.stringContaining('The state of "count" in "totals" (100 B) is dropped, as --allow'),
  });
});

test.each([
  [
    { missing: ['count'], records: 0 },
    'The job runs, but the new code has not asked for "count" in "totals" (100 B), and no record came with which it could.',
  ],
  [{ missing: undefined }, 'The job runs, but the task of "totals" (100 B) did not tell which states it has.'],
] as const)(
  'where it can’t be known which states the new code asks for, the verdict is unknown: %j',
  (more, because) => {
    expect(judged(['kept'], { tried: [tried(more)] })).toMatchObject({ verdict: 'unknown', because });
  },
);

const late = { ...operator('totals', 'kept'), notAskedStates: ['count'], watched: { seconds: 8, records: 1 } };
const inTotals = () => 'shop.Totals';
const NOT_ASKED =
  'the new code did not ask for "count" in "totals" (100 B) in 8 s with 1 record. It has the name in shop.Totals, so another record may ask for it; else it is dropped.';
const FEED =
  'Give the code records with which it asks for that state, with --properties FILE, and more time for them, such as --input 60s. If no record asks for it any more, accept the loss with --allow-non-restored-state.';

test('a state whose name the new code has is not told as dropped when no record asked for it: unknown', () => {
  expect(judged([], { operators: [late], findName: inTotals })).toEqual({
    ...{ verdict: 'unknown', reached: 'checkpoint', because: `The job runs, but ${NOT_ASKED}`, remedy: FEED },
  });
});

test('beside a loss it is told as such, and the verdict is partial', () => {
  const operators = [operator('counter', 'kept'), operator('ages', 'dropped'), late];
  const { verdict, because, remedy } = judged([], { operators, findName: inTotals });
  expect([verdict, because.endsWith(`"ages". Besides, ${NOT_ASKED}`), remedy?.endsWith(` ${FEED}`)]).toEqual([
    'partial',
    true,
    true,
  ]);
});

test('with the option it is compatible, and the risk is told', () => {
  expect(judged([], { operators: [late], findName: inTotals, allowNonRestoredState: true })).toMatchObject({
    verdict: 'compatible',
    because: `Restored the state of 1 operator, all tasks run, and a checkpoint was completed. But ${NOT_ASKED} --allow-non-restored-state allows that, too.`,
  });
});

const timers = (fate: MappedOperator['fate'], ...list: [...MappedOperator['timers']]) => ({
  ...operator('totals', fate),
  timers: list,
});
const ofEventTime = { service: 'user-timers', time: 'event', count: 12 } as const;

test('timers that nobody asks for, or that have no effect, are a loss of their own', () => {
  const remedy =
    'Keep the timers and what they do, in the same kind of operator and of the same time, or accept the loss: rehearse with --allow-non-restored-state. Flink itself starts without a word about it.';
  const judgements = (['dropped', 'ignored', 'kept', 'not-known'] as const).map((fate) =>
    judged([], { operators: [timers('kept', { ...ofEventTime, fate })] }),
  );
  expect(judgements.map(({ verdict, because }) => [verdict, because])).toEqual([
    [
      'partial',
      'Timers would be lost: the 12 timers of event time (user-timers) of "totals" (100 B): the new code asks for no such timers, and Flink never fires them.',
    ],
    [
      'partial',
      'Timers would be lost: the 12 timers of event time (user-timers) of "totals" (100 B): the new code does nothing when they fire (it has no onTimer(), or windows of the other time).',
    ],
    ['compatible', expect.any(String)],
    ['compatible', expect.any(String)],
  ]);
  expect(judgements[0]?.remedy).toBe(remedy);
});

test('timers that could not be counted are no loss for sure, and those of a dropped operator go with it', () => {
  const uncounted = timers('kept', { ...ofEventTime, count: null, fate: 'dropped' });
  const gone = timers('dropped', { ...ofEventTime, fate: 'dropped' });
  expect(judged([], { operators: [uncounted] }).verdict).toBe('compatible');
  expect(judged([], { operators: [uncounted, gone] }).because).not.toContain('Timers would be lost');
});

test('operator state is asked for before any record, so it needs none to be missed', () => {
  const evidence = { operators: [lost], tried: [tried({ missing: ['count'], records: 0, keyed: false })] };
  expect(judged([], evidence)).toMatchObject({ verdict: 'partial' });
});

test('a value that the new code can’t read is incompatible, whatever the job does with it later', () => {
  const unreadable = { state: 'count', cause: 'java.io.EOFException: No more bytes left.' };
  expect(judged(['kept'], { tried: [tried({ unreadable })], hasCheckpoint: false })).toMatchObject({
    verdict: 'incompatible',
    because: 'The new code can\'t read the values of "count" in "totals" (100 B): No more bytes left.',
  });
});
