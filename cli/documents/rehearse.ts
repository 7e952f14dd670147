import { z } from 'zod';

const code = z.object({
  /** As it was typed. */
  given: z.string(),
  kind: z.enum(['jar', 'version', 'ref']),
  jar: z.string(),
  /** Commit of a ref. */
  commit: z.string().nullable(),
});

/** Verdict on whether new code reads the state of old code. */
export const rehearseDocument = z.object({
  verdict: z.enum(['compatible', 'partial', 'incompatible', 'unknown']),
  /** How far the rehearsal came, in this order. */
  reached: z.enum(['nothing', 'old-state', 'mapped', 'restored', 'tasks-running', 'checkpoint']),
  because: z.string(),
  /** Advice; null: nothing has to be done. */
  remedy: z.string().nullable(),
  /** Null: a savepoint was given, and the old code is not needed. */
  from: code.nullable(),
  to: code,
  state: z.object({ kind: z.enum(['taken', 'folder', 'snapshot']), given: z.string().nullable() }),
  /** Operators with state in the savepoint. */
  operators: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      uid: z.string().nullable(),
      bytes: z.number(),
      states: z.array(z.string()),
      fate: z.enum(['kept', 'dropped', 'not-known']),
      /** Names of states that the new code does not ask for although it has the operator: Flink drops them silently. */
      droppedStates: z.array(z.string()),
      /** Names of states that it did not ask for until now, and may ask for with another record: not known. */
      notAskedStates: z.array(z.string()),
      /** How long the operator was looked at in the running new code, and with how many records; null: not at all. */
      watched: z.object({ seconds: z.number(), records: z.number() }).nullable(),
      /** Timers of the operator. `ignored`: the new code does nothing when they fire. Count null: not counted. */
      timers: z.array(
        z.object({
          service: z.string(),
          time: z.enum(['event', 'processing']),
          count: z.number().nullable(),
          fate: z.enum(['kept', 'dropped', 'ignored', 'not-known']),
        }),
      ),
      renamed: z.object({ name: z.string(), uid: z.string().nullable() }).nullable(),
    }),
  ),
  /** Operators of the new code that start empty. */
  newOperators: z.array(z.string()),
  /** Uids of the new operators, in the same order; null: the code gives it none. */
  newOperatorUids: z.array(z.string().nullable()),
  warnings: z.array(z.string()),
  phases: z.array(z.object({ title: z.string(), seconds: z.number() })),
  seconds: z.number(),
});

export type RehearseDocument = z.infer<typeof rehearseDocument>;
