import { z } from 'zod';

/**
 * Characters that every service accepts in a tag: IAM, Lambda and CloudWatch Logs allow letters, digits and spaces of
 * any script and `_.:/=+-@` (their service models, 2026-11;
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html).
 */
const ALLOWED = '\\p{L}\\p{Z}\\p{N}_.:/=+\\-@';
const IN_WORDS = 'letters, digits, spaces or any of "_.:/=+-@"';

/** Tags of the deployment, limited to what all its services accept. */
export const tagsSchema = z
  .record(
    z
      .string()
      .regex(
        new RegExp(`^(?![aA][wW][sS]:)[${ALLOWED}]{1,128}$`, 'u'),
        `must be 1 to 128 ${IN_WORDS}, not starting with "aws:"`,
      ),
    z.string().regex(new RegExp(`^[${ALLOWED}]{0,256}$`, 'u'), `must be at most 256 ${IN_WORDS}`),
  )
  .default({})
  .describe(
    'Tags of every resource, at most 49 beside `deployment`. Keys and values: letters, digits, spaces and `_.:/=+-@`, as IAM, Lambda and CloudWatch Logs accept.',
  );
