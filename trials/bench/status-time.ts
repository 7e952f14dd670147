import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Deployment, deploymentOf } from '../../cli/deployment';
import { environmentStatus } from '../../cli/documents/status';
import { parameterName, parameterText } from '../../config/model/deployment-parameter';
import { settingsSchema } from '../../config/schema/settings';
import { AUDIT, HOLDS } from '../../lambda-src/contract';
import { recordToItem } from '../../lambda-src/snapshot-manager/aws/audit-item';
import { type LocalCloud, startLocalCloud } from '../../local/cloud/local-cloud';
import { ACCOUNT_ID, clientConfigurationFor } from '../../local/local-session';
import { CommandFailedError, run } from '../../tools/processes/run';
import { tableCommand } from '../direct-manager';

export const STATUS_FLEET = { applications: 100, snapshots: 1000, callsPerSecond: 10 } as const;

const REGION = 'us-east-1';
const NAME = 'bench';
const RUNS_A_DAY = 144;
const MINUTE_MS = 60_000;
const PAGE_SIZE = 50;
/** Rate of the paced figure: so many times that of `STATUS_FLEET`, which would take as many times as long. */
const SPEED = 10;

/** Figures of one `kda status` in a process of its own, the start of Node.js included. */
interface Asked {
  readonly tookMs: number;
  readonly residentBytes: number;
}

export interface StatusTimes {
  /** All applications, without a rate limit. */
  readonly all: readonly Asked[];
  readonly one: readonly Asked[];
  /** All, at ten times the rate: times are multiplied. */
  readonly paced: { readonly tookMs: number; readonly boundMs: number; readonly throttled: number };
  /** First view at the real rate. */
  readonly firstMs: number;
}

/**
 * `kda status` as it is installed, against the simulated engine and tables with a day of runs.
 *
 * @throws Error when an answer lacks an application.
 */
export async function statusTimes(bundle: string, folder: string, signal: AbortSignal): Promise<StatusTimes> {
  const probe = join(folder, 'probe.mjs');
  writeFileSync(probe, PROBE);
  const unlimited = await withFleet(folder, undefined, async (cloud) => {
    const ask = (...names: string[]) => askStatus({ bundle, probe, cloud, signal }, names);
    return {
      all: [await ask(), await ask(), await ask()],
      one: [await ask('app-0001'), await ask('app-0001'), await ask('app-0001')],
    };
  });
  const paced = await withFleet(folder, STATUS_FLEET.callsPerSecond * SPEED, async (cloud, throttled) => {
    const { tookMs } = await askStatus({ bundle, probe, cloud, signal }, []);
    return {
      tookMs: tookMs * SPEED,
      boundMs: (pagesOfAll() / (STATUS_FLEET.callsPerSecond / 2)) * 1000,
      throttled: throttled(),
    };
  });
  const firstMs = await withFleet(folder, STATUS_FLEET.callsPerSecond, (cloud) =>
    firstView({ bundle, probe, cloud, signal }),
  );
  return { ...unlimited, paced, firstMs };
}

function pagesOfAll(): number {
  return STATUS_FLEET.applications * Math.ceil(STATUS_FLEET.snapshots / PAGE_SIZE);
}

/** Writes to stderr, at the end, how much memory the process had at most. */
const PROBE = `process.on('exit', () => console.error('resident ' + process.resourceUsage().maxRSS * 1024));\n`;

interface Program {
  readonly bundle: string;
  readonly probe: string;
  readonly cloud: LocalCloud;
  readonly signal: AbortSignal;
}

async function askStatus(program: Program, names: readonly string[]): Promise<Asked> {
  const startedAt = performance.now();
  const { lines } = await runStatus(program, [...names, '--json'], () => {});
  const tookMs = performance.now() - startedAt;
  const document = lines.slice(lines.indexOf('{'), lines.lastIndexOf('}') + 1);
  const { applications } = environmentStatus.parse(JSON.parse(document.join('\n')));
  const isWhole = applications.every(({ quota }) => quota?.used === STATUS_FLEET.snapshots);
  if (applications.length !== (names.length || STATUS_FLEET.applications) || !isWhole) {
    throw new Error(`The answer lacks snapshots or applications: it has ${applications.length}.`);
  }
  const resident = lines.find((line) => line.startsWith('resident '))?.slice('resident '.length);
  return { tookMs, residentBytes: Number(resident) };
}

/** Time until what audit and the list of applications say is shown, at the real rate; the rest is not waited for. */
async function firstView(program: Program): Promise<number> {
  const startedAt = performance.now();
  const enough = new AbortController();
  let firstMs: number | undefined;
  await runStatus({ ...program, signal: enough.signal }, [], (line) => {
    if (firstMs !== undefined || !/ app-0100 +RUNNING /.test(line)) return;
    // Without the runs of the last one the view came too early to count.
    firstMs = /\d+\/0\/0 /.test(line) ? performance.now() - startedAt : Number.POSITIVE_INFINITY;
    enough.abort();
  }).catch((error: unknown) => {
    if (firstMs === undefined) throw error;
  });
  if (firstMs === undefined) throw new Error('Nothing was shown before the result.');
  return firstMs;
}

async function runStatus(
  { bundle, probe, cloud, signal }: Program,
  args: readonly string[],
  onLine: (line: string) => void,
): Promise<{ readonly lines: readonly string[] }> {
  const started = ['--import', pathToFileURL(probe).href, bundle, 'status', '--deployment', NAME, ...args];
  try {
    return { lines: await run(process.execPath, started, { environment: environmentOf(cloud), signal, onLine }) };
  } catch (error) {
    // The fleet has no rule and no alarms: that is not safe, and said by the exit code.
    if (error instanceof CommandFailedError && error.exitCode === 1) return { lines: error.lines };
    throw error;
  }
}

function environmentOf({ environment, managedFlink }: LocalCloud): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(own),
    ...environment,
    // Past the gateway: what it costs is no part of kda.
    AWS_ENDPOINT_URL_KINESIS_ANALYTICS_V2: managedFlink.endpoint,
  };
}

/** Local cloud with the fleet, its tables with a day of runs, and the parameter of its deployment. */
async function withFleet<T>(
  folder: string,
  callsPerSecond: number | undefined,
  work: (cloud: LocalCloud, throttled: () => number) => Promise<T>,
): Promise<T> {
  let throttled = 0;
  const { applications, snapshots } = STATUS_FLEET;
  const cloud = await startLocalCloud({
    folder: join(folder, 'status'),
    region: REGION,
    accountId: ACCOUNT_ID,
    engine: 'simulated',
    report: () => undefined,
    managedFlink: {
      engine: {
        kind: 'simulated',
        applications,
        snapshotsPerApplication: snapshots,
        ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
      },
      onCall: ({ errorType }) => {
        if (errorType === 'ThrottlingException') throttled += 1;
      },
    },
  });
  try {
    await deployFleet(cloud, callsPerSecond ?? STATUS_FLEET.callsPerSecond);
    return await work(cloud, () => throttled);
  } finally {
    await cloud.close();
  }
}

async function deployFleet(cloud: LocalCloud, callsPerSecond: number): Promise<void> {
  const settings = settingsSchema.parse({
    name: NAME,
    region: REGION,
    artifacts: { bucket: 'bench-artifacts' },
    snapshots: { applications: [{ prefix: 'app-' }], callsPerSecond },
  });
  const deployment = deploymentOf({ ...settings, environment: NAME });
  const client = clientConfigurationFor(cloud, REGION);
  const dynamo = new DynamoDBClient(client);
  await dynamo.send(tableCommand(deployment.auditTable, [AUDIT.application, 'S'], [AUDIT.runId, 'N']));
  await dynamo.send(tableCommand(deployment.holdsTable, [HOLDS.application, 'S'], [HOLDS.item, 'S']));
  const names = Array.from({ length: STATUS_FLEET.applications }, (_, index) => nameOf(index + 1));
  await Promise.all(names.map((name) => putDay(dynamo, deployment, name)));
  await new SSMClient(client).send(
    new PutParameterCommand({
      Name: parameterName(NAME),
      Value: parameterText(deployment, '0.1.0'),
      Type: 'String',
    }),
  );
}

function nameOf(number: number): string {
  return `app-${String(number).padStart(4, '0')}`;
}

/** Rows of the runs of one day, one every ten minutes, each with the names that its retention kept. */
async function putDay(dynamo: DynamoDBClient, { auditTable }: Deployment, application: string): Promise<void> {
  const kept = Array.from({ length: 50 }, (_, index) => `${NAME}.20261128T${1000 + index}00Z: last ${index}`);
  const rows = Array.from({ length: RUNS_A_DAY }, (_, index) => {
    const eventTime = new Date(Date.now() - (index + 1) * 10 * MINUTE_MS);
    return recordToItem(
      {
        application,
        runId: eventTime.getTime(),
        eventId: `event-${index}`,
        eventTime,
        startedAt: eventTime,
        endedAt: eventTime,
        deadlineAt: eventTime,
        state: 'taken',
        reason: 'ready',
        message: 'Snapshot is READY.',
        applicationStatus: 'RUNNING',
        newestReadyAt: eventTime,
        snapshot: { name: `${NAME}.${index}`, status: 'READY', createdAt: eventTime, applicationVersion: 1 },
        ...{ deleted: [], failedToDelete: [], kept },
      },
      1,
    );
  });
  for (let start = 0; start < rows.length; start += BATCH) {
    const requests = rows.slice(start, start + BATCH).map((Item) => ({ PutRequest: { Item } }));
    await dynamo.send(new BatchWriteItemCommand({ RequestItems: { [auditTable]: requests } }));
  }
}

/** Items of one BatchWriteItem. */
const BATCH = 25;
