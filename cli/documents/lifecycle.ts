import { z } from 'zod';

/** Application that was stopped. */
export const stopDocument = z.object({
  application: z.string(),
  /** READY; of a dry run the status as it is. */
  status: z.string(),
  /** True: a dry run, nothing was changed. */
  dryRun: z.boolean().optional(),
  /** True: the service was told to take no snapshot. */
  force: z.boolean(),
  /** Snapshot that the service took for the stop. */
  snapshot: z.string().nullable(),
});
