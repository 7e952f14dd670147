import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateApplicationCommand, KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { AddPermissionCommand, LambdaClient, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SettingsWithApplication } from '../../config/settings';
import { EVENT_INPUT } from '../../lambda-src/contract';
import type { Names } from '../../stacks/names';
import { PROPERTY_GROUP } from '../../stacks/parts/flink-application';
import { createManager } from '../direct-manager';
import { ACCOUNT_ID, type LocalSession } from '../local-session';

export interface DirectDeployment {
  readonly settings: SettingsWithApplication;
  readonly names: Names;
  readonly artifacts: { readonly jar: string; readonly lambdaZip: string };
  readonly keepLast: number;
  readonly properties: Readonly<Record<string, string>>;
  readonly clientConfiguration: LocalSession['clientConfiguration'];
}

/** Often enough that a restart of the job loses little, and that failing checkpoints are seen in a short episode. */
const CHECKPOINT_INTERVAL_MS = 5_000;

/**
 * What the three stacks deploy, as far as runs need it and under the same names, by calls of the SDK: application with
 * code and log, manager with tables and topic, schedule, queue of failed runs. Roles and alarms are left out.
 *
 * @returns the URL of the queue of failed runs.
 */
export async function deployDirectly(deployment: DirectDeployment): Promise<{ failedRunsQueueUrl: string }> {
  await createApplication(deployment);
  const { settings, names, clientConfiguration: configuration, artifacts, keepLast } = deployment;
  const lambda = new LambdaClient(configuration);
  const functionArn = await createManager(
    {
      name: settings.name,
      functionName: names.managerFunction,
      auditTable: names.auditTable,
      holdsTable: names.holdsTable,
      topic: names.topic,
      application: settings.application.name,
      lambdaZip: artifacts.lambdaZip,
      keepLast,
      notify: 'changes',
    },
    { lambda, dynamo: new DynamoDBClient(configuration), sns: new SNSClient(configuration) },
  );
  const { QueueUrl } = await new SQSClient(configuration).send(
    new CreateQueueCommand({ QueueName: names.failedRunsQueue }),
  );
  if (!QueueUrl) throw new Error('The emulator created a queue without a URL.');
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: names.managerFunction,
      MaximumRetryAttempts: 2,
      DestinationConfig: {
        OnFailure: { Destination: `arn:aws:sqs:${settings.region}:${ACCOUNT_ID}:${names.failedRunsQueue}` },
      },
    }),
  );
  await createSchedule(deployment, functionArn, lambda);
  return { failedRunsQueueUrl: QueueUrl };
}

async function createApplication({
  settings,
  names,
  artifacts,
  properties,
  clientConfiguration: configuration,
}: DirectDeployment): Promise<void> {
  const s3 = new S3Client({ ...configuration, forcePathStyle: true });
  const jarKey = basename(artifacts.jar);
  await s3.send(new CreateBucketCommand({ Bucket: names.artifactsBucket }));
  await s3.send(
    new PutObjectCommand({ Bucket: names.artifactsBucket, Key: jarKey, Body: readFileSync(artifacts.jar) }),
  );
  const logs = new CloudWatchLogsClient(configuration);
  const [logGroupName, logStreamName] = [names.applicationLogGroup, names.applicationLogStream];
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  await new KinesisAnalyticsV2Client(configuration).send(
    new CreateApplicationCommand({
      ApplicationName: settings.application.name,
      RuntimeEnvironment: settings.application.runtime,
      ServiceExecutionRole: `arn:aws:iam::${ACCOUNT_ID}:role/${names.applicationRole}`,
      CloudWatchLoggingOptions: [
        {
          LogStreamARN: `arn:aws:logs:${settings.region}:${ACCOUNT_ID}:log-group:${logGroupName}:log-stream:${logStreamName}`,
        },
      ],
      ApplicationConfiguration: {
        ApplicationCodeConfiguration: {
          CodeContentType: 'ZIPFILE',
          CodeContent: {
            S3ContentLocation: { BucketARN: `arn:aws:s3:::${names.artifactsBucket}`, FileKey: jarKey },
          },
        },
        ApplicationSnapshotConfiguration: { SnapshotsEnabled: true },
        EnvironmentProperties: {
          PropertyGroups: [{ PropertyGroupId: PROPERTY_GROUP, PropertyMap: { ...properties } }],
        },
        FlinkApplicationConfiguration: {
          CheckpointConfiguration: {
            ConfigurationType: 'CUSTOM',
            CheckpointingEnabled: true,
            CheckpointInterval: CHECKPOINT_INTERVAL_MS,
            MinPauseBetweenCheckpoints: 1_000,
          },
        },
      },
    }),
  );
}

async function createSchedule(
  { settings, names, clientConfiguration: configuration }: DirectDeployment,
  functionArn: string,
  lambda: LambdaClient,
): Promise<void> {
  const events = new EventBridgeClient(configuration);
  const { RuleArn } = await events.send(
    new PutRuleCommand({
      Name: names.scheduleRule,
      ScheduleExpression: `rate(${settings.snapshots.scheduleMinutes} minutes)`,
      State: 'ENABLED',
    }),
  );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: names.managerFunction,
      StatementId: 'ThisRuleInvokes',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: RuleArn,
    }),
  );
  await events.send(
    new PutTargetsCommand({
      Rule: names.scheduleRule,
      Targets: [
        {
          Id: 'snapshot-manager',
          Arn: functionArn,
          InputTransformer: { InputPathsMap: { ...EVENT_INPUT.paths }, InputTemplate: EVENT_INPUT.template },
        },
      ],
    }),
  );
}
