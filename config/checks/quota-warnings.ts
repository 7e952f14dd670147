import { parseRetentionPolicy } from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import { type Alarm, alarmsOf } from '../model/deployment-alarms';
import { namesOf } from '../model/names';
import { cadenceOf } from '../model/schedules';
import { mostWithDrills, worstCase } from '../model/worst-case';
import type { ApplicationEntry } from '../schema/application-settings';
import type { Settings } from '../schema/settings';
import { allowedOf } from './quota-checks';

/**
 * Warnings about drills whose snapshots could fill the quota, though those of the schedule alone can't. No refusal: it
 * would stop the next deployment of settings that were accepted before.
 */
export function quotaWarnings(settings: Settings, file: string): string[] {
  // Without a schedule the times between snapshots are unknown.
  if (!settings.snapshots.scheduleEnabled) return [];
  const names = namesOf(settings);
  const { alarms } = alarmsOf(settings, names);
  return names.applicationEntries.flatMap((entry) => quotaWarning(entry, settings, alarms, file));
}

function quotaWarning(
  entry: ApplicationEntry,
  { snapshots }: Settings,
  alarms: readonly Alarm[],
  file: string,
): string[] {
  if (!entry.drill) return [];
  const ofAll = parseRetentionPolicy(snapshots.retention);
  const policy = entry.retention ? parseRetentionPolicy(entry.retention, ofAll) : ofAll;
  if (policy.deleteSurplus === false) return [];
  const cadence = cadenceOf(entry, snapshots);
  const withDrills = mostWithDrills(policy, cadence, entry.drill.days);
  const { alarm, share, allowed } = allowedOf(entry, snapshots.quota, alarms);
  if (withDrills <= allowed) return [];
  const { most } = worstCase(policy, cadence);
  const ofService = policy.serviceSnapshots ? policy.serviceSnapshots.keepLast : 0;
  const limit = `${Math.round(share * 100)} % of snapshots.quota (${snapshots.quota})`;
  return [
    `${file}: ${entry.name} has drills, whose snapshots stay beside the others: its retention keeps up to ${most} without them and up to ${withDrills} with one drill in each window, and ${allowed} are ${limit}${alarm ? `, above which ${alarm.id} fires` : ''}. At the quota no snapshot can be taken. Set keepAtMost of its retention to ${allowed - ofService} or less (snapshots of drills are deleted first), lower the rules, or drill on fewer days.`,
  ];
}
