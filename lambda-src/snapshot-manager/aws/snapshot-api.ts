import {
  type ApplicationDetail,
  ConcurrentModificationException,
  CreateApplicationSnapshotCommand,
  DeleteApplicationSnapshotCommand,
  DescribeApplicationCommand,
  DescribeApplicationSnapshotCommand,
  InvalidApplicationConfigurationException,
  InvalidArgumentException,
  InvalidRequestException,
  type KinesisAnalyticsV2Client,
  LimitExceededException,
  ListApplicationSnapshotsCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  type SnapshotDetails,
  UnsupportedOperationException,
} from '@aws-sdk/client-kinesis-analytics-v2';
import type { ApplicationState, RestoreSource } from '../domain/application-state';
import type { Snapshot } from '../domain/snapshot';
import { type SnapshotApi, SnapshotApiError, type SnapshotApiErrorKind } from '../ports';
import { endingAt } from './call-time';
import { isRefusal, mayTakeEffect } from './effect-of-call';
import { readPages } from './pages';
import { readSnapshotMode, snapshotModeOf } from './widened-schema';

readSnapshotMode();

/** Largest page of the service. */
const PAGE_SIZE = 50;

/** Classic snapshot calls of Amazon Managed Service for Apache Flink. */
export class ManagedFlinkSnapshotApi implements SnapshotApi {
  constructor(private readonly client: KinesisAnalyticsV2Client) {}

  async describeApplication(application: string, until?: Date): Promise<ApplicationState> {
    const answer = await asked(`describe application ${application}`, () =>
      this.client.send(endingAt(new DescribeApplicationCommand({ ApplicationName: application }), until)),
    );
    return parseApplication(application, answer.ApplicationDetail);
  }

  async listSnapshots(application: string): Promise<readonly Snapshot[]> {
    return readPages(`snapshots of ${application}`, async (token) => {
      const page = await asked(`list the snapshots of ${application}`, () =>
        this.client.send(
          new ListApplicationSnapshotsCommand({ ApplicationName: application, Limit: PAGE_SIZE, NextToken: token }),
        ),
      );
      return { entries: (page.SnapshotSummaries ?? []).map(parseSnapshot), next: page.NextToken };
    });
  }

  async createSnapshot(application: string, name: string): Promise<void> {
    await asked(`create snapshot ${name} of ${application}`, () =>
      this.client.send(new CreateApplicationSnapshotCommand({ ApplicationName: application, SnapshotName: name })),
    );
  }

  async describeSnapshot(application: string, name: string, until?: Date): Promise<Snapshot | undefined> {
    try {
      const answer = await asked(`describe snapshot ${name} of ${application}`, () =>
        this.client.send(
          endingAt(new DescribeApplicationSnapshotCommand({ ApplicationName: application, SnapshotName: name }), until),
        ),
      );
      // An answer without a snapshot is an error: only a service error says that the snapshot does not exist.
      return parseSnapshot(answer.SnapshotDetails ?? {});
    } catch (error) {
      // The service reports a missing snapshot in both ways (see findSnapshotDetails of the Terraform provider). The names
      // are valid here, so an invalid argument can mean nothing else.
      const isMissing = error instanceof SnapshotApiError && (error.kind === 'not-found' || error.kind === 'invalid');
      if (isMissing) return undefined;
      throw error;
    }
  }

  async deleteSnapshot(application: string, name: string, createdAt: Date, until?: Date): Promise<void> {
    const command = new DeleteApplicationSnapshotCommand({
      ApplicationName: application,
      SnapshotName: name,
      SnapshotCreationTimestamp: createdAt,
    });
    const mayHaveTakenEffect = mayTakeEffect(command);
    try {
      await asked(`delete snapshot ${name} of ${application}`, () => this.client.send(endingAt(command, until)));
    } catch (error) {
      if (!(error instanceof SnapshotApiError)) throw error;
      const isCertain = !mayHaveTakenEffect() && isRefusal(error.cause);
      const certainKind = error.kind === 'other' ? 'refused' : error.kind;
      const kind = isCertain ? certainKind : 'other';
      throw kind === error.kind ? error : new SnapshotApiError(kind, error.message, { cause: error.cause });
    }
  }
}

/** Runs one call; its error says what was requested and has the service's error as its cause. */
export async function asked<T>(what: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new SnapshotApiError(kindOf(error), `The request to ${what} failed: ${said}`, { cause: error });
  }
}

function kindOf(error: unknown): SnapshotApiErrorKind {
  if (error instanceof ResourceNotFoundException) return 'not-found';
  if (error instanceof LimitExceededException) return 'quota-reached';
  if (error instanceof UnsupportedOperationException) return 'unsupported';
  if (error instanceof ResourceInUseException) return 'busy';
  if (error instanceof ConcurrentModificationException) return 'being-changed';
  if (error instanceof InvalidArgumentException || error instanceof InvalidRequestException) return 'invalid';
  if (error instanceof InvalidApplicationConfigurationException) return 'invalid';
  return 'other';
}

function parseSnapshot(details: Partial<SnapshotDetails>): Snapshot {
  const { SnapshotName: name, SnapshotStatus: status, ApplicationVersionId: applicationVersion } = details;
  if (name === undefined || status === undefined || applicationVersion === undefined) {
    throw new Error(`The service described a snapshot without name, status or version: ${JSON.stringify(details)}`);
  }
  return {
    name,
    status,
    applicationVersion,
    createdAt: details.SnapshotCreationTimestamp,
    runtimeEnvironment: details.RuntimeEnvironment,
  };
}

function parseApplication(name: string, detail: ApplicationDetail | undefined): ApplicationState {
  const { ApplicationStatus: status, ApplicationVersionId: version, RuntimeEnvironment: runtime } = detail ?? {};
  if (!detail || status === undefined || version === undefined || runtime === undefined) {
    throw new Error(`The service described application ${name} without status, version or runtime.`);
  }
  const configuration = detail.ApplicationConfigurationDescription;
  return {
    name,
    status,
    version,
    runtimeEnvironment: runtime,
    // Missing in the answer: then the create call decides, which is refused if snapshots are disabled.
    snapshotsEnabled: configuration?.ApplicationSnapshotConfigurationDescription?.SnapshotsEnabled ?? true,
    snapshotMode: snapshotModeOf(configuration?.ApplicationSnapshotConfigurationDescription),
    createdAt: detail.CreateTimestamp,
    restoresFrom: parseRestoreSource(detail),
  };
}

function parseRestoreSource(detail: ApplicationDetail): RestoreSource {
  const restore =
    detail.ApplicationConfigurationDescription?.RunConfigurationDescription?.ApplicationRestoreConfigurationDescription;
  switch (restore?.ApplicationRestoreType) {
    case 'RESTORE_FROM_CUSTOM_SNAPSHOT':
      return restore.SnapshotName ? { kind: 'snapshot', name: restore.SnapshotName } : { kind: 'latest' };
    case 'SKIP_RESTORE_FROM_SNAPSHOT':
      return { kind: 'none' };
    default:
      return { kind: 'latest' };
  }
}
