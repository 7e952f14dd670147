import { z } from 'zod';
import { MAKERS } from '../views/made-by';

const time = z.iso.datetime();

/** Snapshot with everything known about it; `null`: not known. */
export const snapshotDocument = z.object({
  name: z.string(),
  createdAt: time.nullable(),
  ageSeconds: z.number().nullable(),
  /** Status as the service names it. */
  state: z.string(),
  madeBy: z.enum(MAKERS),
  codeVersion: z.number(),
  runtime: z.string().nullable(),
  holds: z.array(z.object({ who: z.string(), why: z.string(), since: time, until: time.nullable() })).nullable(),
  /** `false`: trusted. */
  suspect: z.union([z.object({ who: z.string(), why: z.string(), markedAt: time }), z.literal(false)]).nullable(),
  /** Newest proof; `false`: none. */
  proven: z.union([z.object({ at: time, restoreSeconds: z.number().nullable() }), z.literal(false)]).nullable(),
  retention: z
    .object({
      verdict: z.enum(['stays', 'goes']),
      /** Words of `kda retention`. */
      reasons: z.array(z.string()),
      /** Run that will delete it if the schedule goes on; `null`: none within a year. */
      goesAt: time.nullable(),
    })
    .nullable(),
  /** Seconds of input after it that the source no longer has, if it is restored; `null`: none, or not known. */
  missingInputSeconds: z.number().nullable(),
});

/** All snapshots of an application, newest first. */
export const snapshotsDocument = z.object({
  application: z.string(),
  region: z.string(),
  at: time,
  status: z.string(),
  quota: z.object({ used: z.number(), of: z.number().nullable() }),
  snapshots: z.array(snapshotDocument),
  /** Sentences about what could not be read. */
  unread: z.array(z.string()),
});
