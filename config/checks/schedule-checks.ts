import { type Cadence, cadenceOf, distinctSchedules, mostFrequent } from '../model/schedules';
import { isAlwaysQuiet } from '../model/snapshot-times';
import type { ApplicationEntry } from '../schema/application-settings';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

/** Longest gap of the schedule that runs most often: CloudWatch looks back a week, and one day of it is to spare. */
const LONGEST_SILENCE_MINUTES = 6 * 1_440;

/** Schedules that take no snapshots, take them too often, or so rarely that nobody would notice that they end. */
export function scheduleProblems({ snapshots }: Settings, entries: readonly ApplicationEntry[]): Problem[] {
  if (!snapshots.scheduleEnabled) return [];
  const problems = [
    ...entries.flatMap((entry, index) => {
      const cadence = cadenceOf(entry, snapshots);
      const path = `snapshots.applications[${index}]`;
      const usual = entry.usualSnapshotSeconds ?? snapshots.usualSnapshotSeconds;
      return [
        tooOften(entry.scheduleCron === undefined ? 'snapshots' : path, cadence, usual),
        neverTaken(entry.quietHours ? path : 'snapshots', cadence),
      ];
    }),
    tooRare(entries, snapshots),
  ].filter((problem) => problem !== false);
  return [...new Map(problems.map((problem) => [`${problem.path} ${problem.expected}`, problem])).values()];
}

function tooOften(path: string, { expression, shortestMinutes }: Cadence, usualSeconds: number): Problem | false {
  return (
    expression.startsWith('cron') &&
    shortestMinutes * 60 < usualSeconds && {
      path: `${path}.scheduleCron`,
      is: `is ${expression}, with runs ${minutes(shortestMinutes)} apart`,
      expected: `at least the ${usualSeconds} s of a usual snapshot (usualSnapshotSeconds) between two runs`,
      remedy: 'A run would find the snapshot of the run before it under way. Take snapshots less often.',
    }
  );
}

function neverTaken(path: string, cadence: Cadence): Problem | false {
  const { quietHours, expression } = cadence;
  return (
    quietHours !== undefined &&
    isAlwaysQuiet(cadence) && {
      path: `${path}.quietHours`,
      is: `is ${quietHours.from} to ${quietHours.until} (${quietHours.timeZone ?? 'UTC'}), in which each time of ${expression} lies`,
      expected: 'at least one scheduled run outside of the quiet hours',
      remedy: 'No snapshot would ever be taken. Move the schedule, or shorten the quiet hours.',
    }
  );
}

function tooRare(entries: readonly ApplicationEntry[], snapshots: Settings['snapshots']): Problem | false {
  const most = mostFrequent(distinctSchedules(entries, snapshots));
  return (
    most !== undefined &&
    most.longestMinutes > LONGEST_SILENCE_MINUTES && {
      path: snapshots.scheduleCron === undefined ? 'snapshots.applications' : 'snapshots.scheduleCron',
      is: `lets the manager run up to ${minutes(most.longestMinutes)} apart (${most.expression})`,
      expected: `at least one schedule with runs at most ${minutes(LONGEST_SILENCE_MINUTES)} (6 days) apart`,
      remedy:
        'CloudWatch looks back a week at most, so manager-silent could not notice that the manager stopped. Take snapshots of at least one application more often.',
    }
  );
}

function minutes(count: number): string {
  return `${count} ${count === 1 ? 'minute' : 'minutes'}`;
}
