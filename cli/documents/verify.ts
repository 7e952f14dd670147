import { z } from 'zod';

/** Verdicts on applications after a deployment. */
export const verifyDocument = z.object({
  /** True: all of them work. */
  verified: z.boolean(),
  applications: z.array(
    z.object({
      application: z.string(),
      status: z.string(),
      verdict: z.enum(['working', 'not-working', 'undetermined']),
      because: z.array(z.string()),
      /** Facts that could not be seen, and do not count. */
      unseen: z.array(z.string()),
      watchedSeconds: z.number(),
      /** Command that comes next. */
      next: z.string().nullable(),
    }),
  ),
});
