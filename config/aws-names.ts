import { z } from 'zod';
import { nearNames } from '../lambda-src/contract';
import { REGIONS } from './model/regions';

/**
 * S3's rules for names of general purpose buckets.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (read in November 2026)
 */
const RESERVED_PREFIXES = ['xn--', 'sthree-', 'amzn-s3-demo-'] as const;
const RESERVED_SUFFIXES = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3'] as const;

/**
 * Ends the name of a bucket in the account's regional namespace: prefix, account, region and this.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html (read in November 2026)
 */
const REGIONAL_SUFFIX = '-an';
const REGIONAL_NAME = /-\d{12}-[a-z]{2}(?:-[a-z]+)+-\d-an$/;

/** What S3 would refuse about a name of permitted characters and length, as what is expected instead. */
function bucketFault(name: string): string | undefined {
  if (name.includes('..')) return 'a bucket name without two dots in a row';
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return 'a bucket name that is no IP address';
  const prefix = RESERVED_PREFIXES.find((each) => name.startsWith(each));
  if (prefix !== undefined) return `a bucket name that does not begin with "${prefix}", which AWS keeps for itself`;
  const suffix = RESERVED_SUFFIXES.find((each) => name.endsWith(each));
  return suffix === undefined
    ? undefined
    : `a bucket name that does not end with "${suffix}", which AWS keeps for itself`;
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

/** Name of a bucket that is made here: by the stacks, which can ask for none in the regional namespace. */
export const bucketName = wellFormedBucket.superRefine((name, context) => {
  if (!name.endsWith(REGIONAL_SUFFIX)) return;
  context.addIssue({
    code: 'custom',
    message: `a bucket name that does not end with "${REGIONAL_SUFFIX}", which S3 takes only in the account’s regional namespace, where the stacks make no bucket`,
  });
});

/** Name of a bucket that may exist already, in the regional namespace, too. */
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
      message: `an AWS region; the nearest is ${JSON.stringify(nearest)} (config/model/regions.ts has all that were there in November 2026)`,
    });
  });
