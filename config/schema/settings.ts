import { z } from 'zod';
import { NOTIFICATION_POLICIES } from '../../lambda-src/contract';
import { FUNCTION_RUNTIME_NAMES } from '../../tools/function-runtimes';
import { alarmSet, alarmTuningSchema } from './alarm-settings';
import { applicationName } from './application-name';
import { applicationRuntime } from './application-runtime';
import { checkpointIntervalSeconds, snapshottedApplication, stoppedOnPurpose } from './application-settings';
import { bucketName, region } from './aws-names';
import { DEMO_JAR, withDemoDefaults } from './demo-settings';
import { importSchema } from './import-settings';
import { propertiesSchema, roleStatementsSchema } from './job-settings';
import { logGroupName, logStreamName } from './log-names';
import { DEFAULT_NAME, namesSchema, withNames } from './name-settings';
import { providerSchema } from './provider-settings';
import { retentionSchema } from './retention-settings';
import { securitySchema } from './security-settings';
import { stateSchema } from './state-settings';
import { tagsSchema } from './tag-settings';
import { vpcSchema } from './vpc-settings';

/** Note for names that must be unique in an account and region. */
const OF_ONE_DEPLOYMENT = 'Two deployments in one account and region need different ones.';

/** Name of a deployment, part of resource and snapshot names. */
const deploymentName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,30}[a-z0-9]$/, 'must be 3 to 32 lower-case letters, digits or "-", starting with a letter');

/** Retention periods of CloudWatch Logs in days (PutRetentionPolicy, retentionInDays), without "never expire". */
const logRetentionDays = z
  .literal([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653])
  .describe('Days to keep log lines.');

const applicationSchema = z
  .strictObject({
    name: applicationName
      .default('kda-snapshot-demo')
      .describe(
        'Name of the Flink application. Never change it in place: AWS replaces the application and deletes its snapshots.',
      ),
    description: z
      .string()
      .min(1)
      .max(1024)
      .default('Counts generated users; shows that state survives a restore.')
      .describe(
        'Description shown in the console. Set at creation only: AWS cannot change it, so later changes are ignored.',
      ),
    runtime: applicationRuntime,
    logGroup: logGroupName.optional().describe('Log group of the application. Default: /aws/kinesis-analytics/<name>.'),
    logStream: logStreamName.default('kinesis-analytics-log-stream').describe('Log stream in that log group.'),
    logLevel: z
      .enum(['DEBUG', 'ERROR', 'INFO', 'WARN'])
      .default('INFO')
      .describe('Log level of the Flink application.'),
    metricsLevel: z
      .enum(['APPLICATION', 'OPERATOR', 'PARALLELISM', 'TASK'])
      .default('TASK')
      .describe(
        'Level of the application’s metrics. Levels below APPLICATION multiply the number of metrics, and their cost.',
      ),
    snapshotsEnabled: z
      .boolean()
      .default(true)
      .describe('`true`: the service takes a snapshot when it stops or updates the application.'),
    autoScalingEnabled: z.boolean().default(true).describe('`true`: the service adapts the parallelism to the load.'),
    parallelism: z.int().min(1).max(250).default(1).describe('Initial parallelism; auto scaling may change it.'),
    generateUsersTimerSeconds: z
      .int()
      .min(0)
      .max(86_400)
      .optional()
      .describe(
        'Seconds for which the demo generates users; 0: without end. Default: 60 with the demo’s JAR, else the property is not set.',
      ),
    pauseBetweenUserGenerationMs: z
      .int()
      .min(1)
      .max(3_600_000)
      .optional()
      .describe(
        'Milliseconds between two users of the demo. Default: 1500 with the demo’s JAR, else the property is not set.',
      ),
    properties: propertiesSchema,
    roleStatements: roleStatementsSchema,
    vpc: vpcSchema.describe(
      'VPC of the job. Default: the service’s own network. A job in a VPC needs a NAT gateway or endpoints to reach the internet and AWS services.',
    ),
    logRetentionDays: logRetentionDays.default(365),
    preventDestroy: z
      .boolean()
      .default(true)
      .describe('`true`: Terraform refuses any plan that would delete the application, and all its snapshots with it.'),
    timeoutMinutes: z
      .int()
      .min(10)
      .max(1440)
      .default(120)
      .describe(
        'Minutes that Terraform waits while the service creates, updates or deletes the application. An update takes a snapshot, restarts and restores; with large state that exceeds the provider’s own 10 minutes. An apply that times out does not stop the update.',
      ),
    checkpointIntervalSeconds: checkpointIntervalSeconds
      .default(60)
      .describe(
        'Checkpoint interval in seconds, whatever the code sets; 60 is the service’s default. `checkpoint-duration` is based on it.',
      ),
    stoppedOnPurpose: stoppedOnPurpose.optional(),
  })
  .optional()
  .describe(
    'The Flink application of this deployment. Default: none; the manager takes care of existing applications only.',
  );

const snapshotsSchema = z
  .strictObject({
    applications: z
      .array(snapshottedApplication)
      .min(1)
      .optional()
      .describe(
        'Applications to snapshot: names, or objects with one of `name`, `prefix`, `pattern` (with `*` and `?`), `tag` (`{key, value}`), and settings of their own (`retention`, `snapshotAgeMinutes`, `notify`; with a name also `runtime`, `checkpointIntervalSeconds`, `logGroup`, `stoppedOnPurpose`, `tune`). The first entry that matches an application applies. Default: the application of this deployment.',
      ),
    scheduleEnabled: z
      .boolean()
      .default(true)
      .describe(
        '`false`: the rule is disabled, snapshots are taken only on request, and no alarm fires for missing runs. (Disabling the rule by hand fires `manager-silent`.)',
      ),
    scheduleMinutes: z
      .int()
      .min(1)
      .max(1440)
      .default(10)
      .describe('Minutes between two scheduled runs; each takes a snapshot.'),
    // The reference system's default.
    retention: retentionSchema.prefault({ keepLast: 10 }),
    adoptReferenceSnapshots: z
      .boolean()
      .default(false)
      .describe(
        '`true`: snapshots of the reference system (`custom_` and the 13 digits of their creation time) count as this manager’s own, so the retention deletes them.',
      ),
    callsPerSecond: z
      .int()
      .min(1)
      .max(100)
      .default(5)
      .describe(
        'Calls per second and operation of the service, for all applications together. AWS publishes no limit.',
      ),
    usualSnapshotSeconds: z
      .int()
      .min(1)
      .max(36_000)
      .default(30)
      .describe(
        'Usual duration of a snapshot in seconds; increase it for large state (tens of GB). `snapshot-duration` fires above it, and `timeoutSeconds` must be at least 30 higher (maximum 900). `manager-duration` is not created if a run may need 80 % of its time-out. From 885 on, runs end before their snapshots: `snapshots-late` and `snapshot-duration` are not created, the next run completes each record, and `snapshot-age` watches the rest.',
      ),
    quota: z
      .int()
      .min(1)
      .max(100_000)
      .default(1000)
      .describe('Maximum number of snapshots that the service allows per application; set it to your quota.'),
    functionRuntime: z
      .enum(FUNCTION_RUNTIME_NAMES)
      .default('nodejs22.x')
      .describe(
        'Lambda runtime of the snapshot manager. AWS supports nodejs22.x until 2027-04-30; nodejs24.x needs a provider.version of ">= 6.20, < 7.0".',
      ),
    memoryMb: z
      .int()
      .min(128)
      .max(10_240)
      .default(256)
      .describe('Memory of the snapshot manager’s Lambda function in MB.'),
    vpc: vpcSchema.describe(
      'VPC of the snapshot manager. Default: Lambda’s own network. The VPC needs endpoints for Managed Flink, DynamoDB, SNS, SQS, KMS and CloudWatch Logs, or a NAT gateway.',
    ),
    timeoutSeconds: z
      .int()
      .min(60)
      .max(900)
      .default(300)
      .describe(
        'Time-out in seconds of a run over all applications; a snapshot that takes longer is recorded as late.',
      ),
    reservedConcurrency: z
      .int()
      .min(1)
      .max(100)
      .optional()
      .describe(
        'Concurrent runs reserved for the manager in the account’s Lambda quota, which is also their maximum. With 1, a person’s request is refused while a run lasts. Default: none reserved, because AWS refuses it in accounts with the initial quota of ten.',
      ),
    // As long as the audit: what the manager deleted and why is explained there in full.
    logRetentionDays: logRetentionDays.default(365),
  })
  .prefault({});

/** Schema of the settings files: the only place that defines defaults and ranges. */
const writtenSchema = z.strictObject({
  $schema: z.string().optional(),
  name: deploymentName
    .default(DEFAULT_NAME)
    .describe(`Name of this deployment: part of resource names and of every snapshot’s name. ${OF_ONE_DEPLOYMENT}`),
  names: namesSchema,
  region: region.default('us-east-1').describe('AWS region of the deployment.'),
  accountId: z
    .string()
    .regex(/^\d{12}$/, 'must be the 12 digits of an AWS account')
    .optional()
    .describe(
      'AWS account of the deployment. Plan and apply refuse credentials of any other account. Default: any account.',
    ),
  tags: tagsSchema,
  provider: providerSchema,
  state: stateSchema.default({ kind: 'local', directory: '.local/state' }),
  artifacts: z
    .strictObject({
      bucket: bucketName.describe(
        'Bucket for the JAR and the Lambda zip. The artifacts stack creates it, so the name must be unused in all of AWS.',
      ),
      jar: z.string().min(1).default(DEMO_JAR).describe('JAR of the Flink application, relative to the project.'),
    })
    .describe('Artifacts to upload, and their bucket.'),
  application: applicationSchema,
  import: importSchema,
  snapshots: snapshotsSchema,
  notifications: z
    .strictObject({
      topicName: z
        .string()
        .regex(/^[a-zA-Z0-9_-]{1,256}$/, 'must be 1 to 256 letters, digits, "_" or "-"')
        .optional()
        .describe(`SNS topic for mails and alarms. Default: see \`names\`. ${OF_ONE_DEPLOYMENT}`),
      mailAddresses: z
        .array(z.email())
        .default([])
        .describe('Mail addresses to notify; each must confirm its subscription once. Default: nobody.'),
      policy: z
        .enum(NOTIFICATION_POLICIES)
        .default('changes')
        .describe(
          'Mails to send. `always`: every run. `changes`: state changes and reminders. `failures`: as `changes`, failures only.',
        ),
      reminderHours: z
        .int()
        .min(1)
        .max(8760)
        .default(24)
        .describe('Hours between reminder mails while a problem persists.'),
    })
    .prefault({}),
  audit: z
    .strictObject({
      tableName: z
        .string()
        .regex(/^[a-zA-Z0-9_.-]{3,255}$/, 'must be 3 to 255 letters, digits or any of "_.-"')
        .optional()
        .describe(`DynamoDB table of the audit. Default: see \`names\`. ${OF_ONE_DEPLOYMENT}`),
      holdsTableName: z
        .string()
        .regex(/^[a-zA-Z0-9_.-]{3,255}$/, 'must be 3 to 255 letters, digits or any of "_.-"')
        .optional()
        .describe(`DynamoDB table of snapshots on hold and of run locks. Default: see \`names\`. ${OF_ONE_DEPLOYMENT}`),
      deletionProtection: z
        .boolean()
        .optional()
        .describe(
          '`true`: AWS refuses to delete the audit and holds tables until this is deployed as `false`; until then `cdktf destroy` fails on them. Default: a deployment does not change the protection of either table.',
        ),
      retentionDays: z
        .int()
        .min(1)
        .max(3650)
        .default(400)
        .describe('Days to keep audit rows; DynamoDB deletes older ones.'),
    })
    .prefault({}),
  dashboard: z
    .strictObject({
      name: z
        .string()
        .regex(/^[a-zA-Z0-9_-]{1,255}$/, 'must be 1 to 255 letters, digits, "_" or "-"')
        .optional()
        .describe(
          `CloudWatch dashboard of the application, or of all applications together. Default: see \`names\`. ${OF_ONE_DEPLOYMENT}`,
        ),
      perApplication: z
        .boolean()
        .optional()
        .describe(
          '`true`: each named application gets a dashboard <name>-<application>, at $3 a month each. Default: true for up to ten named applications.',
        ),
    })
    .prefault({}),
  security: securitySchema,
  alarms: z
    .strictObject({
      snapshotAgeMinutes: z
        .int()
        .min(2)
        .max(100_000)
        .default(30)
        .describe(
          'Recovery point objective in minutes: alarm when the newest READY snapshot of a running application is older.',
        ),
      passingStatusMinutes: z
        .int()
        .min(5)
        .max(1440)
        .default(30)
        .describe(
          'Minutes after which a transient status (AUTOSCALING, UPDATING, MAINTENANCE, ROLLING_BACK, STARTING, STOPPING, …) counts as not running: alarm `not-running` and a mail. Scaling usually takes 10 to 15 minutes.',
        ),
      runbookUrl: z
        .string()
        .regex(/^[^\s<>#]{1,500}$/, 'must be a path or address without spaces and "#"')
        .regex(
          /^(?!(?!https:)[a-zA-Z][a-zA-Z0-9+.-]*:\/\/)/,
          'must be a path, or an address that begins with "https://"',
        )
        .default('docs/runbook.md')
        .describe(
          'Address of the runbook; each alarm’s mail links to its own section. Use an https address: the default is a file of the checkout, which a mail cannot open.',
        ),
      pagerTopicArns: z
        .array(
          z
            .string()
            .regex(/^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[a-zA-Z0-9_-]{1,256}$/, 'must be the ARN of an SNS topic'),
        )
        .max(4)
        .default([])
        .describe(
          'Existing SNS topics of this region, such as that of a pager. They are notified by `needs-a-person` of each application, by `manager-silent`, and by each urgent alarm that neither covers. A first deployment sends them one OK per alarm, without an incident.',
        ),
      set: alarmSet
        .default('full')
        .describe(
          'Alarms to create. `essential`: snapshot age, failed snapshots, not running, quota, and the manager’s own alarms. `full`: all of docs/runbook.md. An alarm with an object under `tune` exists in both. `npm run cost` shows what `essential` saves.',
        ),
      tune: alarmTuningSchema
        .default({})
        .describe('Changes to single alarms, by alarm id. `false`: the alarm is not created.'),
    })
    .prefault({}),
});

/** Schema of one deployment: the settings file completed with derived names. */
export const settingsSchema = writtenSchema.transform((written) => withDemoDefaults(withNames(written)));

/** Valid settings of one environment. */
export type Settings = z.infer<typeof settingsSchema> & {
  /** Name of the settings file without `.json`; separates the states of environments. */
  readonly environment: string;
};
export type StateSettings = Settings['state'];
/** Settings of the deployment's own application. */
export type ApplicationSettings = NonNullable<Settings['application']>;
/** Settings of a deployment with its own application. */
export type SettingsWithApplication = Settings & { readonly application: ApplicationSettings };

export function hasApplication(settings: Settings): settings is SettingsWithApplication {
  return settings.application !== undefined;
}

/**
 * Settings with their application.
 *
 * @throws Error for a deployment without its own application.
 */
export function requireApplication(settings: Settings): SettingsWithApplication {
  if (hasApplication(settings)) return settings;
  throw new Error(
    `config/${settings.environment}.json has no application, which is required here. Add "application": {}, or choose another environment with KDA_ENVIRONMENT.`,
  );
}
