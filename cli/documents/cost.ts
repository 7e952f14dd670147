import { z } from 'zod';

/** Estimate of a month. */
export const costDocument = z.object({
  environment: z.string(),
  region: z.string(),
  prices: z.looseObject({ currency: z.string(), region: z.string(), asOf: z.string() }),
  assumptions: z.record(z.string(), z.number()),
  lines: z.array(
    z.object({
      what: z.string(),
      price: z.string(),
      quantity: z.number(),
      reckoning: z.string(),
      usd: z.number(),
    }),
  ),
  totalUsd: z.number(),
  levers: z.array(z.string()),
  notes: z.array(z.string()),
  free: z.array(z.object({ type: z.string(), why: z.string() })),
});
