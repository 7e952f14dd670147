import { z } from 'zod';

/** Uses of a KMS key. */
export const KEY_USES = ['bucket', 'tables', 'topic', 'logs', 'queues'] as const;
export type KeyUse = (typeof KEY_USES)[number];

/**
 * Key for one use. `aws`: encryption by AWS. `managed`: a KMS key of this deployment. Else the ARN of an existing key.
 */
export type KeyChoice = string;

/** ARN of a key: partition, region, account, key id. A role's policy cannot name an alias. */
const KEY_ARN =
  /^arn:(aws|aws-cn|aws-us-gov):kms:([a-z0-9-]+):\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** ARN of a managed policy: partition, account (or `aws` for AWS's own), name with its path. */
const POLICY_ARN = /^arn:(aws|aws-cn|aws-us-gov):iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]{1,512}$/;

/** Partition in the ARN of a managed policy; `undefined` for other text. */
export function policyPartition(arn: string): string | undefined {
  return POLICY_ARN.exec(arn)?.[1];
}

const EXAMPLE = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f';

/** Partition and region in the ARN of an existing key; `undefined` for other text. */
export function keyPlace(choice: KeyChoice): { readonly partition: string; readonly region: string } | undefined {
  const [, partition, region] = KEY_ARN.exec(choice) ?? [];
  return partition === undefined || region === undefined ? undefined : { partition, region };
}

/** Expected form of a key if the text is not one; `undefined` if it is valid. */
function faultOf(text: string, words: readonly string[]): string | undefined {
  if (words.includes(text) || KEY_ARN.test(text)) return undefined;
  const allowed = `${words.map((word) => `"${word}"`).join(', ')} or a key’s ARN such as "${EXAMPLE}"`;
  if (/(^|:)alias\/aws\//.test(text)) {
    return `${allowed}: AWS’s own keys have a policy that nobody can change, so CloudWatch could deliver no alarm and EventBridge no event with them`;
  }
  if (/(^|:)alias\//.test(text)) return `${allowed}: a role can be granted rights to a key, not to its alias`;
  return allowed;
}

const keyText = (words: readonly string[]) =>
  z.string().superRefine((text, context) => {
    const fault = faultOf(text, words);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });

const key = keyText(['aws', 'managed']);

export const securitySchema = z
  .strictObject({
    keys: z
      .union([
        key,
        z.strictObject({
          default: key.optional().describe('Key for every use that is not listed. Default: `"aws"`.'),
          bucket: key.optional().describe('Key for the bucket with JAR and Lambda zip.'),
          tables: key.optional().describe('Key for the audit and holds tables.'),
          topic: keyText(['managed'])
            .optional()
            .describe(
              'Key for the topic of mails and alarms; always a KMS key, because without one no alarm could be delivered.',
            ),
          logs: key.optional().describe('Key for the log groups of the application and of the snapshot manager.'),
          queues: key.optional().describe('Key for the queues of undelivered events and failed runs.'),
        }),
      ])
      .default('aws')
      .describe(
        'Encryption of stored data. `"aws"`: by the services themselves. `"managed"`: a KMS key of this deployment for each use, each with a monthly fee. Or the ARN of your key. One value for all, or an object with `default` and one for each of `bucket`, `tables`, `topic`, `logs`, `queues`. See docs/security.md.',
      ),
    preventKeyDestroy: z
      .boolean()
      .default(true)
      .describe(
        '`true`: Terraform refuses to delete a KMS key that it created for bucket, tables or logs, because everything encrypted with it, including a table’s point-in-time backups, would become unreadable.',
      ),
    permissionsBoundaryArn: z
      .string()
      .regex(
        POLICY_ARN,
        'must be the ARN of a managed policy such as "arn:aws:iam::111122223333:policy/flink-boundary"',
      )
      .optional()
      .describe(
        'ARN of the managed policy that limits every role of this deployment, whatever the role’s own policy allows. Deployers can then be restricted to creating bounded roles. Default: no boundary. See docs/security.md.',
      ),
  })
  .prefault({});

type SecuritySettings = z.infer<typeof securitySchema>;

/** Key for one use; never `aws` for the topic. */
export function keyChoice({ keys }: SecuritySettings, use: KeyUse): KeyChoice {
  const chosen = typeof keys === 'string' ? keys : (keys[use] ?? keys.default ?? 'aws');
  return use === 'topic' && chosen === 'aws' ? 'managed' : chosen;
}

/** Keys given in the settings, each with its path in the file. */
export function writtenKeys({ keys }: SecuritySettings): { readonly path: string; readonly choice: KeyChoice }[] {
  if (typeof keys === 'string') return [{ path: 'security.keys', choice: keys }];
  return Object.entries(keys).flatMap(([use, choice]) =>
    choice === undefined ? [] : [{ path: `security.keys.${use}`, choice }],
  );
}
