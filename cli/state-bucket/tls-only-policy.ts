import { z } from 'zod';

/**
 * Maximum size of a bucket policy in bytes:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-policy-language-overview.html
 */
export const LONGEST_BUCKET_POLICY_BYTES = 20_480;

const texts = z.union([z.string(), z.array(z.string())]);
const statement = z.looseObject({ Sid: z.string().optional() });
const policy = z.looseObject({ Statement: z.union([z.array(statement), statement]).optional() });

/** Statement that denies everything without TLS, without any further condition. */
const denial = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.literal('Deny'),
  Principal: z.union([z.literal('*'), z.strictObject({ AWS: z.union([z.literal('*'), z.tuple([z.literal('*')])]) })]),
  Action: texts,
  Resource: texts,
  Condition: z.partialRecord(z.enum(['Bool', 'BoolIfExists']), z.record(z.string(), z.unknown())),
});

/**
 * Bucket policy with a statement that denies every call without TLS; the rest stays unchanged, including its order.
 * Undefined when it already denies them.
 *
 * @param current the policy's JSON in S3; undefined when there is none.
 * @throws ZodError when `current` is not a policy.
 */
export function withTlsOnly(current: string | undefined, bucketArn: string): string | undefined {
  const before = policy.parse(current === undefined ? { Version: '2012-10-17' } : JSON.parse(current));
  const statements = [before.Statement ?? []].flat();
  if (statements.some((one) => deniesPlainHttp(one, bucketArn))) return undefined;
  const sids = statements.map(({ Sid }) => Sid);
  return JSON.stringify({ ...before, Statement: [...statements, tlsOnly(bucketArn, freeSid(sids))] });
}

function tlsOnly(bucketArn: string, sid: string): object {
  return {
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

/** Unused id for the statement. */
function freeSid(taken: readonly (string | undefined)[], number = 1): string {
  const sid = number === 1 ? 'TlsOnly' : `TlsOnly${number}`;
  return taken.includes(sid) ? freeSid(taken, number + 1) : sid;
}

function deniesPlainHttp(one: unknown, bucketArn: string): boolean {
  const parsed = denial.safeParse(one);
  if (!parsed.success) return false;
  const { Action, Resource, Condition } = parsed.data;
  const resources = [Resource].flat();
  const everywhere = ['*', `${bucketArn}*`, bucketArn.replace(/[^:]+$/, '*')];
  return (
    [Action].flat().some((action) => action === '*' || action.toLowerCase() === 's3:*') &&
    [bucketArn, ...everywhere].some((pattern) => resources.includes(pattern)) &&
    [`${bucketArn}/*`, ...everywhere].some((pattern) => resources.includes(pattern)) &&
    isWithoutTls(Condition)
  );
}

/** True for exactly one condition, that on TLS: a second one would allow calls. Keys of conditions ignore case. */
function isWithoutTls(condition: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>): boolean {
  const asked = Object.values(condition).flatMap((keys) => Object.entries(keys ?? {}));
  const [[key, value] = ['', undefined], ...more] = asked;
  return more.length === 0 && key.toLowerCase() === 'aws:securetransport' && String([value].flat()) === 'false';
}
