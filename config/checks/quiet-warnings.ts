import { quietPeriods } from '../../lambda-src/snapshot-manager/domain/schedule/quiet-hours';
import { namesOf } from '../model/names';
import { cadenceOf } from '../model/schedules';
import { longestWithoutSnapshot } from '../model/snapshot-times';
import type { ApplicationEntry } from '../schema/application-settings';
import { CALENDAR_START } from '../schema/schedule-settings';
import type { Settings } from '../schema/settings';

/**
 * Quiet hours in which the newest snapshot becomes older than its objective, or in which all runs of a week and more
 * lie; one sentence for equal ones.
 */
export function quietWarnings(settings: Settings, file: string): string[] {
  if (!settings.snapshots.scheduleEnabled) return [];
  const { applicationEntries } = namesOf(settings);
  return [
    ...new Set(
      applicationEntries.flatMap((entry) => [
        ...ageWarning(entry, settings, file),
        ...pauseWarning(entry, settings, file),
      ]),
    ),
  ];
}

/** Whole days in which all runs may lie in the quiet hours without a warning. */
const LONGEST_PAUSE_DAYS = 7;

function pauseWarning(entry: ApplicationEntry, { snapshots }: Settings, file: string): string[] {
  const cadence = cadenceOf(entry, snapshots);
  const { quietHours, expression } = cadence;
  const pause = longestWithoutSnapshot(cadence);
  if (!quietHours || !pause) return [];
  const days = Math.floor((pause.until.getTime() - pause.from.getTime()) / 86_400_000);
  if (days <= LONGEST_PAUSE_DAYS) return [];
  const [from, until] = [pause.from, pause.until].map((date) => date.toISOString().slice(5, 10));
  const isRate = expression.startsWith('rate');
  const when = isRate
    ? 'if the rule begins at such a time of day, which its deployment decides'
    : `as from ${from} to ${until}`;
  return [
    `${file}: all runs of ${expression} lie in the quiet hours${whose(entry)} (${quietHours.from} to ${quietHours.until}, ${quietHours.timeZone ?? 'UTC'}) for up to ${days} days in a row, ${when}: no snapshot is taken in that time. No alarm reports that, because the quiet hours are intended. ${isRate ? 'Take snapshots more often, or use scheduleCron, whose times are fixed.' : 'Move the schedule, which is in UTC all year, or shorten the quiet hours.'}`,
  ];
}

function whose({ quietHours, name, prefix, pattern, tag }: ApplicationEntry): string {
  return quietHours ? ` of ${name ?? prefix ?? pattern ?? tag?.key}` : '';
}

function ageWarning(entry: ApplicationEntry, { snapshots, alarms }: Settings, file: string): string[] {
  const { quietHours, longestMinutes } = cadenceOf(entry, snapshots);
  const objective = entry.snapshotAgeMinutes ?? alarms.snapshotAgeMinutes;
  if (!quietHours) return [];
  const until = new Date(CALENDAR_START.getTime() + 366 * 86_400_000);
  const lengths = quietPeriods(quietHours, CALENDAR_START, until).map(
    ({ begin, end }) => (end.getTime() - begin.getTime()) / 60_000,
  );
  const quiet = Math.max(...lengths);
  if (quiet + longestMinutes <= objective) return [];
  return [
    `${file}: the quiet hours${whose(entry)} (${quietHours.from} to ${quietHours.until}) last up to ${quiet} minutes, and the next run may come ${longestMinutes} minutes later: the newest snapshot is then ${quiet + longestMinutes} minutes old, more than the objective of ${objective} minutes. No alarm reports that, because the quiet hours are intended.`,
  ];
}
