import { z } from 'zod';
import { SOURCES, WAYS } from '../views/next-state';
import { scheduleFields } from './schedule-fields';

const time = z.iso.datetime();

/** State that each way of starting an application would use now. */
export const nextDocument = z.object({
  application: z.string(),
  region: z.string(),
  at: time,
  status: z.string(),
  ...scheduleFields,
  /** True: a stop without force takes a snapshot, which is then the newest one. */
  stopTakesSnapshot: z.boolean(),
  next: z.array(
    z.object({
      by: z.enum(WAYS),
      source: z.enum(SOURCES),
      snapshot: z
        .object({
          name: z.string(),
          createdAt: time.nullable(),
          ageSeconds: z.number().nullable(),
          /** `null`: not known. */
          suspect: z.boolean().nullable(),
        })
        .nullable(),
      because: z.string(),
    }),
  ),
  /** Sentences on where the ways differ, and what to do. */
  warnings: z.array(z.string()),
  unread: z.array(z.string()),
});
