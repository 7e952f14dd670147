import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type KinesisAnalyticsV2Client,
  StartApplicationCommand,
  StopApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { parseVerify } from '../../../cli/commands/verify';
import { MetricsNotSeenError } from '../../../cli/recovery/job-metrics';
import { restartedApplications } from '../../../cli/verify/run-verify';
import { verifiedText, verifyApplication } from '../../../cli/verify/verify';
import { JobNotSeenError } from '../../../lambda-src/snapshot-manager/aws/flink-view';
import type { JobView } from '../../../lambda-src/snapshot-manager/domain/recovery/proof';
import { clientOf, createApplication, untilStatus } from '../../../packages/managed-flink/__tests__/api-client';
import { type ManagedFlinkServer, startManagedFlink } from '../../../packages/managed-flink/src/server';

const NAME = 'orders';
const folder = mkdtempSync(join(tmpdir(), 'verify-'));
let server: ManagedFlinkServer;
let client: KinesisAnalyticsV2Client;

beforeAll(async () => {
  server = await startManagedFlink({ engine: { kind: 'simulated', durations: { snapshotMs: 10, startMs: 10 } } });
  client = clientOf(server.endpoint);
  await createApplication(client, NAME);
  await client.send(new StartApplicationCommand({ ApplicationName: NAME }));
  await untilStatus(client, NAME, 'RUNNING');
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Job at each look, and a clock that a sleep moves. */
function ports(look: (count: number) => Partial<JobView>) {
  let now = Date.now();
  let count = 0;
  return {
    client,
    view: {
      look: async (): Promise<JobView> => {
        count += 1;
        const counts = { restarts: 0, completedCheckpoints: 1, recordsBetweenTasks: count };
        return { at: new Date(now), state: 'RUNNING', tasks: { running: 2, total: 2 }, ...counts, ...look(count) };
      },
    },
    metrics: {
      look: async () => {
        throw new MetricsNotSeenError('GetMetricData was refused.');
      },
    },
    clock: {
      now: () => new Date(now),
      sleep: async (ms: number) => {
        now += ms;
      },
    },
    say: () => {},
  };
}

const request = { application: NAME, windowMs: 60_000, allowIdle: false };

test('a job without trouble is watched for the whole window', async () => {
  const result = await verifyApplication(
    request,
    ports(() => ({})),
  );
  expect(result).toMatchObject({ verdict: 'working', status: 'RUNNING', watchedSeconds: 60, next: null });
  expect(verifiedText(result)).toBe(
    'orders is RUNNING and works, watched for 60 s: 2 of 2 tasks run; no restart within 60 s; 1 checkpoint was completed; 11 records flowed.',
  );
});

test('a restart ends the watch at once, and names the way back', async () => {
  const result = await verifyApplication(
    request,
    ports((count) => ({ restarts: count > 3 ? 1 : 0, failure: 'java.io.IOException: disk is full' })),
  );
  expect(result).toMatchObject({ verdict: 'not-working', watchedSeconds: 15, next: 'kda rollback orders' });
  expect(verifiedText(result)).toBe(
    'orders does not work: The job restarted once within 15 s. Its last failure: java.io.IOException: disk is full.\nTo go back to the version and the state of before the deployment: kda rollback orders',
  );
});

test('a job that can’t be seen at the end is not judged by how it was', async () => {
  const gone = ports((count) => {
    if (count > 2) throw new JobNotSeenError('Flink’s REST API did not answer.');
    return {};
  });
  const result = await verifyApplication(request, gone);
  expect(result).toMatchObject({
    verdict: 'undetermined',
    because: [
      'Neither the job nor its metrics could be seen: Flink’s REST API did not answer. GetMetricData was refused.',
    ],
  });
});

test('a stopped application does not work', async () => {
  await createApplication(client, 'stopped');
  const result = await verifyApplication(
    { ...request, application: 'stopped' },
    ports(() => ({})),
  );
  expect(result).toMatchObject({ verdict: 'not-working', status: 'READY', watchedSeconds: 0 });
  expect(verifiedText(result)).toContain('\nTo start it as it is: kda start stopped\nTo go back to the version');
});

test('one that is stopped meanwhile ends the watch', async () => {
  await createApplication(client, 'stops');
  await client.send(new StartApplicationCommand({ ApplicationName: 'stops' }));
  await untilStatus(client, 'stops', 'RUNNING');
  const watched = ports(() => ({}));
  const sleep = async (ms: number) => {
    await watched.clock.sleep(ms);
    await client.send(new StopApplicationCommand({ ApplicationName: 'stops', Force: true })).catch(() => {});
    await untilStatus(client, 'stops', 'READY');
  };
  const result = await verifyApplication(
    { ...request, application: 'stops' },
    { ...watched, clock: { ...watched.clock, sleep } },
  );
  expect(result).toMatchObject({ verdict: 'not-working', because: ['The application is READY: it is stopped.'] });
});

test('an unknown application is named with the nearest one', async () => {
  await expect(
    verifyApplication(
      { ...request, application: 'order' },
      ports(() => ({})),
    ),
  ).rejects.toThrow('orders');
});

test('of a pre-deploy document those are verified that ran and may be restarted', () => {
  const file = join(folder, 'pre-deploy.json');
  const application = (name: string, status: string, kind: string) => ({
    application: name,
    status,
    restart: { kind },
    says: [],
  });
  const applications = [
    application('orders', 'RUNNING', 'snapshot-of-the-update'),
    application('left-alone', 'RUNNING', 'nothing-to-restart'),
    application('stopped', 'READY', 'snapshot'),
    application('new', 'absent', 'nothing-to-restart'),
  ];
  writeFileSync(file, JSON.stringify({ environment: 'production', applications }));
  expect(restartedApplications(file)).toEqual(['orders']);
});

test.each([
  [[], 'The name of the application is missing.'],
  [['orders', '--after', 'file'], 'NAME and --after exclude each other.'],
  [['orders', '--for', '5'], '--for is "5", expected a duration up to 24h, such as 90s or 10m.'],
  [['orders', '--for', '2d'], '--for is "2d", expected a duration up to 24h, such as 90s or 10m.'],
])('%j is refused', (argv, message) => {
  expect(() => parseVerify(argv)).toThrow(message);
});
