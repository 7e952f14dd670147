import { cadenceOf, ownSchedule, type RunSchedule } from '../model/schedules';
import type { ApplicationEntry } from '../schema/application-settings';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

/** Objective, with the schedule that has to keep it. */
interface Objective {
  /** Path in the settings of the objective, if there is one. */
  readonly path: string;
  readonly minutes: number;
  /** False: the entry has none of its own, and that of the deployment applies. */
  readonly isOwn: boolean;
  readonly schedule: RunSchedule;
  /** Path of what decides about the schedule: `snapshots`, `snapshots.applications[0]`. */
  readonly scheduled: string;
}

/**
 * Objectives (`snapshotAgeMinutes`) that a single skipped, late or repeated run breaks, each with its path in the
 * settings.
 */
export function ageProblems(settings: Settings, entries: readonly ApplicationEntry[]): Problem[] {
  return objectives(settings, entries).flatMap(({ path, minutes, isOwn, schedule, scheduled }): Problem[] => {
    const { longestMinutes } = schedule;
    if (minutes >= 2 * longestMinutes) return [];
    const expected = `at least ${2 * longestMinutes}, twice ${gapText(schedule, scheduled)}`;
    if (!isOwn) {
      const is = `is missing, and the ${minutes} of alarms.snapshotAgeMinutes apply`;
      const remedy = 'Snapshots are taken more rarely than that. Add the objective that is agreed for it.';
      return [{ path, is, expected, remedy }];
    }
    const remedy =
      minutes <= longestMinutes
        ? 'The newest snapshot reaches this age just before each run, so the alarm would fire permanently. Increase it.'
        : 'One skipped or late run breaks it, and nobody can prevent that. Increase it, or take snapshots more often.';
    return [{ path, is: `is ${minutes}`, expected, remedy }];
  });
}

function objectives({ alarms, snapshots }: Settings, entries: readonly ApplicationEntry[]): Objective[] {
  const own = ownSchedule(snapshots);
  const isUsed = entries.length === 0 || entries.some((entry) => !hasSchedule(entry));
  return [
    ...(isUsed
      ? [
          {
            path: 'alarms.snapshotAgeMinutes',
            minutes: alarms.snapshotAgeMinutes,
            isOwn: true,
            schedule: own,
            scheduled: 'snapshots',
          },
        ]
      : []),
    ...entries.flatMap((entry, index): Objective[] => {
      const path = `snapshots.applications[${index}]`;
      const minutes = entry.snapshotAgeMinutes;
      if (minutes === undefined && !hasSchedule(entry)) return [];
      return [
        {
          path: `${path}.snapshotAgeMinutes`,
          minutes: minutes ?? alarms.snapshotAgeMinutes,
          isOwn: minutes !== undefined,
          schedule: cadenceOf(entry, snapshots),
          scheduled: hasSchedule(entry) ? path : 'snapshots',
        },
      ];
    }),
  ];
}

function hasSchedule({ scheduleMinutes, scheduleCron }: ApplicationEntry): boolean {
  return scheduleMinutes !== undefined || scheduleCron !== undefined;
}

/** `snapshots.scheduleMinutes (10)`, `the longest gap of snapshots.scheduleCron (4320 minutes, cron(…))`. */
function gapText({ expression, longestMinutes }: RunSchedule, path: string): string {
  return expression.startsWith('rate')
    ? `${path}.scheduleMinutes (${longestMinutes})`
    : `the longest gap of ${path}.scheduleCron (${longestMinutes} minutes, ${expression})`;
}
