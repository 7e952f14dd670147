import { z } from 'zod';

const step = z.object({
  step: z.string(),
  outcome: z.enum(['already', 'left', 'danger', 'changed', 'would-change']),
  message: z.string(),
});

/** Result for the bucket of the state, or advice where there is none. */
export const bootstrapDocument = z.union([
  z.object({
    bucket: z.string(),
    region: z.string(),
    account: z.string(),
    dryRun: z.boolean(),
    steps: z.array(step),
  }),
  z.object({ kind: z.literal('terraform-cloud'), steps: z.array(step), advice: z.string() }),
]);
