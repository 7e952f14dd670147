import { z } from 'zod';
import { NOTIFICATION_POLICIES } from '../lambda-src/contract';
import { alarmSet, alarmTuningSchema } from './alarm-settings';
import { applicationName } from './application-name';
import { applicationRuntime } from './application-runtime';
import { checkpointIntervalSeconds, snapshottedApplication, stoppedOnPurpose } from './application-settings';
import { bucketName, region } from './aws-names';
import { importSchema } from './import-settings';
import { logGroupName, logStreamName } from './log-names';
import { FUNCTION_RUNTIME_NAMES } from './model/function-runtimes';
import { retentionSchema } from './retention-settings';
import { DEMO_JAR, withDemoDefaults } from './schema/demo-settings';
import { propertiesSchema, roleStatementsSchema } from './schema/job-settings';
import { DEFAULT_NAME, namesSchema, withNames } from './schema/name-settings';
import { providerSchema } from './schema/provider-settings';
import { tagsSchema } from './schema/tag-settings';
import { vpcSchema } from './schema/vpc-settings';
import { securitySchema } from './security-settings';
import { stateSchema } from './state-settings';

/** Of what has its name only once in an account and region. */
const OF_ONE_DEPLOYMENT = 'Two deployments in one account and region need different ones.';

/** A name of ours that becomes part of resource and snapshot names. */
const deploymentName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,30}[a-z0-9]$/, 'must be 3 to 32 lower-case letters, digits or "-", starting with a letter');

/** The periods CloudWatch Logs knows, without 0 ("for ever"): PutRetentionPolicy, retentionInDays. */
const logRetentionDays = z
  .literal([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653])
  .describe('Log lines older than this are removed.');

const applicationSchema = z
  .strictObject({
    name: applicationName
      .default('kda-snapshot-demo')
      .describe('Never change it in place: AWS replaces the application, and its snapshots are lost.'),
    description: z
      .string()
      .min(1)
      .max(1024)
      .default('Counts generated users; shows that state survives a restore.')
      .describe(
        'Shown in the console. Written when the application is created; a later change is ignored: AWS has no way to change it.',
      ),
    runtime: applicationRuntime,
    logGroup: logGroupName.optional().describe('None: /aws/kinesis-analytics/ and the application’s name.'),
    logStream: logStreamName.default('kinesis-analytics-log-stream').describe('The one in it that is written to.'),
    logLevel: z
      .enum(['DEBUG', 'ERROR', 'INFO', 'WARN'])
      .default('INFO')
      .describe('Of the Flink application’s own log.'),
    metricsLevel: z
      .enum(['APPLICATION', 'OPERATOR', 'PARALLELISM', 'TASK'])
      .default('TASK')
      .describe('Levels below APPLICATION multiply the number of metrics, and their cost.'),
    snapshotsEnabled: z
      .boolean()
      .default(true)
      .describe('The service takes a snapshot when it stops or updates the application.'),
    autoScalingEnabled: z.boolean().default(true).describe('The service changes the parallelism with the load.'),
    parallelism: z.int().min(1).max(250).default(1).describe('Before auto scaling changes it.'),
    generateUsersTimerSeconds: z
      .int()
      .min(0)
      .max(86_400)
      .optional()
      .describe(
        'Seconds for which the demo generates users; 0: for ever. None: 60 with the demo’s JAR, no property with another.',
      ),
    pauseBetweenUserGenerationMs: z
      .int()
      .min(1)
      .max(3_600_000)
      .optional()
      .describe(
        'Milliseconds between two users of the demo. None: 1500 with the demo’s JAR, no property with another.',
      ),
    properties: propertiesSchema,
    roleStatements: roleStatementsSchema,
    vpc: vpcSchema.describe(
      'VPC of the job; none: the service’s own network. A job in a VPC reaches what the VPC reaches: the internet and AWS’s services need a NAT gateway or endpoints.',
    ),
    logRetentionDays: logRetentionDays.default(365),
    preventDestroy: z
      .boolean()
      .default(true)
      .describe('Terraform refuses any plan that would delete the application, and with it all its snapshots.'),
    timeoutMinutes: z
      .int()
      .min(10)
      .max(1440)
      .default(120)
      .describe(
        'How long Terraform waits while the service creates, updates or deletes the application. An update takes a snapshot, restarts and restores: with large state that is more than the provider’s own 10 minutes, and an apply that gives up leaves the update running.',
      ),
    checkpointIntervalSeconds: checkpointIntervalSeconds
      .default(60)
      .describe('60: the service’s default, whatever the code says. checkpoint-duration is judged by it.'),
    stoppedOnPurpose: stoppedOnPurpose.optional(),
  })
  .optional()
  .describe('The Flink application of this deployment; none: only applications that run already are looked after.');

const snapshotsSchema = z
  .strictObject({
    applications: z
      .array(snapshottedApplication)
      .min(1)
      .optional()
      .describe(
        'Which applications to snapshot: names, or objects with one of `name`, `prefix`, `pattern` (with `*` and `?`), `tag` (`{key, value}`), and what is different for them (`retention`, `snapshotAgeMinutes`, `notify`; beside a name also `runtime`, `checkpointIntervalSeconds`, `logGroup`, `stoppedOnPurpose`, `tune`). The first that fits an application holds. None: the application of this deployment.',
      ),
    scheduleEnabled: z
      .boolean()
      .default(true)
      .describe(
        'false pauses: the rule is disabled, snapshots are taken only when asked for, and silence is no alarm. A rule that is disabled by hand instead fires `manager-silent`.',
      ),
    scheduleMinutes: z.int().min(1).max(1440).default(10).describe('A snapshot every so many minutes.'),
    // The reference system's default.
    retention: retentionSchema.prefault({ keepLast: 10 }),
    adoptReferenceSnapshots: z
      .boolean()
      .default(false)
      .describe(
        'true: the reference system’s snapshots (`custom_` and the 13 digits of their time of creation) count as this manager’s own, and the retention deletes them.',
      ),
    callsPerSecond: z
      .int()
      .min(1)
      .max(100)
      .default(5)
      .describe('Calls of each operation of the service, all applications together. AWS publishes no limit.'),
    usualSnapshotSeconds: z
      .int()
      .min(1)
      .max(36_000)
      .default(30)
      .describe(
        'Seconds that a snapshot usually takes; raise it for large state (tens of GB). `snapshot-duration` fires above it, and `timeoutSeconds` has to be 30 more (900 at most). Where a run may need 80 % of its time-out for it, `manager-duration` is not created. From 885 on runs end before their snapshots do: `snapshots-late` and `snapshot-duration` are not created then, the next run completes each record, and `snapshot-age` watches the rest.',
      ),
    quota: z
      .int()
      .min(1)
      .max(100_000)
      .default(1000)
      .describe('How many snapshots the service allows an application; raise it with your quota.'),
    functionRuntime: z
      .enum(FUNCTION_RUNTIME_NAMES)
      .default('nodejs22.x')
      .describe(
        'Lambda runtime of the snapshot manager. AWS supports nodejs22.x until 2027-04-30; nodejs24.x needs a provider.version of ">= 6.20, < 7.0".',
      ),
    memoryMb: z.int().min(128).max(10_240).default(256).describe('Of the snapshot manager’s Lambda.'),
    vpc: vpcSchema.describe(
      'VPC of the snapshot manager; none: Lambda’s own network. It needs endpoints for Managed Flink, DynamoDB, SNS, SQS, KMS and CloudWatch Logs there, or a NAT gateway.',
    ),
    timeoutSeconds: z
      .int()
      .min(60)
      .max(900)
      .default(300)
      .describe('Of a run for all applications; a snapshot that takes longer is recorded as late.'),
    reservedConcurrency: z
      .int()
      .min(1)
      .max(100)
      .optional()
      .describe(
        'So many runs of the manager are set aside in the account’s Lambda quota, and no more can run at once (0 would stop it; with 1 a person’s request is refused while a run lasts). None: nothing is set aside, because AWS refuses it in accounts that still have the initial quota of ten.',
      ),
    // As long as the audit: what the manager deleted and why is explained there in full.
    logRetentionDays: logRetentionDays.default(365),
  })
  .prefault({});

/** Everything a person decides, with its default and range. The only place where they are written. */
const writtenSchema = z.strictObject({
  $schema: z.string().optional(),
  name: deploymentName
    .default(DEFAULT_NAME)
    .describe(`Name of this deployment: part of resource names and of every snapshot’s name. ${OF_ONE_DEPLOYMENT}`),
  names: namesSchema,
  region: region.default('us-east-1').describe('Where everything is deployed.'),
  accountId: z
    .string()
    .regex(/^\d{12}$/, 'must be the 12 digits of an AWS account')
    .optional()
    .describe(
      'AWS account of the deployment: credentials of any other one are refused at plan and apply. None: any account.',
    ),
  tags: tagsSchema,
  provider: providerSchema,
  state: stateSchema.default({ kind: 'local', directory: '.local/state' }),
  artifacts: z
    .strictObject({
      bucket: bucketName.describe(
        'Bucket for the JAR and the Lambda zip; created by the artifacts stack, so the name must be free in all of AWS.',
      ),
      jar: z.string().min(1).default(DEMO_JAR).describe('The Flink application, relative to the project.'),
    })
    .describe('What is uploaded, and where to.'),
  application: applicationSchema,
  import: importSchema,
  snapshots: snapshotsSchema,
  notifications: z
    .strictObject({
      topicName: z
        .string()
        .regex(/^[a-zA-Z0-9_-]{1,256}$/, 'must be 1 to 256 letters, digits, "_" or "-"')
        .optional()
        .describe(`The SNS topic that mails and alarms go to. None: by \`names\`. ${OF_ONE_DEPLOYMENT}`),
      mailAddresses: z.array(z.email()).default([]).describe('Each gets a mail that asks to confirm the subscription.'),
      policy: z
        .enum(NOTIFICATION_POLICIES)
        .default('changes')
        .describe(
          '`always`: every run. `changes`: problems when they last, reminders, and their end. `failures`: as `changes`, failures only.',
        ),
      reminderHours: z
        .int()
        .min(1)
        .max(8760)
        .default(24)
        .describe('What does not become well is told again after so long.'),
    })
    .prefault({}),
  audit: z
    .strictObject({
      tableName: z
        .string()
        .regex(/^[a-zA-Z0-9_.-]{3,255}$/, 'must be 3 to 255 letters, digits or any of "_.-"')
        .optional()
        .describe(`The DynamoDB table of the audit. None: by \`names\`. ${OF_ONE_DEPLOYMENT}`),
      holdsTableName: z
        .string()
        .regex(/^[a-zA-Z0-9_.-]{3,255}$/, 'must be 3 to 255 letters, digits or any of "_.-"')
        .optional()
        .describe(
          `The DynamoDB table of the snapshots on hold and of the locks of running runs. None: by \`names\`. ${OF_ONE_DEPLOYMENT}`,
        ),
      deletionProtection: z
        .boolean()
        .optional()
        .describe(
          'true: AWS refuses to delete the tables of audit and holds until this is false and deployed; `cdktf destroy` fails on them until then. None: a deployment leaves the protection of each table as it is.',
        ),
      retentionDays: z
        .int()
        .min(1)
        .max(3650)
        .default(400)
        .describe('Rows older than this are removed by the table itself.'),
    })
    .prefault({}),
  dashboard: z
    .strictObject({
      name: z
        .string()
        .regex(/^[a-zA-Z0-9_-]{1,255}$/, 'must be 1 to 255 letters, digits, "_" or "-"')
        .optional()
        .describe(
          `The CloudWatch dashboard: of the one application, or of all together. None: by \`names\`. ${OF_ONE_DEPLOYMENT}`,
        ),
      perApplication: z
        .boolean()
        .optional()
        .describe(
          'With several named applications: one more for each, <name>-<application>, at $3 a month. None: up to ten named applications have one each, more have none.',
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
          'Recovery point objective: alarm when the newest READY snapshot is older while the application runs.',
        ),
      passingStatusMinutes: z
        .int()
        .min(5)
        .max(1440)
        .default(30)
        .describe(
          'Minutes after which a status that passes by itself (AUTOSCALING, UPDATING, MAINTENANCE, ROLLING_BACK, STARTING, STOPPING, …) counts as not running: alarm `not-running` and a mail. Scaling usually takes 10 to 15 minutes.',
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
          'Where the runbook can be read at night; each alarm’s mail links its own section of it. Give an https address: the default is a file of the checkout, which a mail can’t open.',
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
          'Existing topics of this region, such as that of a pager. They are notified by `needs-a-person` of each application, by `manager-silent`, and by each urgent alarm that is below neither. A first deployment sends them the OK of each of these alarms, which no incident belongs to.',
        ),
      set: alarmSet
        .default('full')
        .describe(
          'Which alarms there are. `essential`: age of the newest snapshot, failed snapshots, not running, quota, and those of the manager itself. `full`: all of docs/runbook.md. An alarm with an object under `tune` exists in both. `npm run cost` says what `essential` saves.',
        ),
      tune: alarmTuningSchema
        .default({})
        .describe('What is different about an alarm, under its id; false: there is none.'),
    })
    .prefault({}),
});

/** One deployment: what a person wrote, with the names that follow from it. */
export const settingsSchema = writtenSchema.transform((written) => withDemoDefaults(withNames(written)));

/** The settings of one environment, valid in themselves and with each other. */
export type Settings = z.infer<typeof settingsSchema> & {
  /** Name of the file they are from, without `.json`; keeps the states of environments apart. */
  readonly environment: string;
};
export type StateSettings = Settings['state'];
/** Of the deployment's own application. */
export type ApplicationSettings = NonNullable<Settings['application']>;
/** Settings of a deployment that has an application of its own. */
export type SettingsWithApplication = Settings & { readonly application: ApplicationSettings };

export function hasApplication(settings: Settings): settings is SettingsWithApplication {
  return settings.application !== undefined;
}

/** @throws Error for a deployment without an application of its own. */
export function requireApplication(settings: Settings): SettingsWithApplication {
  if (hasApplication(settings)) return settings;
  throw new Error(
    `config/${settings.environment}.json has no application, but this needs one: add "application": {} or choose another environment by KDA_ENVIRONMENT.`,
  );
}
