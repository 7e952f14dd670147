import { z } from 'zod';

/** Results for each application that the deployment may restart. */
export const preDeployDocument = z.object({
  environment: z.string(),
  applications: z.array(
    z.looseObject({
      application: z.string(),
      status: z.string(),
      freshSnapshot: z
        .looseObject({ name: z.string(), takenBy: z.string(), heldUntil: z.string().optional() })
        .optional(),
      restart: z.unknown(),
      says: z.array(z.string()),
    }),
  ),
});
