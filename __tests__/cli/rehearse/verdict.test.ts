import type { MappedOperator } from '../../../cli/rehearse/mapping';
import { type Evidence, judge } from '../../../cli/rehearse/verdict';

const operator = (name: string, fate: MappedOperator['fate']): MappedOperator => ({
  ...{ id: name, name, uid: name, bytes: 100, states: ['count'], fate, renamed: null },
});
const judged = (fates: readonly MappedOperator['fate'][], more: Partial<Evidence> = {}) =>
  judge({
    operators: fates.map((fate, index) => operator(`operator-${index}`, fate)),
    allowNonRestoredState: false,
    trial: { jobId: 'job', restored: true, tasksUp: ['all'], tasks: ['all'] },
    hasCheckpoint: true,
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
