import { z } from 'zod';
import { DRILL_VERDICTS } from '../../lambda-src/contract';

/** Drill of an application, done or planned (`--dry-run`). */
export const drillDocument = z.object({
  application: z.string(),
  /** `in-place`: the application itself; `local`: its state on a Flink of this machine (`--here`). */
  way: z.enum(['in-place', 'local']),
  /** Id of a drill in place; its row has it as `event_id`. */
  drill: z.string().nullable(),
  /** `undetermined`: the end was not seen. `planned`: nothing was done. */
  verdict: z.enum([...DRILL_VERDICTS, 'undetermined', 'planned']),
  /** Snapshot, or folder of a savepoint, that was started from. */
  snapshot: z.string().nullable(),
  /** Time in place from the stop to the proof; locally of the restore. */
  seconds: z.number().nullable(),
  /** Facts of the verdict. */
  proof: z.array(z.string()),
  /** Steps that were seen, in their order. */
  steps: z.array(z.object({ step: z.string(), said: z.string() })),
  message: z.string(),
  /** True: the audit table has a row about it. */
  recorded: z.boolean(),
});

export type DrillDocument = z.infer<typeof drillDocument>;
