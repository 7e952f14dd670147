import { z } from 'zod';
import { existingBucketName, region } from './aws-names';

/** Terraform's own rule for the S3 backend's kms_key_id (validateKMSKey, tried with 1.11.4): other text ends its init. */
const KMS_ID = '[a-f0-9]{8}-[a-f0-9]{4}-[1-5][a-f0-9]{3}-[ab89][a-f0-9]{3}-[a-f0-9]{12}|mrk-[a-f0-9]{32}';
const KMS_ALIAS = 'alias/[a-zA-Z0-9/_-]+';
const KMS_KEY = new RegExp(
  `^(?:${KMS_ID}|${KMS_ALIAS}|arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:(?:key/(?:${KMS_ID})|${KMS_ALIAS}))$`,
);

/** Two keys that differ in an empty part are two objects, and a key may not begin with "/". */
const keyPrefix = z
  .string()
  .regex(
    /^(?=.{1,128}$)[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*$/,
    'must be 1 to 128 letters, digits or any of "_.-", in parts with one "/" between them and none at either end',
  );

/** The S3 bucket, Terraform Cloud or local folder that keeps Terraform's state. */
export const stateSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('local').describe('A file on this machine: to try things out, not for a team.'),
      directory: z
        .string()
        .min(1)
        .default('.local/state')
        .describe('Folder of the state files, relative to the project; each environment has its own below it.'),
    }),
    z.strictObject({
      kind: z.literal('s3').describe('S3 with a lock file (Terraform 1.11 or newer).'),
      bucket: existingBucketName.describe('A bucket of its own; `npm run bootstrap` makes it.'),
      region: region.describe('Where that bucket is.'),
      keyPrefix: keyPrefix.default('kda-snapshots').describe('The keys are <prefix>/<environment>/<stack>.tfstate.'),
      kmsKeyId: z
        .string()
        .regex(KMS_KEY, 'must be the id, the ARN or the alias ("alias/…") of a KMS key')
        .optional()
        .describe('KMS key for the state objects: id, ARN or alias; none: the bucket’s default.'),
    }),
    z.strictObject({
      kind: z.literal('terraform-cloud').describe('Terraform Cloud / HCP Terraform: one workspace for each stack.'),
      organization: z
        .string()
        .regex(/^[A-Za-z0-9_-]+$/, 'must be letters, digits, "_" or "-"')
        .describe('The organization that owns the workspaces.'),
      workspacePrefix: z
        .string()
        .regex(/^[A-Za-z0-9_-]+$/, 'must be letters, digits, "_" or "-"')
        .default('kda-snapshots')
        .describe('Workspaces are <prefix>-<environment>-<stack>.'),
      hostname: z
        .string()
        .regex(
          /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?$/,
          'must be a host such as "app.terraform.io", without "https://" and path',
        )
        .default('app.terraform.io')
        .describe('Another one for Terraform Enterprise.'),
    }),
  ])
  .describe('Where Terraform keeps its state; each stack has its own.');
