import { z } from 'zod';

/** What a key of one's own can be used for. */
export const KEY_USES = ['bucket', 'tables', 'topic', 'logs', 'queues'] as const;
export type KeyUse = (typeof KEY_USES)[number];

/** `aws`: no key of one's own; `managed`: this deployment makes one; else the ARN of an existing key. */
export type KeyChoice = string;

/** Partition, region, account, key id; an alias can't stand in the policy of a role. */
const KEY_ARN =
  /^arn:(aws|aws-cn|aws-us-gov):kms:([a-z0-9-]+):\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Partition, account (or `aws` for AWS's own), name with its path. */
const POLICY_ARN = /^arn:(aws|aws-cn|aws-us-gov):iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]{1,512}$/;

/** Where a managed policy is, by its ARN; `undefined` for what is none. */
export function policyPartition(arn: string): string | undefined {
  return POLICY_ARN.exec(arn)?.[1];
}

const EXAMPLE = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f';

/** Where an existing key is, by its ARN; `undefined` for a word and for what is no key's ARN. */
export function keyPlace(choice: KeyChoice): { readonly partition: string; readonly region: string } | undefined {
  const [, partition, region] = KEY_ARN.exec(choice) ?? [];
  return partition === undefined || region === undefined ? undefined : { partition, region };
}

/** What is wrong with a text as a key, as what was expected instead. */
function faultOf(text: string, words: readonly string[]): string | undefined {
  if (words.includes(text) || KEY_ARN.test(text)) return undefined;
  const allowed = `${words.map((word) => `"${word}"`).join(', ')} or a key’s ARN such as "${EXAMPLE}"`;
  if (/(^|:)alias\/aws\//.test(text)) {
    return `${allowed}: nobody can change the policy of AWS’s own keys, so CloudWatch could deliver no alarm and EventBridge no event under them`;
  }
  if (/(^|:)alias\//.test(text)) return `${allowed}: roles can be given rights to a key, not to its alias`;
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
          default: key.optional().describe('For every use that is not named here.'),
          bucket: key.optional().describe('JAR and zip.'),
          tables: key.optional().describe('Audit and holds.'),
          topic: keyText(['managed'])
            .optional()
            .describe('Mails and alarms. It always has a key: with "aws" no alarm could be delivered.'),
          logs: key.optional().describe('Log groups of the application and of the snapshot manager.'),
          queues: key.optional().describe('Undelivered events and failed runs.'),
        }),
      ])
      .default('aws')
      .describe(
        'Who has the keys of what is stored: `"aws"` (encrypted by the services themselves), `"managed"` (this deployment makes a KMS key for each use, each with a monthly fee), or the ARN of your key; one for all, or an object with `default` and one for each of `bucket`, `tables`, `topic`, `logs`, `queues`. See docs/security.md.',
      ),
    preventKeyDestroy: z
      .boolean()
      .default(true)
      .describe(
        'Terraform refuses to delete a key it made for bucket, tables or logs: what was encrypted by it, a table’s restorable past included, could never be read again.',
      ),
    permissionsBoundaryArn: z
      .string()
      .regex(
        POLICY_ARN,
        'must be the ARN of a managed policy such as "arn:aws:iam::111122223333:policy/flink-boundary"',
      )
      .optional()
      .describe(
        'The managed policy that bounds every role that this deployment makes: none of them may more than it says, whatever its own policy gives. Who deploys can then be allowed to make bounded roles only. See docs/security.md.',
      ),
  })
  .prefault({});

type SecuritySettings = z.infer<typeof securitySchema>;

/** The key for one use. The topic’s is never `aws`. */
export function keyChoice({ keys }: SecuritySettings, use: KeyUse): KeyChoice {
  const chosen = typeof keys === 'string' ? keys : (keys[use] ?? keys.default ?? 'aws');
  return use === 'topic' && chosen === 'aws' ? 'managed' : chosen;
}

/** Every key that is written down, with its path in the file. */
export function writtenKeys({ keys }: SecuritySettings): { readonly path: string; readonly choice: KeyChoice }[] {
  if (typeof keys === 'string') return [{ path: 'security.keys', choice: keys }];
  return Object.entries(keys).flatMap(([use, choice]) =>
    choice === undefined ? [] : [{ path: `security.keys.${use}`, choice }],
  );
}
