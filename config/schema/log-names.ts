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
