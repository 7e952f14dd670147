import { ALARM_IDS } from '../../config/alarm-catalog/alarm-catalog';
import { nearNames } from '../../lambda-src/snapshot-manager/domain/near-names';
import type { Scenario } from './scenarios';

/**
 * The scenarios that set off the alarms with these ids, in their order; none named: all of them. What the fleet's alarms
 * need first comes with them, and those with which a condition begins and ends.
 *
 * @throws Error for an id that there is not.
 */
export function chooseScenarios(all: readonly Scenario[], ids: readonly string[]): readonly Scenario[] {
  if (ids.length === 0) return all;
  const unknown = ids.filter((id) => !ALARM_IDS.includes(id));
  if (unknown.length > 0) {
    const near = unknown.map((id) => `There is no alarm ${id}. Did you mean ${nearNames(id, ALARM_IDS)[0]}?`);
    throw new Error(`${near.join(' ')} docs/runbook.md has a heading for each.`);
  }
  const asked = all.filter(({ alarms }) => alarms.some(({ id }) => ids.includes(id)));
  const causes = asked.flatMap(({ until = [] }) => until);
  const chosen = all.filter((scenario) => asked.includes(scenario) || causes.includes(scenario.title));
  const needsFleet = chosen.some(({ alarms }) => alarms.some(({ deployment }) => deployment === 'fleet'));
  return all.filter((scenario) => chosen.includes(scenario) || (needsFleet && scenario.begin === undefined));
}
