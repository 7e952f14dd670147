import { z } from 'zod';

/** Whether an application has a fresh snapshot. */
export const gateDocument = z.object({
  application: z.string(),
  fresh: z.boolean(),
  /** Newest READY snapshot that is not suspect. */
  newest: z.object({ name: z.string(), createdAt: z.iso.datetime(), ageSeconds: z.number() }).nullable(),
  maxAgeSeconds: z.number(),
  /** Snapshot that was taken for it, with its status. */
  taken: z.string().nullable(),
});
