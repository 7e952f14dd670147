import { parseDuration } from '../../lambda-src/snapshot-manager/domain/duration';
import { parseRetentionPolicy } from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import { subtract } from '../../lambda-src/snapshot-manager/domain/time-zone';
import { namesOf } from '../model/names';
import { exactTimeText } from '../model/reach-text';
import { cadenceOf } from '../model/schedules';
import { steadyState } from '../model/steady-state';
import type { ApplicationEntry } from '../schema/application-settings';
import type { Settings } from '../schema/settings';

/** Reference point of calendar spans: any will do, a warning need not be exact to a day. */
const NOW = new Date('2026-07-15T12:30:00Z');

/** Warnings about retentions that keep snapshots for longer than the source can be replayed. */
export function horizonWarnings(settings: Settings, file: string): string[] {
  // Without a schedule the times between snapshots are unknown.
  if (!settings.snapshots.scheduleEnabled) return [];
  return [...new Set(namesOf(settings).applicationEntries.flatMap((entry) => horizonWarning(entry, settings, file)))];
}

function horizonWarning(entry: ApplicationEntry, { snapshots }: Settings, file: string): string[] {
  const horizon = entry.sourceHorizon ?? snapshots.sourceHorizon;
  const span = horizon ? parseDuration(horizon) : undefined;
  if (!span) return [];
  const ofAll = parseRetentionPolicy(snapshots.retention);
  const policy = entry.retention ? parseRetentionPolicy(entry.retention, ofAll) : ofAll;
  const { reachMs } = steadyState(policy, cadenceOf(entry, snapshots), snapshots.quota);
  if (reachMs <= NOW.getTime() - subtract(NOW, span, 'UTC').getTime()) return [];
  const whose = entry.retention || entry.sourceHorizon !== undefined ? ` of ${selectorOf(entry)}` : '';
  return [
    `${file}: the retention${whose} reaches back ${exactTimeText(reachMs)}, and the source can be replayed for ${horizon} (sourceHorizon). Restore points older than ${horizon} can be restored, but the input between is gone. Keep them only if that is meant.`,
  ];
}

function selectorOf({ name, prefix, pattern, tag }: ApplicationEntry): string {
  return name ?? (prefix === undefined ? (pattern ?? `tag ${tag?.key}=${tag?.value}`) : `${prefix}*`);
}
