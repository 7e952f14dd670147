import type { JobOperator, SavedOperator } from '../../packages/managed-flink/src/flink-cluster/state-map';

/** Timers of a service in the savepoint, all of one time. */
export interface SavedTimers {
  /** As the operator names it: `user-timers` of process functions, `window-timers` of windows. */
  readonly service: string;
  readonly time: 'event' | 'processing';
  /** Null: they could not be counted, and there may be none. */
  readonly count: number | null;
  /**
   * `kept`: the new code has them. `dropped`: it asks for no such timers. `ignored`: it has them, and does nothing when
   * they fire. `not-known`: its operator was not looked at.
   */
  readonly fate: 'kept' | 'dropped' | 'ignored' | 'not-known';
}

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
  readonly timers: SavedTimers[];
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
    .map(({ id, bytes, states, timers }) => {
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
        states,
        timers: savedTimers(timers, fate),
        fate,
        droppedStates: [],
        notAskedStates: [],
        watched: null,
        renamed: twin ? { name: twin.name, uid: twin.uid } : null,
      };
    });
}

/** Empty queues have nothing to lose. */
function savedTimers(timers: SavedOperator['timers'], fate: MappedOperator['fate']): SavedTimers[] {
  return timers
    .filter(({ count }) => count !== 0)
    .map(({ service, time, count = null }) => {
      return { service, time, count, fate: fate === 'dropped' ? 'dropped' : 'not-known' };
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
