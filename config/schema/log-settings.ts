import { z } from 'zod';

/**
 * Name of a log group (CreateLogGroup, logGroupName). "Log group names can't start with the string aws/"; "/aws/" is
 * usual.
 */
export const logGroupName = z
  .string()
  .regex(
    /^(?!aws\/)[.\-_/#A-Za-z0-9]{1,512}$/,
    'must be 1 to 512 letters, digits or any of "._-/#", not starting with "aws/"',
  );

/** Name of a log stream (CreateLogStream, logStreamName). */
export const logStreamName = z
  .string()
  .regex(/^[^:*\s]{1,512}$/, 'must be 1 to 512 characters without ":", "*" and spaces');

/** Retention periods of CloudWatch Logs in days (PutRetentionPolicy, retentionInDays), without "never expire". */
export const logRetentionDays = z
  .literal([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653])
  .describe('Days to keep log lines.');
