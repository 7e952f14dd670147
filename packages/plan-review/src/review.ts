import { type Exception, type Judged, judge } from './exceptions';
import { findAll } from './find';
import type { Caution } from './finding';
import type { Action, FailedPlan, Plan } from './plan';
import type { Restart } from './restarts';
import { runtimeCautions } from './runtime-cautions';

/** Result of the review of a set of plans. */
export interface Review extends Judged {
  readonly plans: readonly Plan[];
  /** Stacks without a plan. With one, the set is always refused. */
  readonly failed: readonly FailedPlan[];
  readonly cautions: readonly Caution[];
  /** Effects on running jobs. */
  readonly restarts: readonly Restart[];
  /** True if this set of plans must not be applied as it is. */
  readonly isRefused: boolean;
}

export interface ReviewInput {
  readonly plans: readonly Plan[];
  readonly failed: readonly FailedPlan[];
  readonly exceptions: readonly Exception[];
  /** Day in UTC, `2026-12-24`. */
  readonly today: string;
}

/** Judges plans. Pure: no file, no clock, no network. */
export function review({ plans, failed, exceptions, today }: ReviewInput): Review {
  const { refusals, cautions, restarts } = findAll(plans);
  const judged = judge(refusals, exceptions, today);
  const all = [...cautions, ...runtimeCautions(plans, today)];
  const isRefused = judged.refused.length > 0 || failed.length > 0;
  return { plans, failed, cautions: all, restarts, ...judged, isRefused };
}

/** Actions in the order of the comment: losses first. */
export const ACTION_ORDER: readonly Action[] = [
  'destroy',
  'replace',
  'replace-and-forget',
  'forget',
  'update',
  'import',
  'create',
  'move',
  'no-op',
];

/** Number of resources of a plan for each action. */
export function countActions({ changes }: Plan): Readonly<Record<Action, number>> {
  const counts: Record<Action, number> = {
    destroy: 0,
    replace: 0,
    'replace-and-forget': 0,
    forget: 0,
    update: 0,
    import: 0,
    create: 0,
    move: 0,
    'no-op': 0,
  };
  for (const { action } of changes) counts[action] += 1;
  return counts;
}
