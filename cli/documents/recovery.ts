import { z } from 'zod';

const target = z.object({ name: z.string(), createdAt: z.iso.datetime(), applicationVersion: z.number() });

const done = z.object({
  application: z.string(),
  status: z.string(),
  restore: z.object({
    from: z.enum(['snapshot', 'none']),
    snapshotName: z.string().optional(),
    allowNonRestoredState: z.boolean(),
  }),
  outcome: z.enum(['proven', 'started-not-proven', 'not-proven', 'given-up']),
  kind: z.enum(['restore', 'start', 'rollback']),
  /** Application version whose code and settings run again; null: those of before stay. */
  code: z.object({ version: z.number(), from: z.number(), key: z.string().nullable() }).nullable(),
  /** Snapshot that it was started from; null: empty state. */
  from: target.nullable(),
  /** Age of the snapshot at the stop. */
  rpoSeconds: z.number().nullable(),
  /** Time from the stop until the verdict. */
  rtoSeconds: z.number().nullable(),
  proof: z.array(z.string()),
  suspects: z.array(z.string()),
  steps: z.array(z.object({ step: z.string(), state: z.string(), said: z.string() })),
});

const planned = z.object({
  application: z.string(),
  outcome: z.literal('planned'),
  plan: z.looseObject({ target: target.optional(), suspects: z.array(z.string()), steps: z.array(z.string()) }),
});

/** Restore or start, done or planned (`--dry-run`). */
export const recoveryDocument = z.union([done, planned]);
