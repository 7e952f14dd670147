import { type DeploymentEvidence, failuresSoFar, judgeDeployment } from '../../../cli/verify/verdict';
import type { JobView } from '../../../lambda-src/snapshot-manager/domain/recovery/proof';

const AT = new Date('2026-11-28T14:00:00Z');
const RULES = { windowSeconds: 300, allowIdle: false };

function view(second: number, change: Partial<JobView> = {}): JobView {
  const at = new Date(AT.getTime() + second * 1000);
  const counts = { restarts: 0, completedCheckpoints: 2, recordsBetweenTasks: second * 10 };
  return { at, state: 'RUNNING', tasks: { running: 2, total: 2 }, ...counts, ...change };
}

const seen = (change: Partial<JobView>): DeploymentEvidence => ({
  status: 'RUNNING',
  views: [view(0), view(300, change)],
});

test('an application works when it runs without a restart, completes checkpoints and lets records flow', () => {
  expect(judgeDeployment(seen({}), RULES)).toEqual({
    verdict: 'working',
    because: ['2 of 2 tasks run', 'no restart within 5 min', '2 checkpoints were completed', '3000 records flowed'],
    unseen: [],
  });
});

test.each<[string, Partial<JobView>, string]>([
  [
    'restarts',
    { restarts: 2, failure: 'disk is full' },
    'The job restarted 2 times within 300 s. Its last failure: disk is full.',
  ],
  ['tasks that do not run', { tasks: { running: 1, total: 2 } }, '1 of 2 tasks run; the job is RUNNING.'],
  ['no checkpoint', { completedCheckpoints: 0 }, 'No checkpoint was completed since the start, nor within 5 min.'],
  [
    'no records',
    { recordsBetweenTasks: 0 },
    'No record flowed within 5 min. If its source has nothing to read, add --allow-idle.',
  ],
])('with %s it does not', (_what, change, because) => {
  expect(judgeDeployment(seen(change), RULES)).toMatchObject({ verdict: 'not-working', because: [because] });
});

test('tasks that did not run at a look before the sight was lost decide nothing', () => {
  const early = { ...seen({ tasks: { running: 1, total: 2 } }), notSeen: 'the session had ended.' };
  expect(judgeDeployment(early, RULES)).toMatchObject({
    verdict: 'undetermined',
    because: ['The job can’t be looked at any more: the session had ended.'],
  });
});

test('a window shorter than the time between two checkpoints decides nothing', () => {
  const short = { ...RULES, windowSeconds: 10, checkpointIntervalSeconds: 60 };
  expect(judgeDeployment(seen({ completedCheckpoints: 0 }), short)).toMatchObject({
    verdict: 'undetermined',
    because: [
      'No checkpoint was completed yet, and one is due only every 60 s: 10 s are too short. Watch longer: --for 2m.',
    ],
  });
  expect(judgeDeployment(seen({ completedCheckpoints: 0 }), { ...short, windowSeconds: 61 }).verdict).toBe(
    'not-working',
  );
});

test('a restart ends the watch, so what did not happen in that short time is no reason', () => {
  const change = { restarts: 1, completedCheckpoints: 0, recordsBetweenTasks: 0, tasks: { running: 0, total: 2 } };
  expect(judgeDeployment(seen(change), { ...RULES, windowSeconds: 5 })).toEqual({
    verdict: 'not-working',
    because: ['The job restarted once within 300 s.'],
    unseen: [],
  });
});

test('a stopped one does not work, and no longer look would change that', () => {
  const evidence = { status: 'READY', views: [] };
  expect(failuresSoFar(evidence)).toEqual(['The application is READY: it is stopped.']);
  expect(judgeDeployment({ ...evidence, notSeen: 'no job.' }, RULES).verdict).toBe('not-working');
});

test('an update that does not end is no success', () => {
  expect(judgeDeployment({ ...seen({}), status: 'UPDATING' }, RULES)).toMatchObject({
    verdict: 'not-working',
    because: ['The application is still UPDATING.'],
  });
});

test('a scaling that the service began leaves it open', () => {
  expect(judgeDeployment({ ...seen({}), status: 'AUTOSCALING' }, RULES)).toMatchObject({
    verdict: 'undetermined',
    because: ['The application is AUTOSCALING just now.'],
  });
});

test('an idle source is accepted on request', () => {
  expect(judgeDeployment(seen({ recordsBetweenTasks: 0 }), { ...RULES, allowIdle: true })).toMatchObject({
    verdict: 'working',
    unseen: ['No record flowed within 5 min; that is allowed.'],
  });
});

test('what Flink does not tell is named, and only records may stay unseen', () => {
  const views = [0, 300].map((second) => view(second, { recordsBetweenTasks: undefined }));
  expect(judgeDeployment({ status: 'RUNNING', views }, RULES)).toMatchObject({
    verdict: 'working',
    unseen: ['Whether records flow could not be seen: a job of one task counts none.'],
  });
  expect(judgeDeployment(seen({ restarts: undefined }), RULES)).toMatchObject({
    verdict: 'undetermined',
    because: ['Flink did not tell the number of restarts.'],
  });
});

describe('where nobody may look at the job', () => {
  const series = (...values: number[]) =>
    values.map((value, index) => ({ at: new Date(AT.getTime() + index * 60_000), value }));
  const METRICS = {
    restartsName: 'fullRestarts',
    restarts: series(0, 0, 0),
    uptimeMs: series(60_000, 120_000, 180_000),
    failedCheckpoints: series(0, 0),
    checkpointDurationMs: series(40, 41),
    recordsIn: series(100, 200),
  };
  const evidence = (change: Partial<typeof METRICS>): DeploymentEvidence => ({
    status: 'RUNNING',
    views: [],
    notSeen: 'refused.',
    metrics: { ...METRICS, ...change },
  });

  test('its metrics show that it works', () => {
    expect(judgeDeployment(evidence({}), RULES)).toEqual({
      verdict: 'working',
      because: [
        'fullRestarts stayed at 0 for 3 min',
        'uptime rose to 180 s',
        'a checkpoint was completed',
        'records flowed (numRecordsIn)',
      ],
      unseen: ['The tasks themselves could not be seen.'],
    });
  });

  test.each<[string, Partial<typeof METRICS>, string]>([
    ['rising restarts', { restarts: series(0, 3) }, 'The job restarted 3 times within 2 min (fullRestarts).'],
    ['failing checkpoints', { failedCheckpoints: series(1, 2) }, 'Checkpoints fail (numberOfFailedCheckpoints rises).'],
    [
      'no records',
      { recordsIn: series(0, 0) },
      'No record flowed within 5 min. If its source has nothing to read, add --allow-idle.',
    ],
  ])('%s show that it does not', (_what, change, because) => {
    expect(judgeDeployment(evidence(change), RULES)).toMatchObject({ verdict: 'not-working', because: [because] });
  });

  test('too few of them leave it open, and so does a refusal', () => {
    expect(judgeDeployment(evidence({ restarts: series(0) }), RULES)).toMatchObject({
      verdict: 'undetermined',
      because: ['CloudWatch has 1 of 2 minutes of fullRestarts since the start.'],
    });
    expect(judgeDeployment({ status: 'RUNNING', views: [], notSeen: 'a.', metricsNotSeen: 'b.' }, RULES)).toMatchObject(
      {
        verdict: 'undetermined',
        because: ['Neither the job nor its metrics could be seen: a. b.'],
      },
    );
  });
});
