import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  type TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3';
import { BucketProblem } from './bucket-problem';
import { bucketStep } from './bucket-step';
import { areOfTheOldForm, withStateRules } from './lifecycle-rules';
import { isS3Error } from './s3-error';
import { LONGEST_BUCKET_POLICY_BYTES, withTlsOnly } from './tls-only-policy';

// The two properties that S3 only lets one write as a whole, where others may have written into them before.

/** Step for a policy that denies calls without TLS, added to the bucket's existing policy. */
export const tlsOnly = bucketStep<string | undefined>({
  name: 'TLS only',
  rights: ['s3:GetBucketPolicy', 's3:PutBucketPolicy'],
  inNewBucket: undefined,
  read: async (s3, target) => {
    try {
      return (await s3.send(new GetBucketPolicyCommand(target))).Policy;
    } catch (error) {
      if (isS3Error(error, 'NoSuchBucketPolicy')) return undefined;
      throw error;
    }
  },
  judge: (policy, { bucket, partition }, s3, target) => {
    const merged = withTlsOnly(policy, `arn:${partition}:s3:::${bucket}`);
    if (merged === undefined) return { is: 'already', message: 'The bucket’s policy denies calls without TLS.' };
    const bytes = Buffer.byteLength(merged);
    if (bytes > LONGEST_BUCKET_POLICY_BYTES) {
      throw new BucketProblem(
        `The policy of ${bucket} with the statement that denies calls without TLS has ${bytes} bytes, S3 allows ${LONGEST_BUCKET_POLICY_BYTES}. Shorten the policy, or use another bucket.`,
      );
    }
    return {
      is: 'to-change',
      what: 'A statement that denies calls without TLS',
      change: policy === undefined ? 'put into a policy' : 'added to the policy; its other statements stay',
      apply: () => s3.send(new PutBucketPolicyCommand({ ...target, Policy: merged })),
    };
  },
});

interface Lifecycle {
  readonly rules: readonly LifecycleRule[];
  /** Part of the whole configuration, which would be reset if it were left out. */
  readonly minimumSize?: TransitionDefaultMinimumObjectSize;
}

/** Step for old versions of the state and aborted uploads, which are deleted after a while; existing rules stay. */
export const lifecycle = bucketStep<Lifecycle>({
  name: 'old versions',
  rights: ['s3:GetLifecycleConfiguration', 's3:PutLifecycleConfiguration'],
  inNewBucket: { rules: [] },
  read: async (s3, target) => {
    try {
      const got = await s3.send(new GetBucketLifecycleConfigurationCommand(target));
      return { rules: got.Rules ?? [], minimumSize: got.TransitionDefaultMinimumObjectSize };
    } catch (error) {
      if (isS3Error(error, 'NoSuchLifecycleConfiguration')) return { rules: [] };
      throw error;
    }
  },
  judge: ({ rules: current, minimumSize }, { keyPrefix }, s3, target) => {
    const { rules, added, othersInPlace, dangers } = withStateRules(current, keyPrefix);
    if (dangers.length > 0) {
      return {
        is: 'danger',
        message: `The lifecycle rule ${dangers.join(', ')} deletes current objects, and the state below ${keyPrefix}/ with them. Narrow it to other keys, then run this again; no rule was added.`,
      };
    }
    if (added.length > 0 && areOfTheOldForm(current)) {
      return {
        is: 'left',
        message:
          'The lifecycle rules stay as they are: they have the old form (a Prefix without a Filter), which S3 does not mix with the present form. Old versions of the state are kept without end.',
      };
    }
    const theirs = othersInPlace.length > 0 ? ` (${othersInPlace.join(', ')} stays in charge of the rest)` : '';
    if (added.length === 0) {
      return { is: 'already', message: `Lifecycle rules remove old versions and broken uploads${theirs}.` };
    }
    return {
      is: 'to-change',
      what: 'The list of lifecycle rules',
      change: `extended by: ${added.join(', ')}${theirs}`,
      apply: () =>
        s3.send(
          new PutBucketLifecycleConfigurationCommand({
            ...target,
            LifecycleConfiguration: { Rules: [...rules] },
            ...(minimumSize ? { TransitionDefaultMinimumObjectSize: minimumSize } : {}),
          }),
        ),
    };
  },
});
