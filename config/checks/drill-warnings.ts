import { namesOf } from '../model/names';
import { exactTimeText } from '../model/reach-text';
import { cadenceOf } from '../model/schedules';
import type { ApplicationEntry } from '../schema/application-settings';
import type { Settings } from '../schema/settings';

/** Longest time that an application may stay stopped after a drill that nobody drives any more, without a warning. */
const LONGEST_STOP_MINUTES = 60;

/** Warnings about drills that may leave their application stopped for long: its next run finishes a drill that died. */
export function drillWarnings(settings: Settings, file: string): string[] {
  return namesOf(settings).applicationEntries.flatMap((entry) => drillWarning(entry, settings, file));
}

function drillWarning(entry: ApplicationEntry, { snapshots }: Settings, file: string): string[] {
  if (!entry.drill) return [];
  if (!snapshots.scheduleEnabled) {
    return [
      `${file}: ${entry.name} has drills, but snapshots.scheduleEnabled is false: a drill that nobody drives any more (a closed terminal, an error of the state machine) leaves ${entry.name} stopped until somebody starts it (kda start ${entry.name}), because no run finishes it.`,
    ];
  }
  const { expression, longestMinutes } = cadenceOf(entry, snapshots);
  if (longestMinutes <= LONGEST_STOP_MINUTES) return [];
  const longest = exactTimeText(longestMinutes * 60_000);
  return [
    `${file}: ${entry.name} has drills, and its runs (${expression}) are up to ${longest} apart: a drill that nobody drives any more (a closed terminal, an error of the state machine) leaves ${entry.name} stopped until the next run, up to ${longest}. Take snapshots of it at least once an hour, or be ready to start it by hand (kda start ${entry.name}).`,
  ];
}
