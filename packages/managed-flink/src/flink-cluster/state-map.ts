import { join } from 'node:path';
import { z } from 'zod';
import { run } from '../../../../tools/processes/run';
import { type HomeOptions, prepareHome } from './cluster-home';
import { clusterFolders } from './flink-config';
import { FlinkStartError, rootCause } from './flink-errors';
import { jvmCommand } from './flink-jvm';
import { flinkPath } from './flink-path';

/** Operator with state in a savepoint. Flink 1.20 stores no names: only ids, which derive from uids. */
const savedOperator = z.object({
  id: z.string(),
  parallelism: z.number(),
  maxParallelism: z.number(),
  bytes: z.number(),
  /** False: the operator took part in the savepoint, and nothing is lost without it. */
  hasState: z.boolean(),
  /** Names of its states that hold something, as far as they can be read. */
  states: z.array(z.string()),
  /** False: there are states whose names can't be read. */
  allNamed: z.boolean(),
  /** Both queues of each service of timers, also empty ones. */
  timers: z.array(
    z.object({
      service: z.string(),
      time: z.enum(['event', 'processing']),
      /** Missing: they could not be counted. */
      count: z.number().optional(),
    }),
  ),
});
export type SavedOperator = z.infer<typeof savedOperator>;

const jobOperator = z.object({
  name: z.string(),
  /** Null: the programmer gave none, and the id derives from the operator's place in the job. */
  uid: z.string().nullable(),
  id: z.string(),
  /** Id that the programmer set by `setUidHash`; it finds state, too. */
  uidHash: z.string().nullable(),
  parallelism: z.number(),
});
export type JobOperator = z.infer<typeof jobOperator>;

/** Class as Kryo writes it: the values of its fields in this order, without names; a constant of an enum as its place. */
const kryoClass = z.object({
  name: z.string(),
  fields: z.array(z.object({ name: z.string(), type: z.string(), isFinal: z.boolean() })).optional(),
  constants: z.array(z.string()).optional(),
});
export type KryoClass = z.infer<typeof kryoClass>;

const kryoOperator = z.object({
  id: z.string(),
  /** False: serializers of some states could not be read. */
  complete: z.boolean(),
  /** States of which Kryo writes something. */
  states: z.array(
    z.object({
      /** `(key)`: the key of all states of the operator. */
      state: z.string(),
      classes: z.array(kryoClass),
      /** Types whose values can be of any class, such as an interface. */
      open: z.array(z.string()),
    }),
  ),
});
/** Operator of a savepoint, with the classes of its states that Kryo writes, as one JAR has them. */
export type KryoOperator = z.infer<typeof kryoOperator>;

const kryo = z.array(kryoOperator).optional();
const failed = z.object({ error: z.string(), kryo });
const late = z.object({ late: z.literal(true), kryo });

const stateMap = z.object({
  savepoint: z.union([z.object({ checkpointId: z.number(), operators: z.array(savedOperator) }), failed]).optional(),
  jobs: z.array(z.union([z.object({ operators: z.array(jobOperator), kryo }), failed, late])),
});

/** Failure to read a savepoint or a job. */
export interface Unreadable {
  /** Stack trace of Java. */
  readonly stackTrace: string;
  /** Innermost reason, in Java's words. */
  readonly cause: string;
}

/** Operators of a savepoint and of jobs; each part may be unreadable by itself. */
export interface StateMap {
  /** Missing: none was asked for. */
  readonly savepoint?: { readonly operators: readonly SavedOperator[] } | Unreadable;
  /** One for each JAR, in the same order. `late`: its main() did not come to execute() in time. */
  readonly jobs: readonly (({ readonly operators: readonly JobOperator[] } | Unreadable | { readonly late: true }) & {
    /** States of the savepoint that Kryo writes, by the classes of this JAR; missing: there is no savepoint. */
    readonly kryo?: readonly KryoOperator[] | undefined;
  })[];
}

export interface StateMapOptions extends HomeOptions {
  readonly java?: string | undefined;
  /** Folder of a savepoint or checkpoint, which holds `_metadata`. */
  readonly savepoint?: string | undefined;
  /** The classes of the first one read the savepoint. Each main() runs as far as execute(). */
  readonly jars: readonly string[];
  readonly parallelism: number;
  /** Time for each main(). */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const MARK = 'STATE-MAP ';

/**
 * Reads which operators have state in a savepoint, and which operators jobs have, in a JVM of its own.
 *
 * @throws FlinkStartError when the JVM gives no answer.
 */
export async function readStateMap(options: StateMapOptions): Promise<StateMap> {
  const { home, java, s3, savepoint, jars, parallelism, timeoutMs, signal } = options;
  const command = await jvmCommand({
    ...{ home, java, s3, logFile: join(clusterFolders(home).log, 'state-map.log'), logLevel: 'WARN' },
    mainClass: 'kda.local.StateMap',
    guardsExit: true,
    args: [String(parallelism), String(timeoutMs), savepoint === undefined ? '-' : flinkPath(savepoint), ...jars],
  });
  await prepareHome(options);
  const lines = await run(command.java, command.args, {
    environment: command.environment,
    ...(signal && { signal }),
  });
  const answer = lines.find((line) => line.startsWith(MARK));
  if (answer === undefined) {
    throw new FlinkStartError('The operators could not be read', lines.slice(-20).join('\n') || 'no output');
  }
  return mapOf(stateMap.parse(JSON.parse(answer.slice(MARK.length))));
}

function mapOf({ savepoint, jobs }: z.infer<typeof stateMap>): StateMap {
  return {
    ...(savepoint && { savepoint: 'error' in savepoint ? unreadable(savepoint.error) : savepoint }),
    jobs: jobs.map((job) => ('error' in job ? { ...unreadable(job.error), kryo: job.kryo } : job)),
  };
}

function unreadable(stackTrace: string): Unreadable {
  return { stackTrace, cause: rootCause(stackTrace) };
}
