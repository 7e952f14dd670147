import { durationText } from '../../lambda-src/snapshot-manager/domain/duration';
import {
  parseRetentionPolicy,
  type RetentionPolicy,
} from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Alarm, DeploymentAlarms } from '../model/deployment-alarms';
import { type Cadence, cadenceOf, everyText } from '../model/schedules';
import { type RuleShare, type WorstCase, worstCase } from '../model/worst-case';
import type { ApplicationEntry } from '../schema/application-settings';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

/**
 * Share of the quota that the manager's own snapshots may fill where no alarm watches it. The rest is for snapshots
 * that the service takes at each stop, update and scaling, and for those on request: no retention deletes them.
 */
const MOST_OF_THE_QUOTA = 0.95;

/** Retentions that can fill the quota, so that no more snapshots can be taken, or that keep a quota alarm firing. */
export function quotaProblems(
  { snapshots }: Pick<Settings, 'snapshots'>,
  entries: readonly ApplicationEntry[],
  { alarms: deployed }: DeploymentAlarms,
): Problem[] {
  const { quota, scheduleEnabled } = snapshots;
  // Without a schedule the times between snapshots are unknown.
  if (!scheduleEnabled) return [];
  const ofAll = parseRetentionPolicy(snapshots.retention);
  const problems = entries.flatMap((entry, index): Problem[] => {
    const policy = entry.retention ? parseRetentionPolicy(entry.retention, ofAll) : ofAll;
    // People delete the snapshots, and the alarm reminds them.
    if (policy.deleteSurplus === false) return [];
    const cadence = cadenceOf(entry, snapshots);
    const worst = worstCase(policy, cadence);
    const { alarm, share, allowed } = allowedOf(entry, quota, deployed);
    if (worst.most <= allowed) return [];
    const path = entry.retention ? `snapshots.applications[${index}].retention` : 'snapshots.retention';
    const ofService = policy.serviceSnapshots ? policy.serviceSnapshots.keepLast : 0;
    const cap = policy.keepAtMost === worst.most - ofService ? capPath(policy, entry, path) : undefined;
    const percent = Math.round(share * 100);
    return [
      {
        ...(cap ? { path: cap, is: `is ${policy.keepAtMost}` } : asWritten(path, worst, cadence)),
        expected: `at most ${cap ? allowed - ofService : allowed}, which${cap && ofService > 0 ? ` with serviceSnapshots.keepLast (${ofService})` : ''} are ${percent} % of snapshots.quota (${quota})`,
        remedy: `${alarm ? `Above that ${alarm.id} fires permanently` : 'The rest is needed for snapshots of the service and of people, which no retention deletes'}; at the quota no snapshot can be taken. ${cap ? 'Lower it' : nearest(worst, allowed, cadence)}, or increase snapshots.quota to your quota in the service${alarm ? `, or set abovePercent under ${alarm.path}` : ''}.`,
      },
    ];
  });
  // One retention may apply to many applications; the problem is reported once.
  return [...new Map(problems.map((problem) => [`${problem.path} ${problem.expected}`, problem])).values()];
}

/** Number of snapshots up to which a retention is allowed, and what sets it. */
export function allowedOf(entry: ApplicationEntry, quota: number, deployed: readonly Alarm[]) {
  const alarm = lowestOf(deployed.filter((each) => watchesQuota(each, entry)));
  const share = alarm ? alarm.threshold / 100 : MOST_OF_THE_QUOTA;
  return { alarm, share, allowed: Math.floor(share * quota) };
}

/**
 * True if the alarm watches the quota of the entry: a named application has its own alarm, the fleet's watches the
 * worst of those found.
 */
function watchesQuota({ id, subject }: Alarm, { name }: ApplicationEntry): boolean {
  return name === undefined ? id === 'fleet-quota-use' : id === 'quota-use' && subject === name;
}

function lowestOf(alarms: readonly Alarm[]): Alarm | undefined {
  return alarms.toSorted((a, b) => a.threshold - b.threshold)[0];
}

/** Path of the cap that applies: the smaller of two, the entry's own unless it has none or a larger one. */
function capPath(policy: RetentionPolicy, entry: ApplicationEntry, path: string): string {
  return entry.retention?.keepAtMost === policy.keepAtMost ? `${path}.keepAtMost` : 'snapshots.retention.keepAtMost';
}

/** Names the rule that is wrong, or the sum of several rules with the arithmetic. */
function asWritten(path: string, { most, shares }: WorstCase, cadence: Cadence): Pick<Problem, 'path' | 'is'> {
  const every = `a snapshot every ${everyText(cadence)}`;
  const [only, ...others] = shares;
  if (only && others.length === 0) {
    const isPlain = only.value === only.most;
    return {
      path: `${path}.${only.rule}`,
      is: isPlain ? `is ${only.most}` : `is ${valueText(only)}, which keeps up to ${only.most} at ${every}`,
    };
  }
  const sum = shares.map((share) => `${share.rule} ${valueText(share)}: ${share.most}`).join(' + ');
  return { path, is: `keeps up to ${most} at ${every} (${sum})` };
}

/** Value of a rule; `"30m"` gets its months added, because it is easily taken for minutes. */
function valueText({ value }: RuleShare): string {
  if (typeof value === 'number') return String(value);
  return /^\d+m$/.test(value) ? `"${value}" (${Number.parseInt(value, 10)} months)` : JSON.stringify(value);
}

/** Advice on the nearest policy that fits, by changing the rule that keeps the most. */
function nearest({ shares }: WorstCase, allowed: number, { shortestMinutes }: Cadence): string {
  const largest = shares.toSorted((a, b) => b.most - a.most)[0];
  if (!largest) return 'Keep fewer';
  const left = allowed - shares.reduce((sum, share) => sum + (share === largest ? 0 : share.most), 0);
  if (left < 1) return `Lower them to ${allowed} in all`;
  if (largest.rule === 'keepWithin') {
    const hours = Math.floor((left * shortestMinutes) / 60);
    const longest = { years: 0, months: 0, days: Math.floor(hours / 24), hours: hours % 24 };
    if (hours < 1) return 'Remove keepWithin: keepLast counts snapshots instead of time';
    return `Shorten keepWithin to "${durationText(longest)}", or thin out what is older by keepWithinHourly and keepWithinDaily`;
  }
  if (typeof largest.value === 'string') return `Shorten ${largest.rule} until it keeps at most ${left}`;
  if (largest.value === -1) return `Set ${largest.rule} to ${left} or less, or keepAtMost to ${allowed} or less`;
  return `Set ${largest.rule} to ${left} or less`;
}
