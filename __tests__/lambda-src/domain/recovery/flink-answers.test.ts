import { jobIdOf, lastFailureOf, viewOf } from '../../../../lambda-src/snapshot-manager/domain/recovery/flink-answers';

const AT = new Date('2026-11-29T04:00:00Z');
const JOB = {
  state: 'RUNNING',
  vertices: [
    { status: 'RUNNING', metrics: { 'write-records': 7 } },
    { status: 'RUNNING', metrics: { 'write-records': 5 } },
    { status: 'DEPLOYING' },
  ],
};

test('the running job is looked at, not one that ended before it', () => {
  const jobs = [
    { id: 'a', status: 'CANCELED' },
    { id: 'b', status: 'RUNNING' },
  ];
  expect(jobIdOf({ jobs })).toBe('b');
  expect(jobIdOf({ jobs: jobs.slice(0, 1) })).toBe('a');
  expect(jobIdOf({ jobs: [] })).toBe('none');
});

test.each([[undefined], [{}], [{ jobs: 'none' }], [{ jobs: [{ id: 'a' }] }], [{ jobs: [null] }]])(
  'an answer %j lists no jobs in a form that is known',
  (answer) => {
    expect(jobIdOf(answer)).toBeUndefined();
  },
);

test('a view has tasks, records, restarts and checkpoints', () => {
  const metrics = [{ id: 'numRestarts', value: '2' }];
  const checkpoints = { counts: { completed: 3 }, latest: { restored: { external_path: 's3://x/y' } } };
  expect(viewOf({ job: JOB, metrics, checkpoints }, AT)).toEqual({
    at: AT,
    state: 'RUNNING',
    tasks: { running: 2, total: 3 },
    recordsBetweenTasks: 12,
    restarts: 2,
    completedCheckpoints: 3,
    restoredFrom: 's3://x/y',
  });
});

test.each<[string, string[], object]>([
  ['RUNNING', ['FINISHED', 'RUNNING', 'RUNNING'], { running: 2, total: 2, finished: 1 }],
  ['RUNNING', ['FINISHED', 'RUNNING', 'DEPLOYING'], { running: 1, total: 2, finished: 1 }],
  // Nothing of it runs, or it is restarting: a finished task is no excuse.
  ['RUNNING', ['FINISHED', 'FINISHED'], { running: 0, total: 2 }],
  ['RESTARTING', ['FINISHED', 'RUNNING'], { running: 1, total: 2 }],
])('of a job that is %s with tasks %j, %j is seen', (state, statuses, tasks) => {
  const job = { state, vertices: statuses.map((status) => ({ status })) };
  expect(viewOf({ job, metrics: undefined, checkpoints: undefined }, AT)?.tasks).toEqual(tasks);
});

test('a view goes without what this Flink does not tell', () => {
  const job = { state: 'RESTARTING', vertices: [{ status: 'FAILED', metrics: { 'write-records': 7 } }] };
  const checkpoints = { counts: { completed: 0 }, latest: { restored: null } };
  expect(viewOf({ job, metrics: [{ id: 'numRestarts' }], checkpoints }, AT)).toEqual({
    at: AT,
    state: 'RESTARTING',
    tasks: { running: 0, total: 1 },
    recordsBetweenTasks: undefined,
    restarts: undefined,
    completedCheckpoints: 0,
    restoredFrom: undefined,
  });
});

test.each([[{ state: 'RUNNING' }], [{ vertices: [] }], [{ state: 'RUNNING', vertices: [{}] }]])(
  'an answer %j is no job',
  (job) => {
    expect(viewOf({ job, metrics: undefined, checkpoints: undefined }, AT)).toBeUndefined();
  },
);

test('the last failure is the innermost cause', () => {
  const stacktrace = 'java.lang.Exception: outer\n\tat x\nCaused by: java.io.IOException: disk full\n\tat y';
  const entries = [{ exceptionName: 'java.lang.Exception', stacktrace }, { exceptionName: 'older' }];
  expect(lastFailureOf({ exceptionHistory: { entries } })).toBe('java.io.IOException: disk full');
  expect(lastFailureOf({ exceptionHistory: { entries: entries.slice(1) } })).toBe('older');
  expect([lastFailureOf({}), lastFailureOf(undefined)]).toEqual([undefined, undefined]);
});
