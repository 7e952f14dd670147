import { randomUUID } from 'node:crypto';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeApplicationCommand,
  KinesisAnalyticsV2Client,
  paginateListApplicationSnapshots,
  type SnapshotDetails,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type Names, namesOf } from '../../config/model/names';
import { applicationLogGroup } from '../../config/model/watched-applications';
import { requireApplication } from '../../config/schema/settings';
import type { SnapshotEvent } from '../../lambda-src/contract';
import { type RunRecord, STARTED } from '../../lambda-src/snapshot-manager/domain/record';
import type { LocalSession } from '../../local/local-session';
import { readRecords } from '../audit-records';
import { ApplicationLog } from './application-log';
import type { Window } from './restore-proof';
import { waitUntil } from './wait-until';

/** Sees the deployed system from outside, by AWS calls alone: nothing here knows that the cloud is local. */
export class Observer {
  readonly startedAt = new Date();
  readonly client: KinesisAnalyticsV2Client;
  readonly application: string;
  readonly log: ApplicationLog;
  /** Ids of the runs that were asked for, to tell them from the schedule's. */
  readonly askedEventIds: string[] = [];

  private readonly names: Names;
  private readonly dynamo: DynamoDBClient;
  private readonly lambda: LambdaClient;
  private readonly cloudWatch: CloudWatchClient;

  constructor(private readonly session: Pick<LocalSession, 'settings' | 'cloud' | 'clientConfiguration'>) {
    const configuration = session.clientConfiguration;
    this.names = namesOf(session.settings);
    const { application } = requireApplication(session.settings);
    this.application = application.name;
    this.client = new KinesisAnalyticsV2Client(configuration);
    this.dynamo = new DynamoDBClient(configuration);
    this.lambda = new LambdaClient(configuration);
    this.cloudWatch = new CloudWatchClient(configuration);
    this.log = new ApplicationLog(new CloudWatchLogsClient(configuration), applicationLogGroup(application));
  }

  /** Lists all snapshots of the application, oldest first. */
  async snapshots(): Promise<SnapshotDetails[]> {
    const all: SnapshotDetails[] = [];
    const pages = paginateListApplicationSnapshots({ client: this.client }, { ApplicationName: this.application });
    for await (const page of pages) all.push(...(page.SnapshotSummaries ?? []));
    return all.sort((a, b) => createdMs(a) - createdMs(b));
  }

  /** Snapshot that the running job was started from, as the service tells. */
  async startedFrom(): Promise<string> {
    const { ApplicationDetail } = await this.client.send(
      new DescribeApplicationCommand({ ApplicationName: this.application }),
    );
    const { SnapshotName } =
      ApplicationDetail?.ApplicationConfigurationDescription?.RunConfigurationDescription
        ?.ApplicationRestoreConfigurationDescription ?? {};
    if (SnapshotName === undefined) throw new Error(`${this.application} was not started from a snapshot.`);
    return SnapshotName;
  }

  async newestSnapshot(): Promise<string> {
    return (await this.snapshots()).at(-1)?.SnapshotName ?? '';
  }

  /** READY snapshots that the manager made, oldest first. */
  async ownReadySnapshots(): Promise<SnapshotDetails[]> {
    const own = new Set((await this.records()).map(({ snapshot }) => snapshot?.name));
    return (await this.snapshots()).filter(
      (snapshot) => snapshot.SnapshotStatus === 'READY' && own.has(snapshot.SnapshotName ?? ''),
    );
  }

  /** Lists the audit records of each run, oldest first. */
  records(): Promise<RunRecord[]> {
    return readRecords(this.dynamo, this.names.auditTable, this.application);
  }

  /** Windows from the service's creation time and the manager's measured duration. */
  async windowsOfTakenSnapshots(): Promise<ReadonlyMap<string, Window>> {
    const durations = new Map((await this.records()).map(({ snapshot }) => [snapshot?.name, snapshot?.durationMs]));
    const windows = new Map<string, Window>();
    for (const snapshot of await this.snapshots()) {
      const ms = durations.get(snapshot.SnapshotName ?? '');
      if (ms === undefined) continue;
      const from = new Date(createdMs(snapshot));
      windows.set(snapshot.SnapshotName ?? '', { from, to: new Date(from.getTime() + ms) });
    }
    return windows;
  }

  /** Invokes the manager once, as a deployment does at its end, and returns the record it wrote. */
  async askForRun(signal: AbortSignal): Promise<RunRecord> {
    const event: SnapshotEvent = { id: randomUUID(), time: `${new Date().toISOString().slice(0, 19)}Z` };
    this.askedEventIds.push(event.id);
    await this.lambda.send(
      new InvokeCommand({ FunctionName: this.names.managerFunction, Payload: Buffer.from(JSON.stringify(event)) }),
    );
    return waitUntil(
      `the record of event ${event.id}`,
      async () => (await this.records()).find((record) => record.eventId === event.id && record.state !== STARTED),
      { timeoutMs: 60_000, signal },
    );
  }

  /** Until no run is under way any more. */
  async waitForIdleManager(signal: AbortSignal): Promise<void> {
    await waitUntil(
      'the last run to end',
      async () => ((await this.records()).some(({ state }) => state === STARTED) ? undefined : true),
      { timeoutMs: 60_000, signal },
    );
  }

  mails(): { to: string; subject: string }[] {
    return this.session.cloud.mails().map(({ to, subject }) => ({ to, subject }));
  }

  async alarms(): Promise<{ name: string; state: string }[]> {
    const { MetricAlarms = [], CompositeAlarms = [] } = await this.cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100 }),
    );
    return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName, StateValue }) => ({
      name: AlarmName ?? '?',
      state: StateValue ?? '?',
    }));
  }
}

function createdMs(snapshot: SnapshotDetails): number {
  return snapshot.SnapshotCreationTimestamp?.getTime() ?? 0;
}
