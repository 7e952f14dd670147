import { type Check, type Part, problem, skipped, unknown, well } from './check';

/** Rule that starts the drills of one application. */
export interface DrillRuleSeen {
  readonly application: string;
  readonly rule: string;
  readonly seen: Part<{ readonly isEnabled: boolean; readonly startsMachine: boolean }>;
}

const DEPLOY = 'Deploy the snapshots stack: kda plan-stacks, then kda apply-stacks.';

/**
 * Judges the rules of all applications that consent to drills.
 *
 * @param isScheduled false: the schedule is paused on purpose, and the drills with it.
 */
export function drillChecks(rules: readonly DrillRuleSeen[], isScheduled: boolean): Check[] {
  return rules.map(({ application, rule, seen }) => {
    if (!('value' in seen)) {
      return seen.isMissing
        ? problem('drill', `there is no rule ${rule}: ${application} is not drilled`, DEPLOY)
        : unknown('drill', `${rule}: ${seen.because}`);
    }
    const { isEnabled, startsMachine } = seen.value;
    if (!isEnabled && !isScheduled) return skipped('drill', `${application}: snapshots.scheduleEnabled is false`);
    if (!isEnabled) {
      const remedy = `aws events enable-rule --name ${rule}`;
      return problem('drill', `${rule} is disabled: ${application} is not drilled`, remedy);
    }
    if (!startsMachine) return problem('drill', `${rule} does not start the state machine of drills`, DEPLOY);
    return well('drill', `${rule} is enabled and starts drills of ${application}`);
  });
}
