import { z } from 'zod';

const time = z.iso.datetime();
const snapshot = z.object({ name: z.string(), createdAt: time, isGone: z.boolean() });

const shared = {
  application: z.string(),
  /** Good snapshots (READY, not suspect) around the run, and the time between them; up to now without one after. */
  gap: z.object({ before: snapshot.nullable(), after: snapshot.nullable(), seconds: z.number().nullable() }),
  /** Errors, warnings and failed checkpoints of the application meanwhile; null: not read. */
  jobLog: z
    .object({
      logGroup: z.string(),
      lines: z.array(
        z.object({ at: time, level: z.string().nullable(), text: z.string(), cause: z.string().nullable() }),
      ),
    })
    .nullable(),
  /** Sentences about what could not be read. */
  unread: z.array(z.string()),
};

const withoutRun = z.object({ ...shared, run: z.null() });

const withRun = z.object({
  ...shared,
  run: z.object({
    ...{ runId: z.number(), eventId: z.string(), time, outcome: z.string(), reason: z.string().nullable() },
    ...{ wentWell: z.boolean(), says: z.string(), snapshot: z.string().nullable() },
  }),
  /** Runs in a row that did not go well, around this one; null: it went well. */
  episode: z.object({ since: time, runs: z.number(), place: z.number(), overSince: time.nullable() }).nullable(),
  steps: z.array(z.object({ at: time, isTrouble: z.boolean(), says: z.string() })),
  /** Source of the steps: the manager's log, or the audit table alone. */
  stepsBy: z.enum(['log', 'audit']),
  actions: z.array(
    z.object({ at: time, outcome: z.string(), who: z.string().nullable(), message: z.string().nullable() }),
  ),
  told: z.object({
    mail: z.object({ condition: z.string(), at: time }).nullable(),
    mailAddresses: z.array(z.string()),
    /** Alarms that went to ALARM meanwhile; null: not known. */
    alarms: z.array(z.object({ name: z.string(), at: time })).nullable(),
  }),
  objectiveSeconds: z.number().nullable(),
  advice: z.object({ text: z.string(), command: z.string() }),
});

/** Explanation of one run; `run` is null, and the exit code 3, where none is known. */
export const whyDocument = z.union([withRun, withoutRun]);
