import { z } from 'zod';

/** AWS: CreateLogGroup, logGroupName. */
export const logGroupName = z
  .string()
  .regex(/^[.\-_/#A-Za-z0-9]{1,512}$/, 'must be 1 to 512 letters, digits or any of "._-/#"');

/** AWS: CreateLogStream, logStreamName. */
export const logStreamName = z
  .string()
  .regex(/^[^:*\s]{1,512}$/, 'must be 1 to 512 characters without ":", "*" and spaces');
