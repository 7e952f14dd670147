import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { type AttributeValue, CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import {
  AddApplicationCloudWatchLoggingOptionCommand,
  CreateApplicationCommand,
  CreateApplicationSnapshotCommand,
  DescribeApplicationCommand,
  DescribeApplicationSnapshotCommand,
  KinesisAnalyticsV2Client,
  ListApplicationSnapshotsCommand,
  StartApplicationCommand,
  StopApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';

export interface Place {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
}

/** Names as CloudFormation makes them up for what the template gives none. */
export const REFERENCE = {
  application: 'KdaApplication28F664DA-1a2B3c4D5e6F',
  logGroup: 'kda-snapshots-demo-KdaLogGroup3CE88219-0aBcDeFgHiJk',
  logStream: 'kda-snapshots-demo-KdaLogStreamDE21D9F7-1LmNoPqRsTuV',
  role: 'kda-snapshots-demo-KdaAppRole8C4B7E53-XyZ012345678',
  bucket: 'somebodys-artifacts',
  jar: 'user-service.jar',
  table: 'snapshot_manager_status',
  topic: 'KDASnapshotNotification',
  mail: 'ops@example.com',
} as const;

/** Resources of the reference's CloudFormation stack that can be imported, with the values of its template. */
export class ReferenceDeployment {
  private readonly flink: KinesisAnalyticsV2Client;
  private readonly dynamo: DynamoDBClient;

  constructor(private readonly place: Place) {
    this.flink = new KinesisAnalyticsV2Client(this.client);
    this.dynamo = new DynamoDBClient(this.client);
  }

  get client() {
    const { endpoint, region } = this.place;
    return { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  }

  get applicationArn(): string {
    return this.arn('kinesisanalytics', `application/${REFERENCE.application}`);
  }

  get topicArn(): string {
    return this.arn('sns', REFERENCE.topic);
  }

  async create(): Promise<void> {
    await this.createApplication();
    await this.createTable();
    const sns = new SNSClient(this.client);
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: REFERENCE.topic }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: REFERENCE.mail }));
    // The rule is off before anything is imported.
    await new EventBridgeClient(this.client).send(
      new PutRuleCommand({ Name: 'kda-snapshots', ScheduleExpression: 'rate(10 minutes)', State: 'DISABLED' }),
    );
  }

  private async createApplication(): Promise<void> {
    const logs = new CloudWatchLogsClient(this.client);
    const [logGroupName, logStreamName] = [REFERENCE.logGroup, REFERENCE.logStream];
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 365 }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    await this.flink.send(
      new CreateApplicationCommand({
        ApplicationName: REFERENCE.application,
        RuntimeEnvironment: 'FLINK-1_13',
        ServiceExecutionRole: `arn:aws:iam::${this.place.accountId}:role/${REFERENCE.role}`,
        ApplicationConfiguration: {
          ApplicationCodeConfiguration: {
            CodeContent: {
              S3ContentLocation: { BucketARN: `arn:aws:s3:::${REFERENCE.bucket}`, FileKey: REFERENCE.jar },
            },
            CodeContentType: 'ZIPFILE',
          },
          ApplicationSnapshotConfiguration: { SnapshotsEnabled: true },
          EnvironmentProperties: {
            PropertyGroups: [
              {
                PropertyGroupId: 'FlinkApplicationProperties',
                PropertyMap: { generateUsersTimer: '60', pauseBetweenUserGeneration: '1500' },
              },
            ],
          },
          FlinkApplicationConfiguration: {
            CheckpointConfiguration: { ConfigurationType: 'DEFAULT' },
            MonitoringConfiguration: { ConfigurationType: 'CUSTOM', LogLevel: 'INFO', MetricsLevel: 'TASK' },
            ParallelismConfiguration: { AutoScalingEnabled: true, ConfigurationType: 'CUSTOM' },
          },
        },
      }),
    );
    // A resource of its own in the template.
    await this.flink.send(
      new AddApplicationCloudWatchLoggingOptionCommand({
        ApplicationName: REFERENCE.application,
        CurrentApplicationVersionId: 1,
        CloudWatchLoggingOption: {
          LogStreamARN: this.arn('logs', `log-group:${logGroupName}:log-stream:${logStreamName}`),
        },
      }),
    );
  }

  private async createTable(): Promise<void> {
    await this.dynamo.send(
      new CreateTableCommand({
        TableName: REFERENCE.table,
        AttributeDefinitions: [
          { AttributeName: 'app_name', AttributeType: 'S' },
          { AttributeName: 'snapshot_manager_run_id', AttributeType: 'N' },
        ],
        KeySchema: [
          { AttributeName: 'app_name', KeyType: 'HASH' },
          { AttributeName: 'snapshot_manager_run_id', KeyType: 'RANGE' },
        ],
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
      }),
    );
  }

  /** Starts the application and waits for it. */
  async start(): Promise<void> {
    await this.flink.send(new StartApplicationCommand({ ApplicationName: REFERENCE.application }));
    await this.becomes('RUNNING');
  }

  /** Stops it with the service's own snapshot. */
  async stop(): Promise<void> {
    await this.flink.send(new StopApplicationCommand({ ApplicationName: REFERENCE.application }));
    await this.becomes('READY');
  }

  async status(): Promise<{ status: string; runtime: string; version: number }> {
    const { ApplicationDetail } = await this.flink.send(
      new DescribeApplicationCommand({ ApplicationName: REFERENCE.application }),
    );
    return {
      status: ApplicationDetail?.ApplicationStatus ?? '',
      runtime: ApplicationDetail?.RuntimeEnvironment ?? '',
      version: ApplicationDetail?.ApplicationVersionId ?? 0,
    };
  }

  /** A snapshot under the name, or under the name that the reference gives. @returns the name. */
  async snapshot(name = `custom_${Date.now()}`): Promise<string> {
    const names = { ApplicationName: REFERENCE.application, SnapshotName: name };
    await this.flink.send(new CreateApplicationSnapshotCommand(names));
    await until(async () => {
      const { SnapshotDetails } = await this.flink.send(new DescribeApplicationSnapshotCommand(names));
      return SnapshotDetails?.SnapshotStatus === 'READY';
    });
    return name;
  }

  /** Names of all snapshots, oldest first. */
  async snapshots(): Promise<string[]> {
    const { SnapshotSummaries = [] } = await this.flink.send(
      new ListApplicationSnapshotsCommand({ ApplicationName: REFERENCE.application, Limit: 50 }),
    );
    const time = (at: Date | undefined) => at?.getTime() ?? 0;
    return SnapshotSummaries.toSorted(
      (a, b) => time(a.SnapshotCreationTimestamp) - time(b.SnapshotCreationTimestamp),
    ).map(({ SnapshotName = '' }) => SnapshotName);
  }

  /** The row that the reference's function writes of a run: text, as Python shows the answers of the service. */
  async row(snapshotName: string, lists: { deleted?: readonly string[]; failed?: readonly string[] } = {}) {
    const runId = snapshotName.replace('custom_', '');
    const item: Record<string, AttributeValue> = {
      app_name: { S: REFERENCE.application },
      snapshot_manager_run_id: { N: runId },
      new_snapshot_name: { S: snapshotName },
      new_snapshot_create_time: {
        S: new Date(Number(runId)).toISOString().replace('T', ' ').replace('Z', '000+00:00'),
      },
      flink_app_version_id: { S: '2' },
    };
    if (lists.deleted) item.snapshots_deleted = { S: inPython(lists.deleted) };
    if (lists.failed) item.snapshots_failed_to_be_deleted = { S: inPython(lists.failed) };
    await this.dynamo.send(new PutItemCommand({ TableName: REFERENCE.table, Item: item }));
  }

  private async becomes(status: string): Promise<void> {
    await until(async () => (await this.status()).status === status);
  }

  private arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.place.region}:${this.place.accountId}:${resource}`;
  }
}

function inPython(names: readonly string[]): string {
  const shown = names.map(
    (name) =>
      `{'SnapshotName': '${name}', 'SnapshotStatus': 'READY', 'ApplicationVersionId': 2, 'SnapshotCreationTimestamp': datetime.datetime(2026, 11, 23, 8, 0, 1, 250000, tzinfo=tzlocal())}`,
  );
  return `[${shown.join(', ')}]`;
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error('What the test waits for did not happen within 20 s.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
