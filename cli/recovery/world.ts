import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { DynamoHoldsTable } from '../../lambda-src/snapshot-manager/aws/holds-table';
import { DynamoMarks } from '../../lambda-src/snapshot-manager/aws/marks-table';
import { ManagedFlinkSnapshotApi } from '../../lambda-src/snapshot-manager/aws/snapshot-api';
import { type Marks, NO_MARKS } from '../../lambda-src/snapshot-manager/domain/marks';
import { describeError } from '../../lambda-src/snapshot-manager/log';
import { describeTrouble } from '../../tools/aws-trouble';
import { talk } from '../../tools/talk';
import { lookingIn } from '../answer-time';
import type { KnownDeployment } from '../known-deployment';
import { AwsClock, watchClock } from '../safety/gather/aws-clock';
import { horizonOf, type SourceHorizon } from '../source-horizon';
import { scheduleOf } from '../views/read-history';
import { actionRecorder } from './action-recorder';
import { type DrillWords, TableDrillWords } from './drill-words';
import { CopiedJournal, FileJournal, journalFile, TableJournal } from './journals';
import { hasKeptActions } from './kept-actions';
import { notManagedWarning } from './managed-here';
import type { Journal } from './perform';
import type { ProtectPorts } from './protect';
import { type ActionRecorder, recordKeptActions } from './record-action';
import { runsInAudit, snapshotTimeMs } from './snapshot-time';

/** Prefix of snapshots where no deployment is known. */
const PREFIX_WITHOUT_DEPLOYMENT = 'kda-snapshots.';

/** Ports and facts that a recovery of one application works with. */
export interface RecoveryWorld {
  readonly client: KinesisAnalyticsV2Client;
  readonly api: ManagedFlinkSnapshotApi;
  readonly journal: Journal;
  /** Copy of the journal on this machine; the journal itself where there is no table. */
  readonly copy: Journal;
  /** Marks as they were when the command began; `marksOf` reads those of now. */
  readonly marksAtBegin: Marks;
  readonly ownPrefix: string;
  /** Duration for which the source of the application can be replayed. */
  readonly sourceHorizon?: SourceHorizon;
  /** Milliseconds after which a snapshot of the application counts as not taken; missing: the least limit. */
  readonly snapshotTimeMs?: (applicationCreatedAt: Date | undefined) => Promise<number>;
  /** Missing where the tables can't be reached. */
  readonly tables: TablePorts | undefined;
  readonly recorder: ActionRecorder;
  /** Person's words about what does not protect the application; undefined: all does. */
  readonly warning: string | undefined;
  readonly owner: string;
  readonly clock: { readonly now: () => Date; readonly sleep: (ms: number) => Promise<void> };
  /** Seconds that this machine is behind AWS, known after the first call; negative: ahead; 0 below a minute. */
  readonly clockSkewSeconds: () => number;
}

export interface TablePorts {
  readonly protect: ProtectPorts;
  readonly drills: DrillWords;
}

/**
 * World of an application, with tables where they can be reached: a restore must be possible without a manager.
 *
 * @param known the deployment, or why none is known.
 */
export async function recoveryWorld(
  client: KinesisAnalyticsV2Client,
  application: string,
  known: KnownDeployment,
): Promise<RecoveryWorld> {
  const deployment = 'deployment' in known ? known.deployment : undefined;
  const region = await client.config.region();
  const api = new ManagedFlinkSnapshotApi(client);
  // Leases, ages and times that were typed are judged by the clock of AWS where that of this machine is wrong.
  const awsClock = new AwsClock();
  watchClock(client, awsClock);
  const clock = { now: () => awsClock.now(), sleep: (ms: number) => sleep(ms) };
  // Containers share host names and process ids.
  const owner = `${hostname()} (process ${process.pid}, ${randomUUID().slice(0, 8)})`;
  const copy = new FileJournal((name) => journalFile(region, name));
  const shared = {
    client,
    api,
    clock,
    clockSkewSeconds: () => awsClock.skewSeconds(),
    owner,
    copy,
    ownPrefix: deployment?.snapshotNamePrefix ?? PREFIX_WITHOUT_DEPLOYMENT,
    sourceHorizon: horizonOf(application, deployment),
    snapshotTimeMs: (createdAt: Date | undefined) =>
      snapshotTimeMs(application, createdAt, deployment, deployment && runsInAudit(region, deployment)),
  };
  const recorder = actionRecorder(region, deployment);
  const without = (because: string): RecoveryWorld => ({
    ...shared,
    journal: copy,
    marksAtBegin: NO_MARKS,
    tables: undefined,
    recorder,
    warning: `Warning: ${because} The restore goes on by the API alone: no freeze, no hold, no marks, and no lock against somebody else. ${journalFile(region, application)} keeps its record.`,
  });
  if (!deployment) return without('because' in known ? known.because : '');
  const { holdsTable, auditRetentionDays } = deployment;
  const dynamo = new DynamoDBClient(lookingIn(region));
  watchClock(dynamo, awsClock);
  const marks = new DynamoMarks(dynamo, holdsTable);
  try {
    const found = await marks.marksOf(application);
    const holds = new DynamoHoldsTable(dynamo, holdsTable, auditRetentionDays);
    const limits = { snapshotQuota: deployment.snapshotQuota, schedule: scheduleOf(deployment, application) };
    await recordLate(recorder, api, application);
    const protect = { marks, holds, locks: holds, api, clock, limits };
    return {
      ...shared,
      journal: new CopiedJournal(new TableJournal(dynamo, holdsTable), copy),
      marksAtBegin: found,
      tables: { protect, drills: new TableDrillWords(dynamo, holdsTable) },
      recorder,
      warning: await notManagedWarning(client, application, deployment),
    };
  } catch (error) {
    const trouble = describeTrouble(error) ?? `${describeError(error)}.`;
    return without(`Table ${holdsTable} in ${region} can't be read: ${trouble}`);
  }
}

/** Records what an earlier command could not. An application that is not there is the command's own concern. */
async function recordLate(recorder: ActionRecorder, api: ManagedFlinkSnapshotApi, application: string): Promise<void> {
  if (!hasKeptActions(recorder.region, application)) return;
  try {
    const { createdAt } = await api.describeApplication(application);
    const said = await recordKeptActions(recorder, application, createdAt);
    if (said) talk(said);
  } catch (error) {
    // Nothing of it may keep a restore from its lock, holds and marks.
    talk(`Warning: earlier actions that this machine keeps could not be recorded: ${describeError(error)}`);
  }
}
