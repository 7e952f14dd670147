import { z } from 'zod';
import { WEEKDAYS, WINDOW_PATTERN } from '../../lambda-src/snapshot-manager/domain/drill/drill-window';

/** `drill` of an entry: consent to a drill in place, and its window. */
export const drillSchema = z
  .strictObject({
    window: z
      .string()
      .regex(WINDOW_PATTERN, 'must be two times of a day in UTC such as "04:00-04:30"')
      .refine((window) => window.slice(0, 5) !== window.slice(6), 'two different times such as "04:00-04:30"')
      .describe(
        'Window of the drill in UTC, such as "04:00-04:30"; one that ends before it begins lasts past midnight. It must have room for two snapshots (`usualSnapshotSeconds`) and 10 minutes to stop, start and prove.',
      ),
    days: z
      .array(z.enum(WEEKDAYS))
      .min(1)
      .max(7)
      .optional()
      .describe('Days on which the window begins, such as ["SUN"]. Default: every day.'),
  })
  .describe(
    'Consent to drill this application in place: in this window it is stopped, restored from its own snapshot, and proven. Needs a name. Default: no drill in place.',
  );

/** Objective of the last proven restore. */
export const provenWithinDays = z.int().min(1).max(3650);
