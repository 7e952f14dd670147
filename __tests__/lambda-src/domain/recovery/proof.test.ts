import type { JobMetrics } from '../../../../lambda-src/snapshot-manager/domain/recovery/metrics-evidence';
import { type Evidence, type JobView, judge } from '../../../../lambda-src/snapshot-manager/domain/recovery/proof';

const AT = new Date('2026-11-28T14:00:00Z');

function view(second: number, change: Partial<JobView> = {}): JobView {
  const at = new Date(AT.getTime() + second * 1000);
  return { at, state: 'RUNNING', tasks: { running: 4, total: 4 }, restarts: 0, completedCheckpoints: 0, ...change };
}

const GOOD: Evidence = {
  views: [view(0), view(6)],
  startedFrom: 'good',
  target: 'good',
  fresh: { name: 'after', status: 'READY' },
};

test('a start is proven by its origin, running tasks, steady restarts and a snapshot of after', () => {
  expect(judge(GOOD, false)).toEqual({
    verdict: 'proven',
    because: ['started from good', '4 of 4 tasks run', '0 restarts', 'snapshot after is READY'],
  });
});

test('a completed checkpoint proves as much as a snapshot', () => {
  const { fresh: _none, ...others } = GOOD;
  expect(judge({ ...others, views: [view(0), view(6, { completedCheckpoints: 2 })] }, false)).toMatchObject({
    verdict: 'proven',
    because: expect.arrayContaining(['2 checkpoints were completed']),
  });
});

test('a job that restarts is not proven, however RUNNING it is', () => {
  const views = [view(0, { restarts: 1 }), view(6, { restarts: 4, failure: 'java.io.IOException: disk is full' })];
  expect(judge({ ...GOOD, views }, false)).toEqual({
    verdict: 'not-proven',
    because: ['The job restarted 3 times within 6 s. Its last failure: java.io.IOException: disk is full.'],
  });
});

test('restarts of before that do not rise for a minute are no crash loop', () => {
  const after = (second: number) => ({ ...GOOD, views: [view(0, { restarts: 1 }), view(second, { restarts: 1 })] });
  expect(judge(after(60), false).verdict).toBe('proven');
  expect(judge(after(59), false)).toEqual({ verdict: 'waiting', because: ['It was watched for less than 60 s.'] });
});

test('restarts count that came before a new cluster began to count at 0', () => {
  const views = [view(0), view(3, { restarts: 2 }), view(6)];
  expect(judge({ ...GOOD, views }, false)).toEqual({
    verdict: 'not-proven',
    because: ['The job restarted 2 times within 6 s.'],
  });
});

test.each(['READY', 'STOPPING', 'FORCE_STOPPING', 'DELETING'])(
  'an application that is %s by now is not proven',
  (status) => {
    expect(judge({ ...GOOD, status }, false)).toEqual({
      verdict: 'not-proven',
      because: [`The application is ${status}: it was stopped.`],
    });
  },
);

test('a deployment in the middle of the proof is waited for', () => {
  expect(judge({ ...GOOD, status: 'UPDATING' }, false)).toEqual({
    verdict: 'waiting',
    because: ['The application is UPDATING just now.'],
  });
});

test('a job that can’t be seen any more is not judged by how it was before', () => {
  const notSeen = 'Flink’s REST API did not answer.';
  expect(judge({ ...GOOD, notSeen }, false).verdict).toBe('waiting');
  expect(judge({ ...GOOD, notSeen }, true)).toEqual({
    verdict: 'started-not-proven',
    because: [`The job can’t be looked at any more: ${notSeen}`],
  });
});

test.each<[Partial<Evidence>, string]>([
  [{ startedFrom: 'bad' }, 'The application was started from bad, not with empty state.'],
  [
    { startedFrom: undefined, isFromLatest: true },
    'The application was started from its latest snapshot, not with empty state.',
  ],
])('an empty state is an origin, too: %j', (origin, because) => {
  expect(judge({ ...GOOD, target: undefined, ...origin }, false)).toEqual({
    verdict: 'not-proven',
    because: [because],
  });
});

test('a snapshot of after that could not be taken is named, although a checkpoint proves the start', () => {
  const views = [view(0), view(6, { completedCheckpoints: 2 })];
  const fresh = { name: 'after', status: 'not taken (the quota is full)' };
  expect(judge({ ...GOOD, views, fresh }, false)).toMatchObject({
    verdict: 'proven',
    because: expect.arrayContaining([
      '2 checkpoints were completed',
      'snapshot after is not taken (the quota is full)',
    ]),
  });
});

test.each<[string, Partial<Evidence>, string]>([
  ['another origin', { startedFrom: 'bad' }, 'The application was started from bad, not from good.'],
  ['an ended job', { views: [view(0), view(6, { state: 'FAILED' })] }, 'The job is FAILED.'],
  [
    'a failed snapshot',
    { fresh: { name: 'after', status: 'FAILED' } },
    'Snapshot after, taken after the start, FAILED.',
  ],
])('%s is not proven', (_what, change, because) => {
  expect(judge({ ...GOOD, ...change }, false)).toEqual({ verdict: 'not-proven', because: [because] });
});

test.each<[string, Partial<Evidence>, string]>([
  ['too short a look', { views: [view(0), view(3)] }, 'It was watched for less than 5 s.'],
  [
    'no snapshot yet',
    { fresh: { name: 'after', status: 'CREATING' } },
    'No checkpoint and no snapshot was completed after the start.',
  ],
  ['an origin that nobody tells', { startedFrom: undefined }, 'The service did not say what it was started from.'],
  [
    'restarts that nobody tells',
    { views: [view(0), view(6, { restarts: undefined })] },
    'Flink did not tell the number of restarts.',
  ],
])('%s: waits, and at the end it is started, not proven', (_what, change, because) => {
  expect(judge({ ...GOOD, ...change }, false)).toEqual({ verdict: 'waiting', because: [because] });
  expect(judge({ ...GOOD, ...change }, true)).toEqual({ verdict: 'started-not-proven', because: [because] });
});

test('tasks that do not run at the end are not proven', () => {
  const views = [view(0), view(6, { tasks: { running: 2, total: 4 } })];
  expect(judge({ ...GOOD, views }, false).verdict).toBe('waiting');
  expect(judge({ ...GOOD, views }, true)).toEqual({
    verdict: 'not-proven',
    because: ['2 of 4 tasks run; the job is RUNNING.'],
  });
});

test('a look of before the sight was lost counts neither for nor against the job', () => {
  const views = [view(0), view(6, { tasks: { running: 2, total: 4 } })];
  expect(judge({ ...GOOD, views, notSeen: 'Throttled.' }, true)).toEqual({
    verdict: 'started-not-proven',
    because: ['The job can’t be looked at any more: Throttled.'],
  });
});

test('a task that has finished is named, and speaks against nothing', () => {
  const tasks = { running: 2, total: 2, finished: 1 };
  const { verdict, because } = judge({ ...GOOD, views: [view(0, { tasks }), view(6, { tasks })] }, false);
  expect([verdict, because[1]]).toEqual(['proven', '2 of 2 tasks run and 1 finished']);
});

test('where nobody may look, it is started, not proven, with the reason', () => {
  expect(judge({ ...GOOD, views: [], notSeen: 'CreateApplicationPresignedUrl was refused.' }, true)).toEqual({
    verdict: 'started-not-proven',
    because: ['Tasks and restarts could not be seen: CreateApplicationPresignedUrl was refused.'],
  });
});

test('an empty start needs no origin', () => {
  const { startedFrom: _a, target: _b, ...others } = GOOD;
  expect(judge(others, false).verdict).toBe('proven');
});

describe('by metrics, where nobody may look at the job', () => {
  const series = (...values: number[]) =>
    values.map((value, index) => ({ at: new Date(AT.getTime() + index * 60_000), value }));
  const METRICS: JobMetrics = {
    restartsName: 'fullRestarts',
    restarts: series(1, 1),
    uptimeMs: series(40_000, 100_000),
    failedCheckpoints: [],
    checkpointDurationMs: [],
    recordsIn: [],
  };
  const { views: _none, ...others } = GOOD;
  const seen = (metrics: Partial<JobMetrics>, more: Partial<Evidence> = {}): Evidence => ({
    ...others,
    views: [],
    notSeen: 'CreateApplicationPresignedUrl was refused.',
    metrics: { ...METRICS, ...metrics },
    ...more,
  });

  test('it is proven by steady restarts, a rising uptime and a snapshot of after', () => {
    expect(judge(seen({}), false)).toEqual({
      verdict: 'proven',
      because: [
        'started from good',
        'fullRestarts stayed at 1 for 2 min',
        'uptime rose to 100 s',
        'snapshot after is READY',
      ],
    });
  });

  test.each<[string, Partial<JobMetrics>, string]>([
    ['rising restarts', { restarts: series(0, 2, 5) }, 'The job restarted 5 times within 3 min (fullRestarts).'],
    [
      // The cluster began to count anew.
      'restarts around a new count',
      { restartsName: 'numRestarts', restarts: series(3, 0, 1) },
      'The job restarted once within 3 min (numRestarts).',
    ],
    ['no uptime', { uptimeMs: series(0, 0) }, 'The job does not run: its uptime is 0 in the metrics.'],
  ])('%s: not proven', (_what, metrics, because) => {
    expect(judge(seen(metrics), false)).toEqual({ verdict: 'not-proven', because: [because] });
  });

  test.each<[string, Partial<JobMetrics>, Partial<Evidence>, string]>([
    [
      'one minute of restarts',
      { restarts: series(0) },
      {},
      'CloudWatch has 1 of 2 minutes of fullRestarts since the start.',
    ],
    ['no uptime yet', { uptimeMs: [] }, {}, 'CloudWatch has 0 of 2 minutes of uptime since the start.'],
    ['an uptime that fell', { uptimeMs: series(90_000, 20_000) }, {}, 'Its uptime did not rise from minute to minute.'],
    [
      'a snapshot that is not READY',
      {},
      { fresh: { name: 'after', status: 'CREATING' } },
      'No checkpoint and no snapshot was completed after the start.',
    ],
  ])('%s: waits, and at the end it is started, not proven', (_what, metrics, more, because) => {
    expect(judge(seen(metrics, more), false)).toEqual({ verdict: 'waiting', because: [because] });
    expect(judge(seen(metrics, more), true)).toEqual({ verdict: 'started-not-proven', because: [because] });
  });

  test('a job that was seen is judged by what was seen', () => {
    expect(judge({ ...seen({ restarts: series(0, 9) }), views: GOOD.views, notSeen: undefined }, false).verdict).toBe(
      'proven',
    );
  });

  test('where metrics are refused, too, both refusals are told', () => {
    const refused = { ...seen({}), metrics: undefined, metricsNotSeen: 'GetMetricData was refused: AccessDenied.' };
    expect(judge(refused, true)).toEqual({
      verdict: 'started-not-proven',
      because: [
        'Tasks and restarts could not be seen: CreateApplicationPresignedUrl was refused. GetMetricData was refused: AccessDenied.',
      ],
    });
  });
});
