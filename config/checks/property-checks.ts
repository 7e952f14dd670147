import { environmentProperties } from '../model/environment-properties';
import { PROPERTY_GROUP } from '../model/names';
import { MOST_GROUPS, MOST_KEYS } from '../schema/job-settings';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

const OF_THE_DEMO = 'application.generateUsersTimerSeconds and application.pauseBetweenUserGenerationMs';

/** Property groups that are within the limits alone, but not together with the demo's own two properties. */
export function propertyProblems({ application }: Pick<Settings, 'application'>): Problem[] {
  if (application === undefined) return [];
  const { properties } = application;
  const groups = environmentProperties(application);
  const written = Object.keys(properties).length;
  const keys = Object.keys(groups[PROPERTY_GROUP] ?? {}).length;
  const writtenKeys = Object.keys(properties[PROPERTY_GROUP] ?? {}).length;
  const problems: Problem[] = [];
  if (Object.keys(groups).length > MOST_GROUPS) {
    problems.push({
      path: 'application.properties',
      is: `has ${written} groups`,
      expected: `at most ${MOST_GROUPS - 1} beside ${PROPERTY_GROUP}, which holds ${OF_THE_DEMO}`,
      remedy: `Managed Flink accepts ${MOST_GROUPS} groups. Move the properties of one group into another.`,
    });
  }
  if (keys > MOST_KEYS) {
    problems.push({
      path: `application.properties.${PROPERTY_GROUP}`,
      is: `has ${writtenKeys} keys`,
      expected: `at most ${MOST_KEYS - (keys - writtenKeys)} beside those of ${OF_THE_DEMO}`,
      remedy: `Managed Flink accepts ${MOST_KEYS} keys in a group. Remove ${keys - MOST_KEYS} of them, or move them to another group.`,
    });
  }
  return problems;
}
