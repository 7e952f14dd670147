import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ApplicationDetail,
  DescribeApplicationCommand,
  DescribeApplicationOperationCommand,
  type KinesisAnalyticsV2Client,
  paginateListApplicationSnapshots,
  type SnapshotDetails,
  StartApplicationCommand,
  StopApplicationCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { PROPERTY_GROUP } from '../../config/model/names';

const POLL_MS = 500;
/** A stop with a snapshot, or a start, of an application with a slow job. */
const TIMEOUT_MS = 10 * 60_000;

type Properties = Readonly<Record<string, string>>;

/** Acts on an application by calls of the service alone, each awaited to its end. */
export class ApplicationActs {
  constructor(
    readonly client: KinesisAnalyticsV2Client,
    private readonly signal: AbortSignal,
    private readonly pollMs = POLL_MS,
  ) {}

  async describe(ApplicationName: string): Promise<ApplicationDetail> {
    const { ApplicationDetail } = await this.client.send(new DescribeApplicationCommand({ ApplicationName }));
    if (ApplicationDetail === undefined) throw new Error(`The service described ${ApplicationName} without details.`);
    return ApplicationDetail;
  }

  /** Properties of the job's group; empty without one. */
  async properties(application: string): Promise<Properties> {
    return groupsOf(await this.describe(application)).find(({ id }) => id === PROPERTY_GROUP)?.properties ?? {};
  }

  /**
   * Changes the properties of the job's group and leaves the other groups alone. A running application is stopped with a
   * snapshot for it, and started again from that.
   */
  async changeProperties(application: string, change: (before: Properties) => Properties): Promise<void> {
    const detail = await this.describe(application);
    const groups = groupsOf(detail);
    const before = groups.find(({ id }) => id === PROPERTY_GROUP)?.properties ?? {};
    const changed = [
      { id: PROPERTY_GROUP, properties: change(before) },
      ...groups.filter(({ id }) => id !== PROPERTY_GROUP),
    ].filter(({ properties }) => Object.keys(properties).length > 0);
    const { OperationId } = await this.client.send(
      new UpdateApplicationCommand({
        ApplicationName: application,
        CurrentApplicationVersionId: detail.ApplicationVersionId,
        ApplicationConfigurationUpdate: {
          EnvironmentPropertyUpdates: {
            PropertyGroups: changed.map(({ id, properties }) => ({
              PropertyGroupId: id,
              PropertyMap: { ...properties },
            })),
          },
        },
      }),
    );
    await this.finish(application, OperationId);
  }

  /** Stops it: with the service's snapshot, or by force. One that is stopped stays so. */
  async stop(application: string, { force }: { readonly force: boolean }): Promise<void> {
    const { ApplicationStatus } = await this.describe(application);
    if (ApplicationStatus === 'READY') return;
    const { OperationId } = await this.client.send(
      new StopApplicationCommand({ ApplicationName: application, ...(force ? { Force: true } : {}) }),
    );
    await this.finish(application, OperationId);
  }

  /** Starts it from the newest snapshot, or with empty state. One that runs goes on. */
  async start(application: string, from: 'latest' | 'none'): Promise<void> {
    const { ApplicationStatus } = await this.describe(application);
    if (ApplicationStatus === 'RUNNING') return;
    const { OperationId } = await this.client.send(
      new StartApplicationCommand({
        ApplicationName: application,
        RunConfiguration: {
          ApplicationRestoreConfiguration: {
            ApplicationRestoreType: from === 'latest' ? 'RESTORE_FROM_LATEST_SNAPSHOT' : 'SKIP_RESTORE_FROM_SNAPSHOT',
          },
        },
      }),
    );
    await this.finish(application, OperationId);
  }

  /** Changes the properties of a job that can't take the snapshot of an update: what came after the newest one is lost. */
  async restart(
    application: string,
    change: (before: Properties) => Properties,
    from: 'latest' | 'none' = 'latest',
  ): Promise<void> {
    await this.stop(application, { force: true });
    await this.changeProperties(application, change);
    await this.start(application, from);
  }

  async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.signal });
  }

  /** All snapshots, newest first. */
  async snapshots(ApplicationName: string): Promise<SnapshotDetails[]> {
    const all: SnapshotDetails[] = [];
    const pages = paginateListApplicationSnapshots({ client: this.client }, { ApplicationName });
    for await (const { SnapshotSummaries = [] } of pages) all.push(...SnapshotSummaries);
    return all.toSorted((one, other) => createdMs(other) - createdMs(one));
  }

  /** @throws Error with the service's reason when the operation fails. */
  async finish(ApplicationName: string, OperationId: string | undefined): Promise<void> {
    const startedAt = Date.now();
    for (;;) {
      this.signal.throwIfAborted();
      const { ApplicationOperationInfoDetails: operation } = await this.client.send(
        new DescribeApplicationOperationCommand({ ApplicationName, OperationId }),
      );
      if (operation?.OperationStatus === 'SUCCESSFUL') return;
      if (operation?.OperationStatus !== 'IN_PROGRESS') {
        const reason = operation?.OperationFailureDetails?.ErrorInfo?.ErrorString ?? 'the service gives no reason';
        throw new Error(`${operation?.Operation} of ${ApplicationName} is ${operation?.OperationStatus}: ${reason}`);
      }
      if (Date.now() - startedAt > TIMEOUT_MS) {
        throw new Error(`${operation.Operation} of ${ApplicationName} is still IN_PROGRESS after 10 minutes.`);
      }
      await sleep(this.pollMs, undefined, { signal: this.signal });
    }
  }
}

interface Group {
  readonly id: string;
  readonly properties: Properties;
}

function groupsOf({ ApplicationConfigurationDescription: configuration }: ApplicationDetail): Group[] {
  const groups = configuration?.EnvironmentPropertyDescriptions?.PropertyGroupDescriptions ?? [];
  return groups.map(({ PropertyGroupId = '', PropertyMap = {} }) => ({ id: PropertyGroupId, properties: PropertyMap }));
}

export function createdMs({ SnapshotCreationTimestamp }: SnapshotDetails): number {
  return SnapshotCreationTimestamp?.getTime() ?? 0;
}
