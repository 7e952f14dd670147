import { cadenceFindings, inputFindings } from './cadence-rules';
import { isEmpty, isEqual, type Json } from './json';
import { isGone, leavesState, type ResourceChange } from './plan';
import { look, type Rule, type RuleFinding, refusal, when } from './rule';
import { hasFlink, isFunction, takesSnapshots, targetOf } from './snapshot-manager';
import { type Watched, watch } from './switches';

const FUNCTION = 'aws_lambda_function';
const EVENT_RULE = 'aws_cloudwatch_event_rule';
const EVENT_TARGET = 'aws_cloudwatch_event_target';
const SCHEDULE = 'aws_scheduler_schedule';
const PERMISSION = 'aws_lambda_permission';

/** Rules on changes that would stop snapshots without touching an application. */
export const scheduleRules: readonly Rule[] = [
  {
    types: [FUNCTION],
    find: (change, all) => {
      if (!takesSnapshots(change, all)) return [];
      const reserved = watch(change, 'reserved_concurrent_executions');
      if (change.action === 'update' && reserved.now === 0 && reserved.old !== 0) {
        return [refusal('schedule-off', [reserved], 'The function can’t run: its reserved concurrency is 0.')];
      }
      const isMadeAnew = all.some((other) => other.action === 'create' && takesSnapshots(other, all));
      const isLost = change.action === 'destroy' && !isMadeAnew;
      return when(isLost, refusal('schedule-off', [watch(change, 'function_name')], DESTROYED));
    },
  },
  {
    types: [EVENT_RULE],
    find: (change, all) => {
      const off = switchedOff(change);
      const rule = watch(change, 'name').old;
      const targets = all
        .filter((other) => other.type === EVENT_TARGET && isEqual(watch(other, 'rule').old, rule))
        .map((other) => watch(other, 'arn').old);
      // A rule for events takes snapshots only if one of its targets does.
      if (targets.length === 0 && isEmpty(watch(change, 'schedule_expression').old)) return [];
      if (off !== undefined) return judge(targets, [off], all);
      if (change.action === 'destroy') return judge(targets, [watch(change, 'name')], all);
      return maySnapshot(targets, all) ? cadenceFindings(change) : [];
    },
  },
  {
    types: [EVENT_TARGET],
    find: (change, all) => {
      const rule = watch(change, 'rule').old;
      // The rule of the event rule judges both.
      if (all.some((other) => other.type === EVENT_RULE && other.action === 'destroy' && isRule(other, rule)))
        return [];
      const elsewhere = aimsElsewhere(change, watch(change, 'arn'), all);
      if (elsewhere.length > 0 || !maySnapshot([watch(change, 'arn').old], all)) return elsewhere;
      return inputFindings(change);
    },
  },
  {
    types: [SCHEDULE],
    find: (change, all) => {
      const arn = watch(change, 'target', 'arn');
      const off = switchedOff(change);
      if (off !== undefined) return judge([arn.old ?? null], [off], all);
      const elsewhere = aimsElsewhere(change, arn, all);
      if (elsewhere.length > 0 || !maySnapshot([arn.old], all)) return elsewhere;
      return [...cadenceFindings(change), ...inputFindings(change, 'target')];
    },
  },
  {
    types: [PERMISSION],
    find: (change, all) => {
      const { old: name } = watch(change, 'function_name');
      const { old: source } = watch(change, 'source_arn');
      const isRules = (one: ResourceChange, side: 'old' | 'now') =>
        one.type === PERMISSION && watch(one, 'principal')[side] === 'events.amazonaws.com';
      if (change.action !== 'destroy' || !isRules(change, 'old')) return [];
      const called = all.find((other) => isFunction(other, name));
      if (called === undefined || isGone(called) || !takesSnapshots(called, all)) return [];
      if (all.some((other) => other.type === EVENT_RULE && isGone(other) && isEqual(watch(other, 'arn').old, source))) {
        return [];
      }
      const another = all.some(
        (other) =>
          other !== change &&
          !leavesState(other) &&
          isRules(other, other.after === null ? 'old' : 'now') &&
          [watch(other, 'function_name').now, watch(other, 'function_name').old].some((one) => isFunction(called, one)),
      );
      return when(!another, refusal('schedule-off', [watch(change, 'function_name')], NOT_ALLOWED));
    },
  },
];

const DESTROYED = 'The function that takes the snapshots is destroyed.';
const NOT_ALLOWED = 'Event rules are no longer allowed to start the function.';

/** Attribute that disables an active event rule or schedule. */
function switchedOff(change: ResourceChange): Watched | undefined {
  if (change.action === 'destroy' || change.action === 'create') return undefined;
  const state = watch(change, 'state');
  const enabled = watch(change, 'is_enabled');
  if (state.now === 'DISABLED' && state.old !== 'DISABLED' && enabled.old !== false) return state;
  return enabled.old === true && enabled.now === false && state.old !== 'DISABLED' ? enabled : undefined;
}

/** Finding on a target that is removed, or starts something else. */
function aimsElsewhere(change: ResourceChange, arn: Watched, all: readonly ResourceChange[]): readonly RuleFinding[] {
  if (change.action === 'create' || change.action === 'forget') return [];
  if (change.action !== 'destroy' && (arn.isUnknown || isEqual(arn.now, arn.old))) return [];
  return judge([arn.old ?? null], [arn], all);
}

function judge(
  targets: readonly (Json | undefined)[],
  watched: readonly Watched[],
  all: readonly ResourceChange[],
): readonly RuleFinding[] {
  const kinds = targets.map((arn) => targetOf(arn, all));
  if (kinds.includes('snapshots')) {
    // Nothing more is lost if the function is destroyed as well, or if the plan creates another trigger.
    const goes = targets.every((arn) =>
      all.some((other) => isFunction(other, arn) && other.action === 'destroy' && takesSnapshots(other, all)),
    );
    return when(!goes && !isStartedAnew(all), refusal('schedule-off', watched));
  }
  return when(kinds.every((kind) => kind === 'unknown') && hasFlink(all), look(MAY_BE));
}

const MAY_BE =
  'The target of this schedule is not in this plan. If it takes the snapshots of the applications, no more snapshots are taken.';

/** True if it starts what takes snapshots, or may: its target is in another stack, and this one contains Flink. */
function maySnapshot(targets: readonly (Json | undefined)[], all: readonly ResourceChange[]): boolean {
  const kinds = targets.map((arn) => targetOf(arn, all));
  return kinds.includes('snapshots') || (kinds.includes('unknown') && hasFlink(all));
}

/** True if this plan creates another target or schedule that takes snapshots, or whose target is unknown. */
function isStartedAnew(all: readonly ResourceChange[]): boolean {
  return all.some((other) => {
    if (other.action !== 'create' || watch(other, 'state').now === 'DISABLED') return false;
    if (other.type !== EVENT_TARGET && other.type !== SCHEDULE) return false;
    const arn = other.type === SCHEDULE ? watch(other, 'target', 'arn') : watch(other, 'arn');
    return arn.isUnknown || targetOf(arn.now, all) === 'snapshots';
  });
}

function isRule(change: ResourceChange, name: Json | undefined): boolean {
  return isEqual(watch(change, 'name').old, name);
}
