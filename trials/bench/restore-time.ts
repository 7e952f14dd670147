import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { startApplication, stopApplication } from '../../cli/application-lifecycle';
import { deploymentOf } from '../../cli/deployment';
import { takeSnapshot } from '../../cli/recovery/actions';
import { TableJournal } from '../../cli/recovery/journals';
import { recover } from '../../cli/recovery/run-recovery';
import { loadSettings } from '../../config/load-settings';
import { AUDIT, HOLDS } from '../../lambda-src/contract';
import { clientConfigurationFor } from '../../local/local-session';
import { ensureLauncher } from '../../packages/managed-flink/src/launcher';
import { obeyEverywhere } from '../../tools/talk';
import { createApplication, uploadCode } from '../direct-application';
import { tableCommand } from '../direct-manager';
import { REGION, startBenchCloud } from './bench-cloud';

const NAME = 'orders';
const RUNS = 3;
/** Time for the snapshot of a small job. */
const SNAPSHOT_MS = 60_000;
/** Time between two looks at the bare calls: short, so that they are not made longer than they are. */
const POLL_MS = 50;
const CLOCK = { now: () => new Date(), sleep: (ms: number) => sleep(ms) };

export interface RestoreTimes {
  /** Restores without the proof, minus the median of the bare calls. */
  readonly overheadMs: readonly number[];
  readonly bareMs: readonly number[];
  readonly proofMs: readonly number[];
}

/**
 * Times of `kda restore` on the real Flink beside a forced stop and a start by the service's API from the same
 * snapshot, in turns.
 */
export async function restoreTimes(jar: string, folder: string): Promise<RestoreTimes> {
  await ensureLauncher('on-failure');
  const cloud = await startBenchCloud({ folder, engine: 'flink' });
  // The restore finds the local cloud as it finds AWS: by the environment.
  const before = { ...process.env };
  const environment = { ...cloud.environment, XDG_STATE_HOME: join(folder, 'state') };
  Object.assign(process.env, environment);
  try {
    const configuration = clientConfigurationFor(cloud, REGION);
    const deployment = { ...deploymentOf(loadSettings('demo')), region: REGION };
    const dynamo = new DynamoDBClient(configuration);
    await dynamo.send(tableCommand(deployment.auditTable, [AUDIT.application, 'S'], [AUDIT.runId, 'N']));
    await dynamo.send(tableCommand(deployment.holdsTable, [HOLDS.application, 'S'], [HOLDS.item, 'S']));
    await createApplication(
      {
        name: NAME,
        runtime: 'FLINK-1_20',
        code: await uploadCode('code', jar, configuration),
        role: 'role',
        logGroup: 'log',
        logStream: 'stream',
        properties: { generateUsersTimer: '0', pauseBetweenUserGeneration: '100' },
      },
      configuration,
    );
    const client = new KinesisAnalyticsV2Client(configuration);
    const waiting = { pollMs: POLL_MS };
    await startApplication(client, NAME, { from: 'none' }, waiting);
    const status = await takeSnapshot(NAME, 'target', SNAPSHOT_MS, { client, clock: CLOCK, beat: async () => {} });
    if (status !== 'READY') throw new Error(`The snapshot to restore is ${status}, expected READY.`);
    const bareMs: number[] = [];
    const wholeMs: number[] = [];
    const proofMs: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      bareMs.push(await timed(() => byTheApi(client)));
      const { whole, proof } = await byKda(client, deployment, dynamo);
      wholeMs.push(whole);
      proofMs.push(proof);
    }
    const bare = [...bareMs].sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
    return { overheadMs: wholeMs.map((ms) => ms - bare), bareMs, proofMs };
  } finally {
    for (const name of Object.keys(environment)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    await cloud.close();
  }
}

async function byTheApi(client: KinesisAnalyticsV2Client): Promise<void> {
  await stopApplication(client, NAME, { force: true }, { pollMs: POLL_MS });
  await startApplication(client, NAME, { from: 'snapshot', snapshotName: 'target' }, { pollMs: POLL_MS });
}

async function byKda(
  client: KinesisAnalyticsV2Client,
  deployment: ReturnType<typeof deploymentOf>,
  dynamo: DynamoDBClient,
): Promise<{ readonly whole: number; readonly proof: number }> {
  obeyEverywhere(['--quiet']);
  const startedAt = performance.now();
  const { exitCode = 0 } = await recover(
    {
      kind: 'restore',
      application: NAME,
      wish: { kind: 'snapshot', reference: 'target' },
      allowNonRestoredState: false,
      evidence: false,
      who: 'bench',
      why: 'its time',
    },
    {
      client,
      deployment: { deployment },
      timeoutMs: 120_000,
      proveMs: 120_000,
      isAgreed: true,
      isDryRun: false,
    },
  );
  const all = performance.now() - startedAt;
  if (exitCode !== 0)
    throw new Error(`The restore ended with exit code ${exitCode}: its time would be of something else.`);
  const found = await new TableJournal(dynamo, deployment.holdsTable).read(NAME);
  const { begunAt, endedAt } = found?.recovery.steps.find(({ step }) => step === 'prove') ?? {};
  if (!begunAt || !endedAt) throw new Error('The journal does not say how long the proof took.');
  const proof = endedAt.getTime() - begunAt.getTime();
  return { whole: all - proof, proof };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
