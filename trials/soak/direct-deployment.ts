import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { AddPermissionCommand, LambdaClient, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Names } from '../../config/model/names';
import { ownSchedule } from '../../config/model/schedules';
import { applicationLogGroup } from '../../config/model/watched-applications';
import type { SettingsWithApplication } from '../../config/schema/settings';
import { EVENT_INPUT, eventTemplate } from '../../lambda-src/contract';
import { ACCOUNT_ID, type LocalSession } from '../../local/local-session';
import { createApplication, uploadCode } from '../direct-application';
import { createManager } from '../direct-manager';

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
 * Deploys the parts of the three stacks that runs need, under the same names, by calls of the SDK: application with
 * code and log, manager with tables and topic, schedule, queue of failed runs. Roles and alarms are left out.
 *
 * @returns the URL of the queue of failed runs.
 */
export async function deployDirectly(deployment: DirectDeployment): Promise<{ failedRunsQueueUrl: string }> {
  const { settings, names, clientConfiguration: configuration, artifacts, keepLast, properties } = deployment;
  const { name, runtime } = settings.application;
  await createApplication(
    {
      name,
      runtime,
      code: await uploadCode(names.artifactsBucket, artifacts.jar, configuration),
      role: names.applicationRole,
      logGroup: applicationLogGroup(settings.application),
      logStream: settings.application.logStream,
      properties,
      checkpointIntervalMs: CHECKPOINT_INTERVAL_MS,
    },
    configuration,
  );
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

async function createSchedule(
  { settings, names, clientConfiguration: configuration }: DirectDeployment,
  functionArn: string,
  lambda: LambdaClient,
): Promise<void> {
  const events = new EventBridgeClient(configuration);
  const { expression } = ownSchedule(settings.snapshots);
  const { RuleArn } = await events.send(
    new PutRuleCommand({
      Name: names.scheduleRule,
      ScheduleExpression: expression,
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
          InputTransformer: { InputPathsMap: { ...EVENT_INPUT.paths }, InputTemplate: eventTemplate(expression) },
        },
      ],
    }),
  );
}
