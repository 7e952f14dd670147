import { z } from 'zod';

/** Name of an application: 1 to 128 of these characters (botocore kinesisanalyticsv2, ApplicationName). */
export const applicationName = z
  .string()
  .regex(/^[a-zA-Z0-9_.-]{1,128}$/, 'must be 1 to 128 letters, digits or any of "_.-"');
