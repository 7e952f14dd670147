import { z } from 'zod';

/** Pages of the AWS console, and what to do after a deployment. */
export const nextStepsDocument = z.object({
  links: z.array(z.object({ what: z.string(), url: z.string() })),
  steps: z.array(z.string()),
  warnings: z.array(z.string()),
});
