import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { Construct } from 'constructs';
import { policyDocument, trustPolicy } from '../../config/model/iam-policy';
import { managerEnvironment } from '../../config/model/manager-environment';
import { eventBusArn, managerPolicy } from '../../config/model/manager-policy';
import type { Names } from '../../config/model/names';
import { functionArn, functionVpcStatements } from '../../config/model/vpc-rights';
import type { Settings } from '../../config/schema/settings';
import type { Account } from '../shared/deployment-stack';
import { scanException } from '../shared/scan-exceptions';
import type { Alerts } from './alerts';
import { encryptedLogGroup } from './log-group';
import { MessageQueue } from './message-queue';
import type { AuditTable, HoldsTable } from './tables';

export interface SnapshotManagerProps {
  readonly account: Account;
  readonly names: Names;
  readonly settings: Settings;
  readonly audit: AuditTable;
  readonly holds: HoldsTable;
  readonly alerts: Alerts;
  /** Key of the function's code in the artifacts bucket. */
  readonly lambdaZipKey: string;
  readonly tablesKeyArn: string | undefined;
  readonly queuesKeyArn: string | undefined;
}

/** Retries by Lambda: a minute before the first and two before the second; both find the record of the first try. */
const RETRIES = 2;

/**
 * Seconds in which an event may be retried: both retries of the longest run, and an hour's outage. A later snapshot
 * belongs to another event.
 */
const MAXIMUM_EVENT_AGE_SECONDS = 3600;

/** Function that takes, prunes and records snapshots, and the queue of runs that failed after all retries. */
export class SnapshotManager extends Construct {
  readonly lambda: LambdaFunction;
  readonly failedRuns: MessageQueue;

  constructor(scope: Construct, id: string, props: SnapshotManagerProps) {
    super(scope, id);
    const { account, names, settings, audit, holds, alerts, tablesKeyArn, queuesKeyArn } = props;
    this.failedRuns = new MessageQueue(this, 'failed-runs', {
      account,
      name: names.failedRunsQueue,
      keyArn: queuesKeyArn,
    });
    const logGroup = this.addLogGroup(account, names, settings);
    const role = this.addRole(names, settings);
    const policy = new IamRolePolicy(this, 'role-policy', {
      name: 'manage-snapshots',
      role: role.id,
      policy: managerPolicy(account, names, {
        auditTable: audit.table.arn,
        holdsTable: holds.table.arn,
        topic: alerts.topic.arn,
        topicKey: alerts.keyArn,
        failedRunsQueue: this.failedRuns.queue.arn,
        logGroup: logGroup.arn,
        eventBus: eventBusArn(account, settings.notifications.eventBus),
        tablesKey: tablesKeyArn,
        queuesKey: queuesKeyArn,
      }),
    });

    const vpc = settings.snapshots.vpc;
    const vpcRights = vpc === undefined ? [] : [this.vpcPolicy(account, names, role)];

    this.lambda = new LambdaFunction(this, 'function', {
      functionName: names.managerFunction,
      description: 'Takes, prunes and records snapshots of Flink applications',
      role: role.arn,
      runtime: settings.snapshots.functionRuntime,
      architectures: ['arm64'], // 20 % cheaper than x86.
      handler: 'index.handler',
      s3Bucket: names.artifactsBucket,
      s3Key: props.lambdaZipKey,
      memorySize: settings.snapshots.memoryMb,
      timeout: settings.snapshots.timeoutSeconds,
      environment: {
        variables: managerEnvironment(settings, names, {
          auditTable: audit.table.name,
          holdsTable: holds.table.name,
          topicArn: alerts.topic.arn,
        }),
      },
      reservedConcurrentExecutions: settings.snapshots.reservedConcurrency,
      loggingConfig: { logFormat: 'JSON', logGroup: logGroup.name },
      vpcConfig: vpc,
      // Without these rights the first run would fail, and Lambda refuses a function that can't use its VPC.
      dependsOn: [logGroup, policy, ...vpcRights],
    });
    this.addRetries();
    exceptFromScan(this.lambda, settings.snapshots);
  }

  /** Before the function: one that runs first makes its own group, kept for ever, and the next apply fails on it. */
  private addLogGroup(account: Account, names: Names, settings: SnapshotManagerProps['settings']) {
    return encryptedLogGroup(this, {
      account,
      settings,
      name: names.managerLogGroup,
      what: 'manager-log',
      retentionDays: settings.snapshots.logRetentionDays,
    });
  }

  private addRole({ managerRole }: Names, { security }: SnapshotManagerProps['settings']): IamRole {
    return new IamRole(this, 'role', {
      name: managerRole,
      description: 'Permissions of the snapshot manager',
      assumeRolePolicy: trustPolicy('lambda.amazonaws.com'),
      permissionsBoundary: security.permissionsBoundaryArn,
    });
  }

  private addRetries(): void {
    new LambdaFunctionEventInvokeConfig(this, 'retries', {
      functionName: this.lambda.functionName,
      maximumRetryAttempts: RETRIES,
      maximumEventAgeInSeconds: MAXIMUM_EVENT_AGE_SECONDS,
      destinationConfig: { onFailure: { destination: this.failedRuns.queue.arn } },
    });
  }

  private vpcPolicy(account: Account, { managerFunction }: Names, role: IamRole): IamRolePolicy {
    const arn = functionArn(account, managerFunction);
    return new IamRolePolicy(this, 'vpc-policy', {
      name: 'use-vpc',
      role: role.id,
      policy: policyDocument(functionVpcStatements(arn)),
    });
  }
}

function exceptFromScan(
  lambda: LambdaFunction,
  { reservedConcurrency, vpc }: SnapshotManagerProps['settings']['snapshots'],
): void {
  if (reservedConcurrency === undefined) {
    scanException(
      lambda,
      'CKV_AWS_115',
      'AWS refuses it in accounts with the initial quota of ten; snapshots.reservedConcurrency sets it, and a lock keeps an application’s runs apart.',
    );
  }
  scanException(
    lambda,
    'CKV_AWS_116',
    'Failed runs go to a queue through the event invoke configuration, which includes more details than a dead-letter queue.',
  );
  if (vpc === undefined) {
    scanException(
      lambda,
      'CKV_AWS_117',
      'It calls only public AWS endpoints over TLS; a VPC (snapshots.vpc) would add endpoints to pay for and more ways to fail.',
    );
  }
  scanException(
    lambda,
    'CKV_AWS_173',
    'The variables are names and numbers, no secrets (a test ensures it); Lambda encrypts them with AWS’s key.',
  );
  scanException(
    lambda,
    'CKV_AWS_272',
    'Its zip is stored under its content’s hash in a bucket that only the deployer writes, and the plan shows the hash.',
  );
  scanException(
    lambda,
    'CKV_AWS_50',
    'Each run leaves a record, metrics and log lines; X-Ray would need a right on every resource ("*").',
  );
}
