import type { Alarm, CompositeAlarm, DeploymentAlarms } from './deployment-alarms';

/** Part of an event pattern that matches alarm names. */
export type NamePattern = string | { readonly suffix: string };

/**
 * Names of the alarms that notify people, in an EventBridge event pattern. An alarm whose every instance notifies is
 * matched by the end of its name, because a pattern is limited to 2,048 characters.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function namesOfNotifying({ alarms, composites }: DeploymentAlarms): NamePattern[] {
  const all: readonly (Alarm | CompositeAlarm)[] = [...composites, ...alarms];
  const ids = [...new Set(all.map(({ id }) => id))];
  return ids.flatMap((id): NamePattern[] => {
    const ofId = all.filter((alarm) => alarm.id === id);
    const notifying = ofId.filter(({ notifies }) => notifies.includes('people'));
    if (notifying.length < ofId.length) return notifying.map(({ name }) => name);
    return [{ suffix: `/${id}` }];
  });
}
