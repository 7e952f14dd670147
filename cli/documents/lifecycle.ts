import { z } from 'zod';

/** Application that was stopped. */
export const stopDocument = z.object({
  application: z.string(),
  status: z.literal('READY'),
  /** True: the service was told to take no snapshot. */
  force: z.boolean(),
  /** Snapshot that the service took for the stop. */
  snapshot: z.string().nullable(),
});
