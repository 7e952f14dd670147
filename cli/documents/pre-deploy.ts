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
      /** Facts to go back by; missing where the deployment does not touch the application, or creates it. */
      deployment: z
        .object({
          version: z.number(),
          codeKey: z.string().nullable(),
          commit: z.string().nullable(),
          isRecorded: z.boolean(),
          rollback: z.string(),
        })
        .optional(),
      says: z.array(z.string()),
    }),
  ),
});
