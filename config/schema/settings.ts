import { z } from 'zod';
import { NOTIFICATION_POLICIES } from '../../lambda-src/contract';
import { alarmsSchema } from './alarm-settings';
import { bucketName, eventBus, region } from './aws-names';
import { DEMO_JAR, withDemoDefaults } from './demo-settings';
import { importSchema } from './import-settings';
import { ALARM_ENDS, DEFAULT_NAME, namesSchema, withNames } from './name-settings';
import { applicationSchema } from './own-application-settings';
import { providerSchema } from './provider-settings';
import { securitySchema } from './security-settings';
import { snapshotsSchema } from './snapshots-settings';
import { stateSchema } from './state-settings';
import { tagsSchema } from './tag-settings';

/** Note for names that must be unique in an account and region. */
const OF_ONE_DEPLOYMENT = 'Two deployments in one account and region need different ones.';

/** Name of a deployment, part of resource and snapshot names. */
const deploymentName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,30}[a-z0-9]$/, 'must be 3 to 32 lower-case letters, digits or "-", starting with a letter')
  .refine(
    (name) => !name.endsWith(ALARM_ENDS),
    `must not end with "${ALARM_ENDS}": its schedule’s rule would have the name of a rule of the deployment without this ending; choose another ending`,
  );

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
  profile: z
    .string()
    .regex(/^[^\s[\]]{1,128}$/, 'must be the name of an AWS profile: 1 to 128 characters without spaces and brackets')
    .optional()
    .describe(
      'AWS profile with which `kda status --all-environments` looks at this environment; its credentials should only read. Terraform and all other commands use the shell’s. Default: the credentials of the shell.',
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
      eventBus: eventBus
        .default('default')
        .describe(
          'EventBridge bus that gets an event for every outcome (docs/events.md): a name in this account and region, or an ARN of this region. The bus must exist; one of another account must let this account put events. `default`: the default bus.',
        ),
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
  alarms: alarmsSchema,
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
