import { CloudwatchLogStream } from '@cdktf/provider-aws/lib/cloudwatch-log-stream';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Kinesisanalyticsv2Application } from '@cdktf/provider-aws/lib/kinesisanalyticsv2-application';
import { Construct } from 'constructs';
import type { Settings } from '../../config/settings';
import { artifactsKeyStatements } from '../artifacts-key';
import { type Account, bucketArn } from '../aws';
import { applicationArn } from '../manager-policy';
import type { Names } from '../names';
import { policyDocument, trustPolicy } from '../policy';
import { encryptedLogGroup } from './log-group';

/** The newest runtime that provider 5.100.0 accepts. */
export const RUNTIME = 'FLINK-1_20';

/** What the application reads its properties from, by the Managed Flink runtime library. */
export const PROPERTY_GROUP = 'FlinkApplicationProperties';

export interface FlinkApplicationProps {
  readonly account: Account;
  readonly names: Names;
  readonly settings: Settings['application'];
  readonly deployment: Pick<Settings, 'name' | 'security'>;
  /** Of the JAR in the artifacts bucket. */
  readonly jarKey: string;
}

/**
 * The Flink application, with its role and its log. It is created stopped: `start_application` and
 * `run_configuration` are left out on purpose. A first start that fails would taint the resource, which can then be
 * neither replaced (its snapshots would go with it) nor applied. Starting, stopping and restoring are the operator's.
 */
export class FlinkApplication extends Construct {
  readonly application: Kinesisanalyticsv2Application;

  constructor(scope: Construct, id: string, { account, names, settings, deployment, jarKey }: FlinkApplicationProps) {
    super(scope, id);
    const logGroup = encryptedLogGroup(this, {
      ...{ account, settings: deployment, name: names.applicationLogGroup, what: 'application-log' },
      retentionDays: settings.logRetentionDays,
    });
    const logStream = new CloudwatchLogStream(this, 'log-stream', {
      name: names.applicationLogStream,
      logGroupName: logGroup.name,
    });
    const role = new IamRole(this, 'role', {
      name: names.applicationRole,
      description: `What the Flink application ${names.application} may do`,
      assumeRolePolicy: trustPolicy('kinesisanalytics.amazonaws.com', {
        // Only for this application, not for somebody else's: the "confused deputy" of the Managed Flink guide.
        StringEquals: { 'aws:SourceAccount': account.id },
        ArnEquals: { 'aws:SourceArn': applicationArn(account, names.application) },
      }),
    });
    const policy = new IamRolePolicy(this, 'role-policy', {
      name: 'read-code-write-logs',
      role: role.id,
      policy: policyDocument([
        {
          sid: 'ReadCode',
          actions: ['s3:GetObject', 's3:GetObjectVersion'],
          resources: [bucketArn(account, names.artifactsBucket, jarKey)],
        },
        ...artifactsKeyStatements(account, deployment),
        {
          // https://docs.aws.amazon.com/managed-flink/latest/java/cloudwatch-logs-permissions.html
          sid: 'FindLogGroup',
          actions: ['logs:DescribeLogGroups'],
          resources: [`arn:${account.partition}:logs:${account.region}:${account.id}:log-group:*`],
          wildcardReason:
            'Managed Flink looks for its group before it writes; the action lists groups and takes no single one.',
        },
        {
          sid: 'FindLogStream',
          actions: ['logs:DescribeLogStreams'],
          resources: [`${logGroup.arn}:*`],
          wildcardReason: 'The streams of this one group: the action lists them.',
        },
        { sid: 'WriteLog', actions: ['logs:PutLogEvents'], resources: [logStream.arn] },
      ]),
    });

    this.application = new Kinesisanalyticsv2Application(this, 'application', {
      name: names.application,
      description: settings.description,
      runtimeEnvironment: RUNTIME,
      serviceExecutionRole: role.arn,
      cloudwatchLoggingOptions: { logStreamArn: logStream.arn },
      applicationConfiguration: {
        applicationCodeConfiguration: {
          codeContentType: 'ZIPFILE',
          codeContent: {
            s3ContentLocation: { bucketArn: bucketArn(account, names.artifactsBucket), fileKey: jarKey },
          },
        },
        applicationSnapshotConfiguration: { snapshotsEnabled: settings.snapshotsEnabled },
        environmentProperties: {
          propertyGroup: [
            {
              propertyGroupId: PROPERTY_GROUP,
              propertyMap: {
                generateUsersTimer: String(settings.generateUsersTimerSeconds),
                pauseBetweenUserGeneration: String(settings.pauseBetweenUserGenerationMs),
              },
            },
          ],
        },
        flinkApplicationConfiguration: {
          // DEFAULT: every 60 s, 5 s of pause, whatever the code says.
          checkpointConfiguration: { configurationType: 'DEFAULT' },
          monitoringConfiguration: {
            configurationType: 'CUSTOM',
            logLevel: settings.logLevel,
            metricsLevel: settings.metricsLevel,
          },
          parallelismConfiguration: {
            configurationType: 'CUSTOM',
            autoScalingEnabled: settings.autoScalingEnabled,
            parallelism: settings.parallelism,
            parallelismPerKpu: 1,
          },
        },
      },
      // AWS deletes an application's snapshots with it, and the provider replaces it for a new name or description.
      lifecycle: { preventDestroy: settings.preventDestroy },
      dependsOn: [policy],
    });
    // A short address: the runbook, imports and the local override name it.
    this.application.overrideLogicalId('application');
  }
}
