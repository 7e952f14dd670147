import { z } from 'zod';

/** Checks in the order in which they depend on each other. */
export const doctorDocument = z.object({
  deployment: z.string().nullable(),
  region: z.string().nullable(),
  at: z.iso.datetime(),
  checks: z.array(
    z.object({
      /** Subject, such as `credentials` or the name of an application; several checks may share one. */
      id: z.string(),
      /** `unknown`: it could not be made. `skipped`: there is nothing to check, or rights can't be simulated. */
      state: z.enum(['well', 'problem', 'unknown', 'skipped']),
      says: z.string(),
      remedy: z.string().nullable(),
    }),
  ),
});
