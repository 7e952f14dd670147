import { z } from 'zod';
import { nearNames } from '../../lambda-src/snapshot-manager/domain/near-names';
import { REGIONS } from './regions';

/**
 * Prefixes and suffixes that S3 reserves in names of general purpose buckets.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (read in November 2026)
 */
const RESERVED_PREFIXES = ['xn--', 'sthree-', 'amzn-s3-demo-'] as const;
const RESERVED_SUFFIXES = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3'] as const;

/**
 * Suffix of a bucket name in the account's regional namespace (prefix, account, region, suffix).
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html (read in November 2026)
 */
const REGIONAL_SUFFIX = '-an';
const REGIONAL_NAME = /-\d{12}-[a-z]{2}(?:-[a-z]+)+-\d-an$/;

/** Rule of S3 that a name of valid characters and length breaks, as the expected form; `undefined` for a valid name. */
function bucketFault(name: string): string | undefined {
  if (name.includes('..')) return 'a bucket name without two dots in a row';
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return 'a bucket name that is no IP address';
  const prefix = RESERVED_PREFIXES.find((each) => name.startsWith(each));
  if (prefix !== undefined) return `a bucket name that does not begin with "${prefix}", which AWS reserves`;
  const suffix = RESERVED_SUFFIXES.find((each) => name.endsWith(each));
  return suffix === undefined ? undefined : `a bucket name that does not end with "${suffix}", which AWS reserves`;
}

const wellFormedBucket = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
    error: 'must be 3 to 63 lower-case letters, digits, "." or "-"',
    abort: true,
  })
  .superRefine((name, context) => {
    const fault = bucketFault(name);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });

/** Name of a bucket that the stacks create. They cannot create one in the regional namespace. */
export const bucketName = wellFormedBucket.superRefine((name, context) => {
  if (!name.endsWith(REGIONAL_SUFFIX)) return;
  context.addIssue({
    code: 'custom',
    message: `a bucket name that does not end with "${REGIONAL_SUFFIX}": S3 accepts it only in the account’s regional namespace, where the stacks create no bucket`,
  });
});

/** Name of a bucket that may exist already, also in the regional namespace. */
export const existingBucketName = wellFormedBucket.superRefine((name, context) => {
  if (!name.endsWith(REGIONAL_SUFFIX) || REGIONAL_NAME.test(name)) return;
  context.addIssue({
    code: 'custom',
    message: `a bucket name that does not end with "${REGIONAL_SUFFIX}", or one of the account’s regional namespace such as "orders-111122223333-eu-west-1-an"`,
  });
});

export const region = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: 'must be an AWS region such as "eu-west-1"', abort: true })
  .superRefine((name, context) => {
    if (REGIONS.includes(name)) return;
    const [nearest] = nearNames(name, REGIONS);
    context.addIssue({
      code: 'custom',
      message: `an AWS region; the nearest is ${JSON.stringify(nearest)} (config/schema/regions.ts lists those of November 2026)`,
    });
  });

/** Name or ARN of an EventBridge bus (parameter EventBusName of PutEvents, without partner buses). */
export const eventBus = z
  .string()
  .regex(
    /^(arn:[a-z-]+:events:[a-z0-9-]+:\d{12}:event-bus\/)?[.\-_A-Za-z0-9]{1,256}$/,
    'must be the name of an event bus (letters, digits or any of "._-"), or its ARN',
  );
