import { z } from 'zod';

/** Application that was started. */
export const startDocument = z.object({
  application: z.string(),
  status: z.literal('RUNNING'),
  restore: z.object({
    from: z.enum(['latest', 'none', 'snapshot']),
    snapshotName: z.string().optional(),
    allowNonRestoredState: z.boolean().optional(),
  }),
});

/** Application that was stopped; `force`: without a snapshot. */
export const stopDocument = z.object({ application: z.string(), status: z.literal('READY'), force: z.boolean() });
