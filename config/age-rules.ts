import type { ApplicationEntry } from './application-settings';
import type { Problem } from './problems';
import type { Settings } from './settings';

/** Objectives that one run breaks which is skipped, late or repeated: by the path of the setting. */
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
        ? 'Just before each run the newest snapshot is that old, so the alarm would never rest: raise it.'
        : 'One run that is skipped or late breaks it, and nobody can do anything about that: raise it, or take snapshots more often.';
    return [{ path, is, expected, remedy }];
  });
}
