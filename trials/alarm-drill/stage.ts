import {
  CreateApplicationSnapshotCommand,
  DeleteApplicationSnapshotCommand,
  KinesisAnalyticsV2Client,
  TagResourceCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import {
  AddPermissionCommand,
  DeleteFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Names } from '../../config/model/names';
import { ACCOUNT_ID, type LocalSession } from '../../local/local-session';
import { ApplicationActs } from '../../local/trouble/application-acts';
import type { DeploymentKey } from './deployments';

const BY_HAND = 'by-hand-';
const PERMISSION = 'ThisRuleInvokes';

/** State that a restarted application begins with. */
interface From {
  readonly from: 'latest' | 'none';
}

export interface StageOptions {
  readonly clientConfiguration: LocalSession['clientConfiguration'];
  readonly names: Readonly<Record<DeploymentKey, Names>>;
  /** Properties of an application without faults. */
  readonly properties: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Everything that is done to cause a condition or to take it away, by AWS calls alone. */
export class Stage {
  private readonly flink: KinesisAnalyticsV2Client;
  private readonly acts: ApplicationActs;
  private readonly lambda: LambdaClient;
  private readonly sqs: SQSClient;

  constructor(private readonly options: StageOptions) {
    this.flink = new KinesisAnalyticsV2Client(options.clientConfiguration);
    this.acts = new ApplicationActs(this.flink, options.signal);
    this.lambda = new LambdaClient(options.clientConfiguration);
    this.sqs = new SQSClient({ ...options.clientConfiguration, useQueueUrlAsEndpoint: false });
  }

  /** Changes the faults of a running application: the service takes a snapshot and starts it again from that. */
  async update(application: string, faults: Readonly<Record<string, string>>): Promise<void> {
    await this.acts.changeProperties(application, () => ({ ...this.options.properties, ...faults }));
  }

  /** Restarts a job that could not take the snapshot of an update, or not in time. */
  async restart(application: string, faults: Readonly<Record<string, string>>, { from }: From): Promise<void> {
    await this.acts.restart(application, () => ({ ...this.options.properties, ...faults }), from);
  }

  /** Without faults, from the newest snapshot there is. */
  async mend(application: string): Promise<void> {
    await this.restart(application, {}, { from: 'latest' });
  }

  async stop(application: string): Promise<void> {
    await this.acts.stop(application, { force: false });
  }

  async start(application: string, { from }: From = { from: 'latest' }): Promise<void> {
    await this.acts.start(application, from);
  }

  async tag(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [application, Value] of Object.entries(values)) {
      const ResourceARN = `arn:aws:kinesisanalytics:${this.options.clientConfiguration.region}:${ACCOUNT_ID}:application/${application}`;
      await this.flink.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'alarm-drill', Value }] }));
    }
  }

  /** As a person does it: names that are no manager's. */
  async takeSnapshotsByHand(application: string, count: number): Promise<void> {
    for (let number = 1; number <= count; number += 1) {
      await this.flink.send(
        new CreateApplicationSnapshotCommand({ ApplicationName: application, SnapshotName: `${BY_HAND}${number}` }),
      );
    }
  }

  async deleteSnapshotsByHand(application: string): Promise<void> {
    for (const { SnapshotName = '', SnapshotCreationTimestamp } of await this.acts.snapshots(application)) {
      if (!SnapshotName.startsWith(BY_HAND)) continue;
      await this.flink.send(
        new DeleteApplicationSnapshotCommand({ ApplicationName: application, SnapshotName, SnapshotCreationTimestamp }),
      );
    }
  }

  async takeConcurrency(deployment: DeploymentKey): Promise<void> {
    const FunctionName = this.options.names[deployment].managerFunction;
    await this.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  }

  async giveConcurrency(deployment: DeploymentKey): Promise<void> {
    const FunctionName = this.options.names[deployment].managerFunction;
    await this.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  }

  async takePermission(deployment: DeploymentKey): Promise<void> {
    const FunctionName = this.options.names[deployment].managerFunction;
    await this.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: PERMISSION }));
  }

  async givePermission(deployment: DeploymentKey): Promise<void> {
    const { managerFunction, scheduleRule } = this.options.names[deployment];
    await this.lambda.send(
      new AddPermissionCommand({
        FunctionName: managerFunction,
        StatementId: PERMISSION,
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceArn: `arn:aws:events:${this.options.clientConfiguration.region}:${ACCOUNT_ID}:rule/${scheduleRule}`,
      }),
    );
  }

  async purge(queue: string): Promise<void> {
    const { QueueUrl } = await this.sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
    await this.sqs.send(new PurgeQueueCommand({ QueueUrl }));
  }
}
