import type { ChildProcess } from 'node:child_process';
import type { Interface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { rootCause } from './flink-errors';

const runningState = z.object({
  name: z.string(),
  /** Values that were read; missing: nobody asked for them, or it is no keyed state. */
  values: z.number().optional(),
  /** False: the time was over before all of them were read. */
  all: z.boolean().optional(),
  /** Stack trace of the first value that can't be read. */
  error: z.string().optional(),
});

const runningOperator = z.object({
  id: z.string(),
  /** Records that it has received since its start. */
  recordsIn: z.number(),
  keyed: z.boolean(),
  /** States that its code has asked for, which are fewer than Flink restored where it left one out. */
  states: z.array(runningState),
  /** Services of timers that its code has asked for. */
  timers: z.array(
    z.object({
      service: z.string(),
      /** False: its code does nothing when a timer of event time fires. */
      event: z.boolean(),
      processing: z.boolean(),
      /** False: no watermark has come, so no timer of event time can fire. */
      hasWatermark: z.boolean(),
    }),
  ),
});

/** Operator of a running job, over all its subtasks. */
export type RunningOperator = z.infer<typeof runningOperator>;

const runningStates = z.object({
  operators: z.array(runningOperator),
  /** Calls by which code of a job wanted to end the JVM, where the cluster guards it: `System.exit(1) at a.B.main:7`. */
  exits: z.array(z.string()),
});

export type RunningStates = z.infer<typeof runningStates>;

const answer = z.union([runningStates, z.object({ error: z.string() })]);

/** Longest time for an answer, beside the reading of values: a task may be in a long record. */
const PATIENCE_MS = 15_000;
const MARK = 'STATES ';

/**
 * Asks the JVM of a cluster for the states of a job's operators. One question at a time.
 *
 * @param lines those of the JVM's output. @param exited resolves at its end. @param valuesMs time for reading the
 * values; 0: none are read.
 * @returns what the tasks that answered have; undefined: the JVM did not.
 */
export async function askRunningStates(
  jvm: ChildProcess,
  lines: Interface,
  exited: Promise<unknown>,
  jobId: string,
  valuesMs: number,
): Promise<RunningStates | undefined> {
  if (!jvm.stdin?.writable) return undefined;
  const done = new AbortController();
  const answered = new Promise<string>((resolve) => {
    lines.on('line', function listen(line) {
      if (!line.startsWith(MARK)) return;
      lines.off('line', listen);
      resolve(line.slice(MARK.length));
    });
  });
  jvm.stdin.write(`${MARK}${jobId} ${valuesMs}\n`);
  const patience = sleep(PATIENCE_MS + valuesMs, undefined, { signal: done.signal }).catch(() => undefined);
  const text = await Promise.race([answered, exited.then(() => undefined), patience]);
  done.abort();
  if (text === undefined) return undefined;
  const states = answer.parse(JSON.parse(text));
  if ('error' in states) throw new Error(`The states of the running job can't be read: ${rootCause(states.error)}`);
  return states;
}
