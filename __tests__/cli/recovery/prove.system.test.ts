import { type KinesisAnalyticsV2Client, StartApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { MetricsNotSeenError, type MetricsView, metricsOf } from '../../../cli/recovery/job-metrics';
import { prove } from '../../../cli/recovery/prove';
import type { Recovery } from '../../../cli/recovery/recovery';
import { JobNotSeenError } from '../../../lambda-src/snapshot-manager/aws/flink-view';
import type { JobMetrics } from '../../../lambda-src/snapshot-manager/domain/recovery/metrics-evidence';
import { clientOf, createApplication, untilStatus } from '../../../packages/managed-flink/__tests__/api-client';
import { type ManagedFlinkServer, startManagedFlink } from '../../../packages/managed-flink/src/server';

// The API with its simulated engine; nobody may look at the job, and CloudWatch is a table of minutes.

const NAME = 'orders';
let server: ManagedFlinkServer;
let client: KinesisAnalyticsV2Client;

beforeAll(async () => {
  server = await startManagedFlink({ engine: { kind: 'simulated', durations: { snapshotMs: 10, startMs: 10 } } });
  client = clientOf(server.endpoint);
  await createApplication(client, NAME);
  await client.send(
    new StartApplicationCommand({
      ApplicationName: NAME,
      RunConfiguration: { ApplicationRestoreConfiguration: { ApplicationRestoreType: 'SKIP_RESTORE_FROM_SNAPSHOT' } },
    }),
  );
  await untilStatus(client, NAME, 'RUNNING');
});

afterAll(() => server.close());

let count = 0;
function recovery(): Recovery {
  count += 1;
  const plannedAt = new Date();
  return {
    plan: {
      id: `r${count}`,
      kind: 'start',
      application: NAME,
      applicationCreatedAt: undefined,
      who: 'ada',
      why: 'test',
      plannedAt,
      target: undefined,
      allowNonRestoredState: false,
      isGoingBack: false,
      suspects: [],
      status: 'READY',
      evidence: undefined,
      fresh: `after-${count}`,
      steps: ['start', 'prove'],
    },
    steps: [{ step: 'start', state: 'done', endedAt: plannedAt }],
    owner: 'here',
    leaseUntil: plannedAt,
  };
}

/** CloudWatch whose minutes come two minutes late; a second of the proof takes 5 ms. */
function world(restarts: (minute: number) => number) {
  const begun = Date.now();
  let now = begun;
  const looks: Date[] = [];
  const metrics: MetricsView = {
    look: async (since) => {
      looks.push(since);
      const minutes = Math.max(0, Math.floor((now - begun) / 60_000) - 2);
      const at = (minute: number) => new Date(begun + minute * 60_000);
      const series = (value: (minute: number) => number) =>
        Array.from({ length: minutes }, (_none, minute) => ({ at: at(minute), value: value(minute) }));
      return {
        restartsName: 'fullRestarts',
        restarts: series(restarts),
        uptimeMs: series((minute) => (minute + 1) * 60_000),
        failedCheckpoints: [],
        checkpointDurationMs: [],
        recordsIn: [],
      } satisfies JobMetrics;
    },
  };
  const ports = {
    client,
    view: {
      look: async () => {
        throw new JobNotSeenError('CreateApplicationPresignedUrl was refused: AccessDeniedException.');
      },
    },
    metrics,
    clock: {
      now: () => new Date(now),
      sleep: async (ms: number) => {
        now += ms;
        await new Promise((resolve) => setTimeout(resolve, 1));
      },
    },
    say: () => {},
    proveMs: 600_000,
    beat: async () => {},
  };
  return { ports, looks, waitedSeconds: () => (now - begun) / 1000 };
}

test('two minutes of metrics and a snapshot of after prove a start, four minutes after it', async () => {
  const { ports, looks, waitedSeconds } = world(() => 0);
  expect(await prove(recovery(), ports)).toEqual({
    said: 'Proven: started with empty state; fullRestarts stayed at 0 for 2 min; uptime rose to 120 s; snapshot after-1 is READY.',
    outcome: 'proven',
    proof: [
      'started with empty state',
      'fullRestarts stayed at 0 for 2 min',
      'uptime rose to 120 s',
      'snapshot after-1 is READY',
    ],
  });
  expect(waitedSeconds()).toBeGreaterThanOrEqual(240);
  expect(waitedSeconds()).toBeLessThan(270);
  // A look every 15 s, since the end of the start by the service's own clock.
  expect(looks.length).toBeLessThan(20);
  expect(new Set(looks.map((since) => since.getTime())).size).toBe(1);
});

test('a job that crash-loops in the metrics is not proven', async () => {
  const { ports } = world((minute) => minute * 4);
  expect(await prove(recovery(), ports)).toMatchObject({
    outcome: 'not-proven',
    proof: ['The job restarted 4 times within 2 min (fullRestarts).'],
  });
});

test('metrics that do not come within the time leave it started, not proven', async () => {
  const { ports, waitedSeconds } = world(() => 0);
  expect(await prove(recovery(), { ...ports, proveMs: 90_000 })).toMatchObject({
    outcome: 'started-not-proven',
    proof: [
      'CloudWatch has 0 of 2 minutes of fullRestarts since the start.',
      'CloudWatch has 0 of 2 minutes of uptime since the start.',
    ],
  });
  expect(waitedSeconds()).toBeGreaterThanOrEqual(90);
});

test('where both are refused, the snapshot of after ends the proof, and the reasons are told', async () => {
  const { ports, waitedSeconds } = world(() => 0);
  const refused = async () => {
    throw new MetricsNotSeenError('GetMetricData was refused: AccessDenied.');
  };
  expect(await prove(recovery(), { ...ports, metrics: { look: refused } })).toMatchObject({
    outcome: 'started-not-proven',
    proof: [
      'Tasks and restarts could not be seen: CreateApplicationPresignedUrl was refused: AccessDeniedException. GetMetricData was refused: AccessDenied.',
    ],
  });
  expect(waitedSeconds()).toBeLessThan(60);
});

test('an answer of CloudWatch is read oldest first, with the names of Flink 1 or 2', () => {
  const [one, two] = [new Date('2026-11-28T14:01:00Z'), new Date('2026-11-28T14:02:00Z')];
  const result = (Id: string, ...Values: number[]) => ({ Id, Timestamps: [two, one], Values });
  expect(metricsOf([result('restarts1', 2, 1), result('uptime1', 90, 30)])).toMatchObject({
    restartsName: 'fullRestarts',
    restarts: [
      { at: one, value: 1 },
      { at: two, value: 2 },
    ],
    uptimeMs: [
      { at: one, value: 30 },
      { at: two, value: 90 },
    ],
  });
  expect(metricsOf([result('restarts2', 4, 4), result('uptime1', 1, 1), result('uptime2', 60, 30)])).toMatchObject({
    restartsName: 'numRestarts',
    uptimeMs: [{ value: 30 }, { value: 60 }],
  });
});
