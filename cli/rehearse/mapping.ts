import type { JobOperator, SavedOperator } from '../../packages/managed-flink/src/flink-cluster/state-map';

/** Operator with state in the savepoint, and its place in the new code. */
export interface MappedOperator {
  readonly id: string;
  /** As the programmer named it, from the old code or the new one; null: neither knows the id. */
  readonly name: string | null;
  readonly uid: string | null;
  readonly bytes: number;
  readonly states: string[];
  /** `kept`: the new code has an operator for it. `dropped`: it has none. `not-known`: its operators can't be read. */
  readonly fate: 'kept' | 'dropped' | 'not-known';
  /** States of a kept operator that the new code does not ask for: Flink drops them without a word. */
  readonly droppedStates: string[];
  /** States of a kept operator that the new code did not ask for until now, and may ask for with another record. */
  readonly notAskedStates: string[];
  /** How long the operator was looked at in the running new code, and with how many records; null: not at all. */
  readonly watched: { readonly seconds: number; readonly records: number } | null;
  /** Operator of the new code that has the same name, another uid, and no state in the savepoint. */
  readonly renamed: { readonly name: string; readonly uid: string | null } | null;
}

/** Operators as far as they can be read; undefined: not at all. */
export interface Operators {
  readonly saved: readonly SavedOperator[];
  readonly old: readonly JobOperator[] | undefined;
  readonly new: readonly JobOperator[] | undefined;
}

/** Maps the operators that have state to those of the new code, as Flink does: by id, or by the hash set in the code. */
export function mapOperators({ saved, old = [], new: now }: Operators): MappedOperator[] {
  return saved
    .filter(({ hasState }) => hasState)
    .map(({ id, bytes, states }) => {
      const before = old.find((each) => hasId(each, id));
      const found = now?.find((each) => hasId(each, id));
      const fate = now === undefined ? 'not-known' : found ? 'kept' : 'dropped';
      const twin =
        fate === 'dropped'
          ? now?.find((each) => each.name === before?.name && !saved.some((one) => hasId(each, one.id)))
          : undefined;
      return {
        id,
        name: before?.name ?? found?.name ?? null,
        uid: before?.uid ?? found?.uid ?? null,
        bytes,
        states: states.filter((name) => !name.startsWith('_timer_state/')),
        fate,
        droppedStates: [],
        notAskedStates: [],
        watched: null,
        renamed: twin ? { name: twin.name, uid: twin.uid } : null,
      };
    });
}

/** Operators of the new code that are not in the savepoint: they start empty. */
export function newOperators({ saved, new: now = [] }: Operators): JobOperator[] {
  return now.filter((each) => !saved.some(({ id }) => hasId(each, id)));
}

/** Operators whose ids change when the job's graph does: the programmer gave them no uid. */
export function withoutUid(operators: readonly JobOperator[] = []): string[] {
  return operators.filter(({ uid, uidHash }) => uid === null && uidHash === null).map(({ name }) => name);
}

/** Operators of the old code that the new code lacks; for a mapping without a savepoint. */
export function missingOperators(old: readonly JobOperator[], now: readonly JobOperator[]): JobOperator[] {
  return old.filter(({ id }) => !now.some((each) => hasId(each, id)));
}

function hasId(operator: JobOperator, id: string): boolean {
  return operator.id === id || operator.uidHash === id;
}
