import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogStream } from '@cdktf/provider-aws/lib/cloudwatch-log-stream';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import {
  Kinesisanalyticsv2Application,
  type Kinesisanalyticsv2ApplicationApplicationConfiguration,
} from '@cdktf/provider-aws/lib/kinesisanalyticsv2-application';
import { Construct } from 'constructs';
import { environmentProperties } from '../../config/model/environment-properties';
import { isWild, policyDocument, type Statement, trustPolicy } from '../../config/model/iam-policy';
import { artifactsKeyStatements } from '../../config/model/key-users';
import { applicationArn } from '../../config/model/manager-policy';
import { APPLICATION_CODE, type Names } from '../../config/model/names';
import { applicationVpcStatements } from '../../config/model/vpc-rights';
import { applicationLogGroup } from '../../config/model/watched-applications';
import type { ApplicationSettings, Settings } from '../../config/schema/settings';
import { bucketArn } from '../../tools/partition';
import type { Account } from '../shared/deployment-stack';
import { ImportBlock } from '../shared/import-block';
import { applicationCode, type CodeKeys, codeInUse } from './application-code';
import { encryptedLogGroup } from './log-group';

/** Default pause between two checkpoints of the service, in milliseconds. */
const MIN_PAUSE_MS = 5_000;

/**
 * Attributes written when the application is created and never again. The service cannot change them, so the provider
 * would replace the application for a new value and delete its snapshots. Plans show everything else: run configuration
 * and status are not set here, so a start, stop or restore is no change; auto scaling changes `CurrentParallelism`,
 * which the provider does not read. A new `name` is not ignored: prevent_destroy refuses it, because alarms and manager
 * would watch an application that does not exist.
 */
const NEVER_CHANGED = ['description', 'application_mode'] as const;

export interface FlinkApplicationProps {
  readonly account: Account;
  readonly names: Names;
  readonly settings: ApplicationSettings;
  /** Settings of the whole deployment: its keys and imports. */
  readonly deployment: Pick<Settings, 'name' | 'security' | 'import'>;
  readonly code: CodeKeys;
}

/**
 * Flink application with its role and its log. It is created stopped: `start_application` and `run_configuration` are
 * left out on purpose. A failed first start would taint the resource, which could then neither be replaced (its
 * snapshots would be deleted) nor applied. Operators start, stop and restore it.
 */
export class FlinkApplication extends Construct {
  readonly application: Kinesisanalyticsv2Application;

  constructor(scope: Construct, id: string, props: FlinkApplicationProps) {
    super(scope, id);
    const { account, names, settings, deployment, code } = props;
    const logGroup = encryptedLogGroup(this, {
      account,
      settings: deployment,
      name: applicationLogGroup(settings),
      what: 'application-log',
      retentionDays: settings.logRetentionDays,
    });
    const logStream = new CloudwatchLogStream(this, 'log-stream', {
      name: settings.logStream,
      logGroupName: logGroup.name,
    });
    const role = this.addRole(props);
    const policy = new IamRolePolicy(this, 'role-policy', {
      name: 'read-code-write-logs',
      role: role.id,
      policy: policyDocument(commonStatements(props, logGroup, logStream)),
    });
    const copy = applicationCode(this, names.artifactsBucket, code);
    const rightsOfTheJob = this.addRightsOfTheJob(role, settings);
    const wait = `${settings.timeoutMinutes}m`;
    this.application = new Kinesisanalyticsv2Application(this, 'application', {
      name: settings.name,
      description: settings.description,
      runtimeEnvironment: settings.runtime,
      serviceExecutionRole: role.arn,
      cloudwatchLoggingOptions: { logStreamArn: logStream.arn },
      applicationConfiguration: configurationOf(settings, bucketArn(account, names.artifactsBucket), code.key),
      timeouts: { create: wait, update: wait, delete: wait },
      lifecycle: { preventDestroy: settings.preventDestroy, ignoreChanges: [...NEVER_CHANGED] },
      dependsOn: [policy, copy, ...rightsOfTheJob],
    });
    // A short address, which the runbook, imports and the local override use.
    this.application.overrideLogicalId('application');
    codeInUse(this, this.application, copy);
    this.addImports(props, logGroup, logStream);
  }

  private addRole({ account, names, settings, deployment }: FlinkApplicationProps): IamRole {
    return new IamRole(this, 'role', {
      name: names.applicationRole,
      description: `Permissions of the Flink application ${names.application}`,
      assumeRolePolicy: trustPolicy('kinesisanalytics.amazonaws.com', {
        // The service may use the role for this application only ("confused deputy" in the Managed Flink guide).
        StringEquals: { 'aws:SourceAccount': account.id },
        ArnEquals: { 'aws:SourceArn': applicationArn(account, settings.name) },
      }),
      permissionsBoundary: deployment.security.permissionsBoundaryArn,
    });
  }

  private addImports(
    { settings, deployment }: FlinkApplicationProps,
    logGroup: CloudwatchLogGroup,
    logStream: CloudwatchLogStream,
  ): void {
    const { applicationArn, applicationLog } = deployment.import;
    if (applicationArn !== undefined) {
      new ImportBlock(this, 'import-application', this.application, applicationArn);
    }
    if (applicationLog) {
      new ImportBlock(this, 'import-log-group', logGroup, applicationLogGroup(settings));
      const stream = `${applicationLogGroup(settings)}:${settings.logStream}`;
      new ImportBlock(this, 'import-log-stream', logStream, stream);
    }
  }

  /**
   * Adds the settings' statements as a separate policy, so that the policy common to all applications stays unchanged.
   */
  private addRightsOfTheJob(role: IamRole, { roleStatements }: ApplicationSettings): IamRolePolicy[] {
    if (roleStatements.length === 0) return [];
    const statements = roleStatements.map(({ sid, actions, resources, why }) => ({
      sid,
      actions,
      resources,
      wildcardReason: resources.some((resource) => isWild(resource)) ? why : undefined,
    }));
    const policy = policyDocument(statements);
    return [new IamRolePolicy(this, 'job-policy', { name: 'rights-of-the-job', role: role.id, policy })];
  }
}

/** Rights that every application needs: to read its code, and to write its log. */
function commonStatements(
  { account, names, settings, deployment }: FlinkApplicationProps,
  logGroup: CloudwatchLogGroup,
  logStream: CloudwatchLogStream,
): Statement[] {
  return [
    {
      sid: 'ReadCode',
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: [bucketArn(account, names.artifactsBucket, `${APPLICATION_CODE}*`)],
      wildcardReason:
        'During an update, and after a failed one, the application needs the previous code beside the new one.',
    },
    ...artifactsKeyStatements(account, names.artifactsBucket, deployment.security),
    {
      // https://docs.aws.amazon.com/managed-flink/latest/java/cloudwatch-logs-permissions.html
      sid: 'FindLogGroup',
      actions: ['logs:DescribeLogGroups'],
      resources: [`arn:${account.partition}:logs:${account.region}:${account.id}:log-group:*`],
      wildcardReason:
        'Managed Flink looks for its group before it writes; the action lists groups and does not accept a single one.',
    },
    {
      sid: 'FindLogStream',
      actions: ['logs:DescribeLogStreams'],
      resources: [`${logGroup.arn}:*`],
      wildcardReason: 'The streams of this one group: the action lists them.',
    },
    { sid: 'WriteLog', actions: ['logs:PutLogEvents'], resources: [logStream.arn] },
    ...(settings.vpc === undefined ? [] : applicationVpcStatements()),
  ];
}

function configurationOf(
  settings: ApplicationSettings,
  bucket: string,
  fileKey: string,
): Kinesisanalyticsv2ApplicationApplicationConfiguration {
  const groups = Object.entries(environmentProperties(settings)).map(([propertyGroupId, propertyMap]) => ({
    propertyGroupId,
    propertyMap,
  }));
  return {
    applicationCodeConfiguration: {
      codeContentType: 'ZIPFILE',
      codeContent: { s3ContentLocation: { bucketArn: bucket, fileKey } },
    },
    applicationSnapshotConfiguration: { snapshotsEnabled: settings.snapshotsEnabled },
    environmentProperties: groups.length === 0 ? undefined : { propertyGroup: groups },
    flinkApplicationConfiguration: {
      checkpointConfiguration: checkpoints(settings.checkpointIntervalSeconds),
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
    vpcConfiguration: settings.vpc,
  };
}

/** Checkpoint configuration. DEFAULT: every 60 s with a pause of 5 s, whatever the code sets. */
function checkpoints(intervalSeconds: number) {
  if (intervalSeconds === 60) return { configurationType: 'DEFAULT' };
  return {
    configurationType: 'CUSTOM',
    checkpointingEnabled: true,
    checkpointInterval: intervalSeconds * 1000,
    minPauseBetweenCheckpoints: MIN_PAUSE_MS,
  };
}
