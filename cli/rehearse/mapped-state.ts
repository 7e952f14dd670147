import type { JobOperator, StateMap } from '../../packages/managed-flink/src/flink-cluster/state-map';
import type { KryoStates } from './kryo-states';
import { type MappedOperator, mapOperators, newOperators, withoutUid } from './mapping';
import { label } from './operator-words';

/** Error for a savepoint that Flink can't read at all. */
export class SavepointError extends Error {
  override readonly name = 'SavepointError';
}

/** Operators of a savepoint and of the new code, as far as they can be read. */
export interface Mapped {
  readonly operators: MappedOperator[];
  /** Operators of the new code that start empty. */
  readonly started: readonly JobOperator[];
  /** Operators of the new code; undefined: they can't be read. */
  readonly now: readonly JobOperator[] | undefined;
  /** Its main() did not come to execute() in time. */
  readonly isLate: boolean;
  readonly kryo: KryoStates;
  readonly warnings: readonly string[];
}

/** @throws SavepointError */
export function mapped({ savepoint, jobs }: StateMap, hasOld: boolean): Mapped {
  if (!savepoint || !('operators' in savepoint)) {
    throw new SavepointError(`Flink can't read the savepoint: ${savepoint?.cause ?? 'no answer'}`);
  }
  const [old, now] = hasOld ? jobs : [undefined, jobs[0]];
  const operators = {
    saved: savepoint.operators,
    old: old && 'operators' in old ? old.operators : undefined,
    new: now && 'operators' in now ? now.operators : undefined,
  };
  const found = mapOperators(operators);
  const unnamed = found.filter(({ id }) => savepoint.operators.some((each) => each.id === id && !each.allNamed));
  return {
    operators: found,
    started: newOperators(operators),
    now: operators.new,
    isLate: now !== undefined && 'late' in now,
    kryo: { old: hasOld ? (old?.kryo ?? []) : undefined, now: now?.kryo ?? [] },
    warnings: unnamed.map(
      (each) =>
        `The names of states of ${label(each)} can't be read, so it is not known whether the new code asks for all of them.`,
    ),
  };
}

export function uidWarnings({ jobs }: StateMap): string[] {
  const now = jobs.at(-1);
  const names = now && 'operators' in now ? withoutUid(now.operators) : [];
  if (names.length === 0) return [];
  const list = names.map((name) => `"${name}"`).join(', ');
  return [`Operators of the new code without a uid: ${list}. Their state is lost when the job's graph changes.`];
}
