import { quietPeriods } from '../../lambda-src/snapshot-manager/domain/schedule/quiet-hours';
import { namesOf } from '../model/names';
import { cadenceOf } from '../model/schedules';
import type { ApplicationEntry } from '../schema/application-settings';
import { CALENDAR_START } from '../schema/schedule-settings';
import type { Settings } from '../schema/settings';
import { horizonWarnings } from './horizon-warnings';

/** Warnings about settings that are allowed but probably not meant, as whole sentences. */
export function settingsWarnings(settings: Settings): string[] {
  const { environment, notifications, alarms } = settings;
  const file = `config/${environment}.json`;
  const isSilent = notifications.mailAddresses.length === 0 && alarms.pagerTopicArns.length === 0;
  return [
    ...(isSilent
      ? [
          `${file} has no notifications.mailAddresses and no alarms.pagerTopicArns: nobody is notified of any problem. Add who is on call, such as "mailAddresses": ["on-call@example.com"], unless somebody subscribes to the topic ${notifications.topicName} by hand.`,
        ]
      : []),
    ...quietWarnings(settings, file),
    ...horizonWarnings(settings, file),
  ];
}

/** Quiet hours in which the newest snapshot becomes older than its objective; one sentence for equal ones. */
function quietWarnings(settings: Settings, file: string): string[] {
  if (!settings.snapshots.scheduleEnabled) return [];
  return [...new Set(namesOf(settings).applicationEntries.flatMap((entry) => quietWarning(entry, settings, file)))];
}

function quietWarning(entry: ApplicationEntry, { snapshots, alarms }: Settings, file: string): string[] {
  const { quietHours, longestMinutes } = cadenceOf(entry, snapshots);
  const objective = entry.snapshotAgeMinutes ?? alarms.snapshotAgeMinutes;
  if (!quietHours) return [];
  const until = new Date(CALENDAR_START.getTime() + 366 * 86_400_000);
  const lengths = quietPeriods(quietHours, CALENDAR_START, until).map(
    ({ begin, end }) => (end.getTime() - begin.getTime()) / 60_000,
  );
  const quiet = Math.max(...lengths);
  if (quiet + longestMinutes <= objective) return [];
  const whose = entry.quietHours ? ` of ${entry.name ?? entry.prefix ?? entry.pattern ?? entry.tag?.key}` : '';
  return [
    `${file}: the quiet hours${whose} (${quietHours.from} to ${quietHours.until}) last up to ${quiet} minutes, and the next run may come ${longestMinutes} minutes later: the newest snapshot is then ${quiet + longestMinutes} minutes old, more than the objective of ${objective} minutes. No alarm reports that, because the quiet hours are intended.`,
  ];
}
