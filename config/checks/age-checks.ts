import type { ApplicationEntry } from '../schema/application-settings';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

/**
 * Objectives (`snapshotAgeMinutes`) that a single skipped, late or repeated run breaks, each with its path in the
 * settings.
 */
export function ageProblems({ alarms, snapshots }: Settings, entries: readonly ApplicationEntry[]): Problem[] {
  const objectives = [
    { path: 'alarms.snapshotAgeMinutes', minutes: alarms.snapshotAgeMinutes },
    ...entries.map(({ snapshotAgeMinutes }, index) => ({
      path: `snapshots.applications[${index}].snapshotAgeMinutes`,
      minutes: snapshotAgeMinutes,
    })),
  ];
  const { scheduleMinutes } = snapshots;
  return objectives.flatMap(({ path, minutes }): Problem[] => {
    if (minutes === undefined || minutes >= 2 * scheduleMinutes) return [];
    const is = `is ${minutes}`;
    const expected = `at least ${2 * scheduleMinutes}, twice snapshots.scheduleMinutes (${scheduleMinutes})`;
    const remedy =
      minutes <= scheduleMinutes
        ? 'The newest snapshot reaches this age just before each run, so the alarm would fire permanently. Increase it.'
        : 'One skipped or late run breaks it, and nobody can prevent that. Increase it, or take snapshots more often.';
    return [{ path, is, expected, remedy }];
  });
}
