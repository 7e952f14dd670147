import { at, type Json } from './json';

/**
 * Action of a plan on a resource. `forget` leaves it in AWS and removes it from the state; `move` only changes its
 * address; an `import` may also change attributes. `replace-and-forget` creates a new object and leaves the old one in
 * AWS.
 */
export type Action =
  | 'create'
  | 'update'
  | 'replace'
  | 'replace-and-forget'
  | 'destroy'
  | 'forget'
  | 'import'
  | 'move'
  | 'no-op';

/** Value before and after a change. */
export interface Sides {
  readonly before: Json;
  readonly after: Json;
  /** Mask: `true` where a value of `after` is known only after apply. */
  readonly unknown: Json;
  /** Mask: `true` where a value is sensitive. */
  readonly beforeSensitive: Json;
  readonly afterSensitive: Json;
}

export interface ResourceChange extends Sides {
  readonly address: string;
  readonly previousAddress: string | undefined;
  readonly type: string;
  readonly action: Action;
  /** True if the new object is created before the old one is deleted. */
  readonly createFirst: boolean;
  /** Attributes that cause the replacement, as paths of keys and indexes. */
  readonly replacedFor: readonly (readonly (string | number)[])[];
  /** Id that is imported, if known. */
  readonly importId: string | undefined;
  /** Key of an earlier object that a replacement left behind. */
  readonly deposed: string | undefined;
  /** Terraform's reason for the action, `replace_because_tainted`; undefined where there is none. */
  readonly reason: string | undefined;
}

/** Condition of the configuration (usually a `check` block) that does not hold. */
export interface FailedCheck {
  /** Address: `check.snapshots_fresh`. */
  readonly address: string;
  /** Status. `fail`: the condition is false. `error`: it could not be evaluated. */
  readonly status: 'fail' | 'error';
  /** Messages of the author; none where it could not be evaluated. */
  readonly messages: readonly string[];
}

/** Action of a provider that the apply runs (Terraform 1.14). Resource changes do not show its effect on AWS. */
export interface ActionInvocation {
  /** Address: `action.aws_lambda_invoke.rebuild`. */
  readonly address: string;
  /** Resource that triggers it, and the event; undefined if requested with `-invoke`. */
  readonly trigger: string | undefined;
}

export interface OutputChange extends Sides {
  readonly name: string;
}

/** Plan of one stack (a Terraform root module with a state of its own). */
export interface Plan {
  /** Name for the reader. */
  readonly stack: string;
  readonly terraformVersion: string;
  /** Region of the default provider, if the configuration has it as a literal. */
  readonly region: string | undefined;
  /** Managed resources, without data sources. */
  readonly changes: readonly ResourceChange[];
  /** Changes made outside Terraform since the last apply. */
  readonly drift: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  /** Conditions that do not hold; Terraform only warns about them. */
  readonly failedChecks: readonly FailedCheck[];
  readonly actions: readonly ActionInvocation[];
}

/** Stack for which Terraform made no plan, and its message. */
export interface FailedPlan {
  readonly stack: string;
  readonly text: string;
}

/** Attribute as it is, or in a new resource as it will be. */
export function attributeOf(
  { before, after }: ResourceChange,
  ...path: readonly (string | number)[]
): Json | undefined {
  return at(before ?? after, ...path);
}

/** True if Terraform no longer manages the object: it destroys or forgets it. */
export function leavesState({ action }: ResourceChange): boolean {
  return action === 'destroy' || action === 'forget';
}

/** True if the present object is deleted. */
export function isGone({ action }: ResourceChange): boolean {
  return action === 'destroy' || action === 'replace';
}
