import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { ManagedFlinkSnapshotApi } from '../../lambda-src/snapshot-manager/aws/snapshot-api';
import {
  type ApplicationState,
  isManagedMode,
  unmanagedModeText,
} from '../../lambda-src/snapshot-manager/domain/application-state';
import { holdsInForce } from '../../lambda-src/snapshot-manager/domain/hold';
import { marksInForce } from '../../lambda-src/snapshot-manager/domain/marks';
import type { Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import type { Deployment } from '../deployment';
import type { KnownDeployment } from '../known-deployment';
import { namingWhatIsMissing } from '../missing-name';
import { FileJournal, journalFile } from '../recovery/journals';
import type { Recovery } from '../recovery/recovery';
import { rememberedSuspects } from '../recovery/remembered-suspects';
import type { ApplicationFacts } from './application-facts';
import { managedFacts } from './managed-facts';
import { openTables } from './open-tables';
import { readTables } from './read-tables';
import { Unread } from './unread';

/** Facts of the API, which must answer. */
interface OfTheApi {
  readonly application: string;
  readonly region: string;
  readonly now: Date;
  readonly state: ApplicationState;
  readonly snapshots: readonly Snapshot[];
}

/**
 * Reads the facts of one application. The API must answer; what else can't be read is left out, with a sentence.
 *
 * @param dynamo client for the tables of the deployment.
 * @throws MissingNameError for an application that does not exist, with the most similar names.
 */
export async function readFacts(
  application: string,
  client: KinesisAnalyticsV2Client,
  known: KnownDeployment,
  { now = new Date(), dynamo }: { readonly now?: Date; readonly dynamo?: DynamoDBClient } = {},
): Promise<ApplicationFacts> {
  const api = new ManagedFlinkSnapshotApi(client);
  const region = await client.config.region();
  const [state, snapshots] = await namingWhatIsMissing(client, { application }, () =>
    Promise.all([api.describeApplication(application), api.listSnapshots(application)]),
  );
  const unread = new Unread();
  if (!isManagedMode(state.snapshotMode)) unread.add(unmanagedModeText(application, state.snapshotMode));
  const facts: OfTheApi = { application, region, now, state, snapshots };
  if ('deployment' in known) {
    const tables = dynamo ?? openTables(region);
    return factsOfDeployment(facts, known.deployment, client, tables, unread);
  }
  unread.add(
    `No deployment is known, so holds, marks, proofs and retention are not: ${known.because} --deployment NAME or --env NAME chooses one.`,
  );
  const recovery = await recoveryOfThisMachine(region, application);
  return {
    ...{ ...facts, deployment: undefined, managed: undefined, holds: undefined, restores: undefined },
    marks: rememberedSuspects(recovery, snapshots),
    areMarksKnown: false,
    recovery: ifOpen(recovery),
    unread: unread.sentences(),
  };
}

async function factsOfDeployment(
  facts: OfTheApi,
  deployment: Deployment,
  client: KinesisAnalyticsV2Client,
  dynamo: DynamoDBClient,
  unread: Unread,
): Promise<ApplicationFacts> {
  const { application, region, now, state, snapshots } = facts;
  const [{ holds, marks, restores, recovery }, managed] = await Promise.all([
    readTables(application, deployment, dynamo, unread),
    unread.attempt('the retention', () => managedFacts(application, client, deployment)),
  ]);
  if (managed === 'not-selected') {
    unread.add(
      `Deployment ${deployment.name} does not select ${application}: it takes and deletes no snapshots of it.`,
    );
  }
  const remembered = marks ? undefined : await recoveryOfThisMachine(region, application);
  return {
    ...{ ...facts, deployment, restores },
    managed: managed === 'not-selected' ? undefined : managed,
    holds: holds && holdsInForce(holds, now, state.createdAt),
    marks: marks ? marksInForce(marks, now, state.createdAt) : rememberedSuspects(remembered, snapshots),
    areMarksKnown: marks !== undefined,
    recovery: ifOpen(recovery ?? remembered),
    unread: unread.sentences(),
  };
}

/** Last restore or start by this machine without tables. */
async function recoveryOfThisMachine(region: string, application: string): Promise<Recovery | undefined> {
  const journal = new FileJournal((name) => journalFile(region, name));
  return (await journal.read(application).catch(() => undefined))?.recovery;
}

function ifOpen(recovery: Recovery | undefined): Recovery | undefined {
  return recovery?.outcome === undefined ? recovery : undefined;
}
