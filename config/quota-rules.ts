import type { Alarm, DeploymentAlarms } from '../stacks/alarms/deployment-alarms';
import type { ApplicationEntry } from './application-settings';
import type { Problem } from './problems';
import type { Settings } from './settings';

/** Rules that count and fill within a few years; months and years need not be thought of. */
const FILLING_RULES = ['keepLast', 'keepHourly', 'keepDaily', 'keepWeekly'] as const;

type Retention = Settings['snapshots']['retention'];
interface Kept {
  readonly count: number;
  readonly path: string;
}

/** Retentions that, once they are filled, leave no room for a snapshot, or keep an alarm on the quota firing for ever. */
export function quotaProblems(
  { snapshots }: Pick<Settings, 'snapshots'>,
  entries: readonly ApplicationEntry[],
  { alarms: deployed }: DeploymentAlarms,
): Problem[] {
  const { quota } = snapshots;
  const problems = entries.flatMap((entry, index): Problem[] => {
    const kept = certainlyKept(snapshots.retention, entry.retention, `snapshots.applications[${index}].retention`);
    if (!kept) return [];
    const is = `is ${kept.count}`;
    const alarm = lowestOf(deployed.filter((each) => watchesQuota(each, entry)));
    const most = Math.floor(((alarm?.threshold ?? 100) / 100) * quota);
    if (alarm && kept.count > most) {
      return [
        {
          ...{ path: kept.path, is },
          expected: `at most ${most}, which are ${alarm.threshold} % of snapshots.quota (${quota})`,
          remedy: `Above them ${alarm.id} fires and would never rest: keep fewer, raise snapshots.quota to the quota that the service gives you, or set abovePercent under ${alarm.path}.`,
        },
      ];
    }
    if (kept.count < quota) return [];
    return [
      {
        ...{ path: kept.path, is },
        expected: `less than snapshots.quota (${quota})`,
        remedy:
          'No further snapshot could be taken: keep fewer, or raise snapshots.quota to the quota that the service gives you.',
      },
    ];
  });
  // One retention may be that of many applications: it is wrong once.
  return [...new Map(problems.map((problem) => [`${problem.path} ${problem.expected}`, problem])).values()];
}

/** The fleet's alarm is on the worst of all applications, the named ones among them. */
function watchesQuota({ id, subject }: Alarm, { name }: ApplicationEntry): boolean {
  return id === 'fleet-quota-use' || (id === 'quota-use' && subject === name);
}

function lowestOf(alarms: readonly Alarm[]): Alarm | undefined {
  return alarms.toSorted((a, b) => a.threshold - b.threshold)[0];
}

/**
 * How many snapshots stay when the rules are filled, and which setting says so; an entry's rules stand in place of those
 * for all, and of caps the smaller holds, as the snapshot manager has it. Nothing is certain of a rule without an end (-1)
 * and no cap, nor where deleteSurplus is false: there people delete, and the alarm is what tells them to.
 */
function certainlyKept(ofAll: Retention, ofEntry: Retention | undefined, entryPath: string): Kept | undefined {
  if (ofAll.deleteSurplus === false || ofEntry?.deleteSurplus === false) return undefined;
  const [policy, path] = ofEntry ? [ofEntry, entryPath] : [ofAll, 'snapshots.retention'];
  const isEndless = FILLING_RULES.some((rule) => policy[rule] === -1);
  const [most] = FILLING_RULES.map((rule): Kept => ({ count: policy[rule] ?? 0, path: `${path}.${rule}` }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
  const [cap] = [
    { count: ofAll.keepAtMost, path: 'snapshots.retention.keepAtMost' },
    { count: ofEntry?.keepAtMost, path: `${entryPath}.keepAtMost` },
  ]
    .flatMap(({ count, path }): Kept[] => (count === undefined ? [] : [{ count, path }]))
    .toSorted((a, b) => a.count - b.count);
  return cap && (isEndless || (most && cap.count < most.count)) ? cap : most;
}
