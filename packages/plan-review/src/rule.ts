import type { AttributeChange } from './attribute-changes';
import { attribute, type RefusalKind } from './finding';
import type { ResourceChange } from './plan';
import type { Watched } from './switches';

/** Finding of a rule on one resource: a refusal with its kind, or a caution. */
export type RuleFinding =
  | { readonly text: string; readonly detail?: string | undefined; readonly isHeaded?: boolean }
  | {
      readonly kind: RefusalKind;
      readonly detail: string | undefined;
      readonly attributes: readonly AttributeChange[];
    };

/** Rule for resources of some types; without types for all. */
export interface Rule {
  readonly types?: readonly string[];
  /** True if it also checks unchanged resources: the existing state is at stake, not the change. */
  readonly isOfState?: boolean;
  /**
   * Finds problems of a change.
   *
   * @param all every change of the plan: some changes are a loss only if nothing takes their place.
   */
  readonly find: (change: ResourceChange, all: readonly ResourceChange[]) => readonly RuleFinding[];
}

/** Findings, if the condition holds. */
export function when(condition: boolean, ...findings: readonly RuleFinding[]): readonly RuleFinding[] {
  return condition ? findings : [];
}

/** Refusal, with its attributes. */
export function refusal(kind: RefusalKind, watched: readonly Watched[] = [], detail?: string): RuleFinding {
  return { kind, detail, attributes: watched.map(({ path, shown }) => attribute(path, shown.old, shown.now)) };
}

/** Caution. */
export function look(text: string, detail?: string): RuleFinding {
  return { text, detail };
}

/** Visible caution: snapshots, or what a job starts from, are at stake. */
export function headed(text: string, detail?: string): RuleFinding {
  return { text, detail, isHeaded: true };
}
