import { setTimeout as sleep } from 'node:timers/promises';
import type { FlinkCluster } from '../../packages/managed-flink/src/flink-cluster/flink-cluster';
import { rootCause } from '../../packages/managed-flink/src/flink-cluster/flink-errors';
import type { RunningOperator } from '../../packages/managed-flink/src/flink-cluster/running-states';
import type { JobOperator } from '../../packages/managed-flink/src/flink-cluster/state-map';
import { firstFailure } from '../../packages/managed-flink/src/flink-cluster/trial';
import type { MappedOperator } from './mapping';
import type { FindName } from './name-finder';

/** State of an operator as the running new code has it. */
export interface TriedOperator {
  readonly operator: MappedOperator;
  /** States that the code has not asked for; undefined: its task did not tell. */
  readonly missing: readonly string[] | undefined;
  /** Records that reached the operator; 0: states that it asks for with a record are not known. */
  readonly records: number;
  readonly keyed: boolean;
  /** Services of timers that the code has asked for. */
  readonly timers: RunningOperator['timers'];
  /** State whose values can't be read by the new code, and why. */
  readonly unreadable: { readonly state: string; readonly cause: string } | undefined;
  /** States of which only a part was read, with the number of values. */
  readonly partlyRead: readonly string[];
}

export interface TriedState {
  /** From the first look to the last one. */
  readonly seconds: number;
  readonly operators: TriedOperator[];
  /** Call with which the code wanted to end the JVM, and its place. */
  readonly exit: string | undefined;
}

/** Time for reading all values of the keyed states. */
const VALUES_MS = 3000;
/** Records come on for this long: the first one may be of a key without state. */
const LEAST_INPUT_MS = 1000;
const LOOK_MS = 200;

export interface Watch {
  /** Longest wait for a record at each operator with keyed state, and for one with which it asks for its states. */
  readonly inputMs: number;
  readonly findName: FindName;
  readonly signal: AbortSignal;
}

/**
 * Reads the restored state in the running job, then waits until each operator with keyed state has had a record and
 * asked for all states whose names it has, the job fails or ends, or the time is over.
 */
export async function tryState(
  cluster: FlinkCluster,
  jobId: string,
  kept: readonly MappedOperator[],
  now: readonly JobOperator[] | undefined,
  { inputMs, findName, signal }: Watch,
): Promise<TriedState> {
  const known = new Map<string, RunningOperator>();
  let exits: readonly string[] = [];
  const look = async (valuesMs: number) => {
    const running = await cluster.runningStates(jobId, valuesMs);
    add(known, running?.operators);
    exits = running?.exits ?? exits;
  };
  const tried = () => kept.map((operator) => triedOperator(operator, runningOne(operator, now, known)));
  await look(VALUES_MS);
  const startedAt = performance.now();
  while (exits.length === 0 && !tried().some(({ unreadable }) => unreadable)) {
    await sleep(LOOK_MS, undefined, { signal });
    const waitedMs = performance.now() - startedAt;
    // A task that was in a long record has read nothing yet.
    await look(tried().some(({ missing }) => missing === undefined) ? VALUES_MS : 0);
    const isReached = tried().every(
      ({ missing, keyed, records }) =>
        missing && (!keyed || (records > 0 && missing.every((name) => findName(name) === undefined))),
    );
    const isOver = waitedMs > (isReached ? LEAST_INPUT_MS : inputMs);
    if (isOver || (await hasLeft(cluster, jobId))) break;
  }
  if ([...known.values()].some(hasUnreadStates)) await look(VALUES_MS);
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  return { operators: tried(), seconds, exit: exits[0] };
}

async function hasLeft(cluster: FlinkCluster, jobId: string): Promise<boolean> {
  return (await firstFailure(cluster, jobId)) !== undefined || (await cluster.rest.jobStatus(jobId)) !== 'RUNNING';
}

/** True with a state that the code asked for after the values were read. */
function hasUnreadStates({ keyed, states }: RunningOperator): boolean {
  return keyed && states.some(({ values }) => values === undefined);
}

/** Adds a look to those before: a task that failed or ended tells nothing more. */
function add(known: Map<string, RunningOperator>, look: readonly RunningOperator[] = []): void {
  for (const operator of look) {
    const before = known.get(operator.id);
    const states = new Map(before?.states.map((state) => [state.name, state]));
    for (const state of operator.states) states.set(state.name, { ...states.get(state.name), ...state });
    known.set(operator.id, {
      ...operator,
      recordsIn: Math.max(operator.recordsIn, before?.recordsIn ?? 0),
      states: [...states.values()],
    });
  }
}

/** Operators run under the id of their uid, also where the state is found by a hash that the code sets. */
function runningOne({ id }: MappedOperator, now: readonly JobOperator[] = [], known: Map<string, RunningOperator>) {
  const own = now.find((each) => each.uidHash === id)?.id;
  return known.get(id) ?? (own === undefined ? undefined : known.get(own));
}

function triedOperator(operator: MappedOperator, running: RunningOperator | undefined): TriedOperator {
  if (!running) {
    return {
      ...{ operator, missing: undefined, records: 0, keyed: false },
      ...{ timers: [], unreadable: undefined, partlyRead: [] },
    };
  }
  const { states, recordsIn, keyed, timers } = running;
  const failed = states.find(({ error }) => error !== undefined);
  return {
    operator,
    missing: operator.states.filter((name) => !states.some((state) => state.name === name)),
    records: recordsIn,
    keyed,
    timers,
    unreadable: failed && { state: failed.name, cause: rootCause(failed.error ?? '') },
    partlyRead: states
      .filter(({ all }) => all === false)
      .map(({ name, values }) => `${values} values of "${name}" in ${operator.name ?? operator.id}`),
  };
}
