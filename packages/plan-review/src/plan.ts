import type { Json } from './json';

/**
 * What a plan does with one resource. `forget` leaves it in AWS and takes it out of the state; `move` only changes its
 * address; an `import` may change attributes, too. `replace-and-forget` makes a new object, and leaves the old one in AWS.
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

export interface ResourceChange {
  readonly address: string;
  readonly previousAddress: string | undefined;
  readonly type: string;
  readonly action: Action;
  /** Replaced by one that is made before the old one goes. */
  readonly createFirst: boolean;
  readonly before: Json;
  readonly after: Json;
  /** `true` where a value of `after` is known after apply only. */
  readonly unknown: Json;
  /** `true` where a value is sensitive. */
  readonly beforeSensitive: Json;
  readonly afterSensitive: Json;
  /** Attributes because of which it is replaced, as paths of keys and indexes. */
  readonly replacedFor: readonly (readonly (string | number)[])[];
  /** Id that is imported, when it is known. */
  readonly importId: string | undefined;
  /** Key of an earlier object that a replacement left behind. */
  readonly deposed: string | undefined;
  /** Terraform's word for why it does this, `replace_because_tainted`; undefined where the action needs none. */
  readonly reason: string | undefined;
}

/** A condition of the configuration (a `check` block, mostly) that does not hold. */
export interface FailedCheck {
  /** `check.snapshots_fresh`. */
  readonly address: string;
  /** `fail`: the condition is false. `error`: it could not be evaluated. */
  readonly status: 'fail' | 'error';
  /** The author's messages; none where it could not be evaluated. */
  readonly messages: readonly string[];
}

/** An action of a provider that the apply runs (Terraform 1.14). What it does to AWS is in no resource change. */
export interface ActionInvocation {
  /** `action.aws_lambda_invoke.rebuild`. */
  readonly address: string;
  /** Resource that triggers it, and the event; undefined where it was asked for by `-invoke`. */
  readonly trigger: string | undefined;
}

export interface OutputChange {
  readonly name: string;
  readonly before: Json;
  readonly after: Json;
  readonly unknown: Json;
  readonly beforeSensitive: Json;
  readonly afterSensitive: Json;
}

/** One plan of one stack (a Terraform root module with a state of its own). */
export interface Plan {
  /** What the reader calls it. */
  readonly stack: string;
  readonly terraformVersion: string;
  /** Region of the default provider, when the configuration says it outright. */
  readonly region: string | undefined;
  /** Managed resources; data sources are left out. */
  readonly changes: readonly ResourceChange[];
  /** What changed outside Terraform since the last apply. */
  readonly drift: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  /** Conditions that do not hold; Terraform only warns of them. */
  readonly failedChecks: readonly FailedCheck[];
  readonly actions: readonly ActionInvocation[];
}

/** A stack for which Terraform made no plan, and what it said. */
export interface FailedPlan {
  readonly stack: string;
  readonly text: string;
}

/** Whether the object that is there now goes away. */
export function isGone({ action }: ResourceChange): boolean {
  return action === 'destroy' || action === 'replace';
}
