import { z } from 'zod';

/** Which snapshots are kept; for all applications, and again for those that are to be kept differently. */
export const retentionSchema = z.strictObject({
  keepLast: z
    .int()
    .min(3)
    .max(1000)
    .default(10)
    .describe(
      'So many of this manager’s READY snapshots are kept for each application (the reference’s RetentionCount).',
    ),
});
