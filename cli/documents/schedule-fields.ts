import { z } from 'zod';

const time = z.iso.datetime();

/** Schedule of an application, as documents have it. */
export const scheduleFields = {
  /** Expression, such as `rate(10 minutes)`; `null`: nothing is scheduled, or that is not known. */
  schedule: z.string().nullable(),
  /** Next scheduled run that takes a snapshot, outside of quiet hours; `null`: none is due, or that is not known. */
  nextDue: time.nullable(),
  /** Quiet hours of now, in which scheduled runs take no snapshot. */
  quiet: z.object({ until: time, why: z.string() }).nullable(),
};
