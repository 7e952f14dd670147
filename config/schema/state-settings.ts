import { z } from 'zod';
import { existingBucketName, region } from './aws-names';

/**
 * Terraform's rule for kms_key_id of the S3 backend (validateKMSKey, tried with 1.11.4); its init fails on other text.
 */
const KMS_ID = '[a-f0-9]{8}-[a-f0-9]{4}-[1-5][a-f0-9]{3}-[ab89][a-f0-9]{3}-[a-f0-9]{12}|mrk-[a-f0-9]{32}';
const KMS_ALIAS = 'alias/[a-zA-Z0-9/_-]+';
const KMS_KEY = new RegExp(
  `^(?:${KMS_ID}|${KMS_ALIAS}|arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:(?:key/(?:${KMS_ID})|${KMS_ALIAS}))$`,
);

/** Prefix of state keys. Empty parts are refused because they make different objects; a key may not begin with "/". */
const keyPrefix = z
  .string()
  .regex(
    /^(?=.{1,128}$)[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*$/,
    'must be 1 to 128 letters, digits or any of "_.-", in parts with one "/" between them and none at either end',
  );

/** Backend of Terraform's state: S3 bucket, Terraform Cloud or local folder. */
export const stateSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('local').describe('File on this machine: for trying things out, not for a team.'),
      directory: z
        .string()
        .min(1)
        .default('.local/state')
        .describe('Folder of the state files, relative to the project, with a subfolder for each environment.'),
    }),
    z.strictObject({
      kind: z.literal('s3').describe('S3 with a lock file (Terraform 1.11 or newer).'),
      bucket: existingBucketName.describe('Bucket for the state only; `kda bootstrap` creates it.'),
      region: region.describe('Region of that bucket.'),
      keyPrefix: keyPrefix
        .default('kda-snapshots')
        .describe('Prefix of the keys <prefix>/<environment>/<stack>.tfstate.'),
      kmsKeyId: z
        .string()
        .regex(KMS_KEY, 'must be the id, the ARN or the alias ("alias/…") of a KMS key')
        .optional()
        .describe('KMS key of the state objects: id, ARN or alias. Default: the bucket’s own key.'),
    }),
    z.strictObject({
      kind: z.literal('terraform-cloud').describe('Terraform Cloud / HCP Terraform: one workspace per stack.'),
      organization: z
        .string()
        .regex(/^[A-Za-z0-9_-]+$/, 'must be letters, digits, "_" or "-"')
        .describe('Organization that owns the workspaces.'),
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
        .describe('Host of Terraform Cloud, or of your Terraform Enterprise.'),
    }),
  ])
  .describe('Backend of Terraform’s state; each stack has its own state.');
