import type { AttributeChange } from './attribute-changes';
import { attribute, type RefusalKind } from './finding';
import type { ResourceChange } from './plan';
import type { Watched } from './switches';

/** What a rule finds in one resource; without a kind it is a caution. */
export type RuleFinding =
  | { readonly text: string; readonly detail?: string | undefined; readonly isHeaded?: boolean }
  | {
      readonly kind: RefusalKind;
      readonly detail: string | undefined;
      readonly attributes: readonly AttributeChange[];
    };

/** One thing that is looked for, in the resources of these types; none: in all. */
export interface Rule {
  readonly types?: readonly string[];
  /** Looks at resources that the plan leaves as they are, too: what stands is at stake, not what changes. */
  readonly isOfState?: boolean;
  /** @param all every change of the plan: some things are only a loss when nothing takes their place. */
  readonly find: (change: ResourceChange, all: readonly ResourceChange[]) => readonly RuleFinding[];
}

/** A refusal, with the attributes that it is about. */
export function refusal(kind: RefusalKind, watched: readonly Watched[] = [], detail?: string): RuleFinding {
  return { kind, detail, attributes: watched.map(({ path, shown }) => attribute(path, shown.old, shown.now)) };
}

/** A caution that stands in the open: snapshots, or what a job starts from, are at stake. */
export function headed(text: string, detail?: string): RuleFinding {
  return { text, detail, isHeaded: true };
}
