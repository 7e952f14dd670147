import { z } from 'zod';

/**
 * Name of a property group. Names, counts and lengths: CreateApplication, EnvironmentProperties (service model,
 * 2026-11).
 */
const groupId = z.string().regex(/^[a-zA-Z0-9_.-]{1,50}$/, 'must be 1 to 50 letters, digits or any of "_.-"');
export const MOST_GROUPS = 50;
export const MOST_KEYS = 50;
const LENGTH = 'must be 1 to 2048 characters';
const text = z.string().min(1, LENGTH).max(2048, LENGTH);

/** Properties that the job reads through the Managed Flink runtime library. */
export const propertiesSchema = z
  .record(
    groupId,
    z.record(text, text).refine((map) => isFilled(map), `must be 1 to ${MOST_KEYS} keys, each with a value`),
  )
  .refine((groups) => Object.keys(groups).length <= MOST_GROUPS, `must be at most ${MOST_GROUPS} groups`)
  .default({})
  .describe(
    'Property groups of the job: group → key → value, all text; at most 50 groups of 50 keys. Not for secrets: the plan and the console show them. With the demo’s JAR, `FlinkApplicationProperties` also holds its two properties, which count.',
  );

function isFilled(map: object): boolean {
  const count = Object.keys(map).length;
  return count >= 1 && count <= MOST_KEYS;
}

/**
 * ARN in a policy, `arn:partition:service:region:account:resource`; wildcards only in the last three parts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
const RESOURCE = /^(?:\*|arn:[a-z-]+:[a-z0-9-]+:[a-z0-9*?-]*:[a-z0-9*?]*:\S+)$/;
const RESOURCE_IN_WORDS =
  'must be an ARN of six parts and at most 1500 characters such as "arn:aws:kinesis:eu-west-1:123456789012:stream/orders", or "*" where the action has no resource';

/** Rights of the job in addition to its code and its log. */
export const roleStatementsSchema = z
  .array(
    z.strictObject({
      sid: z
        .string()
        .regex(/^[A-Za-z0-9]{1,64}$/, 'must be 1 to 64 letters or digits')
        .describe('Name of the statement.'),
      actions: z
        .array(
          z.string().regex(/^[a-z0-9-]{1,64}:[A-Za-z0-9*?]{1,128}$/, 'must be an action such as "kinesis:GetRecords"'),
        )
        .min(1),
      resources: z.array(z.string().max(1500).regex(RESOURCE, RESOURCE_IN_WORDS)).min(1),
      why: z.string().min(10).max(500).optional().describe('Reason for a "*" in a resource; required there.'),
    }),
  )
  .max(20)
  .default([])
  .describe(
    'Statements of the application’s role for streams, buckets and the like: `{sid, actions, resources, why}`. Each allows `actions` on `resources`; a "*" in a resource needs a reason (`why`). kinesisanalytics and iam allow no wildcards.',
  );
