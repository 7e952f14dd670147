import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { Construct } from 'constructs';
import type { ApplicationEntry } from '../../config/application-settings';
import type { Settings } from '../../config/settings';
import { ENVIRONMENT, snapshotNamePrefix } from '../../lambda-src/contract';
import { type Account, applicationArn } from '../aws';
import type { Names } from '../names';
import { policyDocument, type Statement, trustPolicy } from '../policy';
import type { Alerts } from './alerts';
import type { AuditTable } from './audit-table';
import type { HoldsTable } from './holds-table';
import { MessageQueue } from './message-queue';

export interface SnapshotManagerProps {
  readonly account: Account;
  readonly names: Names;
  readonly settings: Settings;
  readonly audit: AuditTable;
  readonly holds: HoldsTable;
  readonly alerts: Alerts;
  /** Of the function's code in the artifacts bucket. */
  readonly lambdaZipKey: string;
}

/** Lambda waits a minute before the first retry and two before the second; both find the record of the first try. */
const RETRIES = 2;

/** Time enough for both retries of the longest run, and for an hour's outage; a later snapshot is another one's. */
const MAXIMUM_EVENT_AGE_SECONDS = 3600;

/** The function that takes, prunes and records snapshots, and the queue of the runs that failed for good. */
export class SnapshotManager extends Construct {
  readonly lambda: LambdaFunction;
  readonly failedRuns: MessageQueue;

  constructor(scope: Construct, id: string, props: SnapshotManagerProps) {
    super(scope, id);
    const { names, settings, audit, holds, alerts } = props;
    this.failedRuns = new MessageQueue(this, 'failed-runs', { name: names.failedRunsQueue });
    // Before the function: one that runs first makes its own group, kept for ever, and the next apply fails on it.
    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: names.managerLogGroup,
      retentionInDays: settings.snapshots.logRetentionDays,
    });
    const role = new IamRole(this, 'role', {
      name: names.managerRole,
      description: 'What the snapshot manager may do',
      assumeRolePolicy: trustPolicy('lambda.amazonaws.com'),
    });
    const policy = new IamRolePolicy(this, 'role-policy', {
      name: 'manage-snapshots',
      role: role.id,
      policy: policyDocument(statements(props, logGroup, this.failedRuns)),
    });

    this.lambda = new LambdaFunction(this, 'function', {
      functionName: names.managerFunction,
      description: 'Takes, prunes and records snapshots of Flink applications',
      role: role.arn,
      runtime: 'nodejs22.x', // the newest that provider 5.100.0 accepts
      architectures: ['arm64'], // a fifth cheaper than x86
      handler: 'index.handler',
      s3Bucket: names.artifactsBucket,
      s3Key: props.lambdaZipKey,
      memorySize: settings.snapshots.memoryMb,
      timeout: settings.snapshots.timeoutSeconds,
      environment: {
        variables: {
          [ENVIRONMENT.applications]: JSON.stringify(names.applicationEntries.map(shortForm)),
          [ENVIRONMENT.snapshotNamePrefix]: snapshotNamePrefix(settings.name),
          [ENVIRONMENT.retention]: JSON.stringify(settings.snapshots.retention),
          [ENVIRONMENT.auditTable]: audit.table.name,
          [ENVIRONMENT.auditRetentionDays]: String(settings.audit.retentionDays),
          [ENVIRONMENT.topicArn]: alerts.topic.arn,
          [ENVIRONMENT.holdsTable]: holds.table.name,
          [ENVIRONMENT.notifications]: JSON.stringify({
            policy: settings.notifications.policy,
            reminderHours: settings.notifications.reminderHours,
          }),
          [ENVIRONMENT.snapshotAgeMinutes]: String(settings.alarms.snapshotAgeMinutes),
          [ENVIRONMENT.callsPerSecond]: String(settings.snapshots.callsPerSecond),
          [ENVIRONMENT.snapshotQuota]: String(settings.snapshots.quota),
        },
      },
      loggingConfig: { logFormat: 'JSON', logGroup: logGroup.name },
      // Without its rights the first run would fail.
      dependsOn: [logGroup, policy],
    });
    new LambdaFunctionEventInvokeConfig(this, 'retries', {
      functionName: this.lambda.functionName,
      maximumRetryAttempts: RETRIES,
      maximumEventAgeInSeconds: MAXIMUM_EVENT_AGE_SECONDS,
      destinationConfig: { onFailure: { destination: this.failedRuns.queue.arn } },
    });
  }
}

function statements(
  { account, names, audit, holds, alerts }: SnapshotManagerProps,
  logGroup: CloudwatchLogGroup,
  failedRuns: MessageQueue,
): Statement[] {
  return [
    {
      // The snapshot actions take the application's ARN; snapshots have none of their own.
      sid: 'ManageSnapshots',
      actions: [
        'kinesisanalytics:CreateApplicationSnapshot',
        'kinesisanalytics:DeleteApplicationSnapshot',
        'kinesisanalytics:DescribeApplication',
        'kinesisanalytics:DescribeApplicationSnapshot',
        'kinesisanalytics:ListApplicationSnapshots',
      ],
      resources: [...new Set(names.applicationEntries.map((entry) => applicationArn(account, namesCovered(entry))))],
    },
    ...discoveryStatements(account, names.applicationEntries),
    {
      sid: 'KeepRecords',
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      resources: [audit.table.arn],
    },
    {
      sid: 'RespectHolds',
      actions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      resources: [holds.table.arn],
    },
    { sid: 'TellPeople', actions: ['sns:Publish'], resources: [alerts.topic.arn] },
    // SNS encrypts with the right of whoever publishes.
    { sid: 'EncryptMessages', actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [alerts.key.arn] },
    { sid: 'KeepFailedRuns', actions: ['sqs:SendMessage'], resources: [failedRuns.queue.arn] },
    {
      // ":*" are the streams of this one group.
      sid: 'WriteLog',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${logGroup.arn}:*`],
    },
  ];
}

/** A function's environment holds 4 KB: a name that has nothing of its own is only its name. */
function shortForm(entry: ApplicationEntry): string | ApplicationEntry {
  return entry.name !== undefined && Object.keys(entry).length === 1 ? entry.name : entry;
}

/**
 * The applications of an entry in IAM's own wildcards, which are those of `pattern`: "*" is any text, "?" one character.
 * With a tag every application of the account and region: which of them carries it is known only when a run looks.
 */
function namesCovered({ name, prefix, pattern }: ApplicationEntry): string {
  return name ?? pattern ?? (prefix === undefined ? '*' : `${prefix}*`);
}

function discoveryStatements(account: Account, entries: readonly ApplicationEntry[]): Statement[] {
  const statements: Statement[] = [];
  if (entries.some(({ name }) => name === undefined)) {
    // The service has no narrower resource for this action.
    statements.push({ sid: 'FindApplications', actions: ['kinesisanalytics:ListApplications'], resources: ['*'] });
  }
  if (entries.some(({ tag }) => tag !== undefined)) {
    // Any application's tags have to be read to know whether it is one of those wanted.
    statements.push({
      sid: 'ReadTags',
      actions: ['kinesisanalytics:ListTagsForResource'],
      resources: [applicationArn(account, '*')],
    });
  }
  return statements;
}
