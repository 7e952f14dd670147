import { z } from 'zod';
import { auditDocument } from './audit';
import { scheduleFields } from './schedule-fields';
import { snapshotDocument } from './snapshots';

const time = z.iso.datetime();
const shared = { application: z.string(), region: z.string(), at: time, unread: z.array(z.string()) };
const mark = { who: z.string(), why: z.string() };

const application = z.object({
  ...shared,
  kind: z.literal('application'),
  status: z.string(),
  version: z.number(),
  runtime: z.string(),
  createdAt: time.nullable(),
  snapshotsEnabled: z.boolean(),
  snapshotMode: z.string().nullable(),
  /** Source of a start without a choice. */
  restoresFrom: z.object({ kind: z.enum(['latest', 'snapshot', 'none']), name: z.string().optional() }),
  job: z
    .object({
      code: z.string().nullable(),
      checkpointing: z.boolean().nullable(),
      checkpointIntervalSeconds: z.number().nullable(),
      parallelism: z.number().nullable(),
      autoScaling: z.boolean().nullable(),
      allowNonRestoredState: z.boolean().nullable(),
      systemRollback: z.boolean().nullable(),
    })
    .nullable(),
  quota: z.object({ used: z.number(), of: z.number().nullable() }),
  newestGood: snapshotDocument.nullable(),
  /** Time of the oldest READY snapshot that is not suspect. */
  reachesBackTo: time.nullable(),
  /** `null`: none is known, or it does not select the application. */
  deployment: z
    .object({
      name: z.string(),
      environment: z.string(),
      /** Longest minutes between two runs of its schedule; `null`: nothing is scheduled. */
      scheduleMinutes: z.number().nullable(),
      ...scheduleFields,
      objectiveMinutes: z.number(),
      retention: z.string(),
      stoppedOnPurpose: z.string().nullable(),
      /** Duration for which the source can be replayed; `null`: not known. */
      sourceHorizon: z.string().nullable(),
      /** Window of its drills, with its days; `null`: the settings have no consent. */
      drill: z.object({ window: z.string(), openUntil: time.nullable(), next: time }).nullable(),
      /** Days within which a restore or drill must have proven a snapshot; `null`: no objective. */
      provenWithinDays: z.number().nullable(),
    })
    .nullable(),
  holds: z.array(z.object({ snapshotName: z.string(), ...mark, since: time, until: time.nullable() })).nullable(),
  suspects: z.array(z.object({ snapshotName: z.string(), ...mark, markedAt: time })).nullable(),
  freezes: z.array(z.object({ ...mark, since: time, until: time })).nullable(),
  lastRows: auditDocument.nullable(),
  /** Restore or start that has not ended; `step` is the one that comes next. */
  recovery: z
    .object({ kind: z.string(), ...mark, since: time, step: z.string().nullable(), owner: z.string() })
    .nullable(),
});

const snapshot = z.object({
  ...shared,
  kind: z.literal('snapshot'),
  snapshot: snapshotDocument,
  /** Row of the run or action that made it; `null`: none is known. */
  madeByRun: auditDocument.element.nullable(),
  /** Restores, starts and drills from it, newest first. */
  restores: auditDocument.nullable(),
  /** Command that goes back to it; `null`: nothing can be restored from it. */
  restoreCommand: z.string().nullable(),
});

/** Everything known about an application, or about one of its snapshots. */
export const describeDocument = z.discriminatedUnion('kind', [application, snapshot]);
