import type { AlarmKind } from '../alarm-catalog/alarm-catalog';
import type { ApplicationEntry } from '../schema/application-settings';
import type { Settings } from '../schema/settings';
import { cadenceOf, distinctSchedules, mostFrequent, type RunSchedule } from './schedules';

/** Times between runs as alarms and graphs need them. */
export interface Rhythm {
  /** Minutes between two runs where they are closest, a day at most: CloudWatch's longest period. */
  readonly scheduleMinutes: number;
  /** Minutes between two runs where they are furthest apart. */
  readonly longestGapMinutes: number;
  /** Days between two runs, if more than one; missing: a period of the schedule has a run. */
  readonly daysBetweenRuns?: number;
}

const DAY_MINUTES = 1_440;

function rhythm(periodMinutes: number, longestGapMinutes: number): Rhythm {
  const days = Math.ceil(periodMinutes / DAY_MINUTES);
  return {
    scheduleMinutes: Math.min(DAY_MINUTES, periodMinutes),
    longestGapMinutes,
    ...(days > 1 ? { daysBetweenRuns: days } : {}),
  };
}

/** Rhythm of the runs for an application: its alarms look at each run where runs are closest, and wait over pauses. */
export function rhythmOfEntry(entry: ApplicationEntry, { snapshots }: Pick<Settings, 'snapshots'>): Rhythm {
  const { shortestMinutes, longestMinutes } = cadenceOf(entry, snapshots);
  return rhythm(shortestMinutes, longestMinutes);
}

/** Rhythm of all runs together. */
export function rhythmOfAll(entries: readonly ApplicationEntry[], { snapshots }: Pick<Settings, 'snapshots'>): Rhythm {
  return rhythmOfSchedules(distinctSchedules(entries, snapshots));
}

function rhythmOfSchedules(schedules: readonly RunSchedule[]): Rhythm {
  return rhythm(
    Math.min(...schedules.map(({ shortestMinutes }) => shortestMinutes)),
    Math.min(...schedules.map(({ longestMinutes }) => longestMinutes)),
  );
}

/**
 * Rhythm of the manager's heartbeat: the longest gap of the schedule that runs most often. A period of it always has a
 * run, so a period without one is silence, and a rarer schedule does not delay the alarm.
 */
export function rhythmOfHeartbeat(
  entries: readonly ApplicationEntry[],
  { snapshots }: Pick<Settings, 'snapshots'>,
): Rhythm {
  const schedules = distinctSchedules(entries, snapshots);
  const { longestMinutes } = mostFrequent(schedules) ?? schedules[0];
  return rhythm(longestMinutes, longestMinutes);
}

/** Rhythm of the runs that write the metrics of an alarm. */
export function rhythmOfAlarm(
  { kind, subject }: { readonly kind: AlarmKind; readonly subject: string },
  settings: Pick<Settings, 'snapshots'>,
  entries: readonly ApplicationEntry[],
): Rhythm {
  const entry = kind === 'application' ? entries.find(({ name }) => name === subject) : undefined;
  if (entry) return rhythmOfEntry(entry, settings);
  if (kind === 'fleet')
    return rhythmOfAll(
      entries.filter(({ name }) => name === undefined),
      settings,
    );
  return kind === 'deployment' ? rhythmOfHeartbeat(entries, settings) : rhythmOfAll(entries, settings);
}
