import { type AlarmHistoryItem, type CloudWatchClient, DescribeAlarmHistoryCommand } from '@aws-sdk/client-cloudwatch';
import type { AlarmChange } from '../api/alarms';
import { stateOf } from './alarm-of';

/** Pages of 100 changes that are read: other alarms of the account are among them. */
const MOST_PAGES = 5;
const MOST_CHANGES = 200;

/** Changes of alarms, newest first. */
export interface AlarmChanges {
  readonly changes: readonly AlarmChange[];
  /** Time since which all changes are there; undefined: since the time that was asked for. */
  readonly cutAt?: Date;
}

/**
 * Reads the changes of state of a deployment's alarms since a time. The service can't be asked by a prefix: in an account
 * with many other changes the older ones are not reached.
 *
 * @param prefix prefix of the names of the deployment's alarms.
 */
export async function alarmChanges(client: CloudWatchClient, prefix: string, since: Date): Promise<AlarmChanges> {
  const found: AlarmChange[] = [];
  let oldest: Date | undefined;
  let NextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES && found.length < MOST_CHANGES; page += 1) {
    const answer = await client.send(
      new DescribeAlarmHistoryCommand({
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        HistoryItemType: 'StateUpdate',
        ScanBy: 'TimestampDescending',
        StartDate: since,
        MaxRecords: 100,
        NextToken,
      }),
    );
    for (const item of answer.AlarmHistoryItems ?? []) {
      const change = changeOf(item);
      if (change?.name.startsWith(prefix) && Date.parse(change.at) >= since.getTime()) found.push(change);
      oldest = item.Timestamp ?? oldest;
    }
    NextToken = answer.NextToken;
    if (NextToken === undefined) break;
  }
  const changes = found.toSorted((one, other) => other.at.localeCompare(one.at));
  const oldestKept = changes.length > MOST_CHANGES ? changes[MOST_CHANGES - 1] : undefined;
  if (oldestKept !== undefined) return { changes: changes.slice(0, MOST_CHANGES), cutAt: new Date(oldestKept.at) };
  return NextToken === undefined ? { changes } : { changes, cutAt: oldest ?? since };
}

/** Change in an item such as "Alarm updated from OK to ALARM"; undefined for an item of another kind. */
function changeOf({
  AlarmName,
  Timestamp,
  HistorySummary = '',
  HistoryData,
}: AlarmHistoryItem): AlarmChange | undefined {
  const [, before, after] = /from (\w+) to (\w+)$/.exec(HistorySummary) ?? [];
  const to = stateOf(after);
  if (AlarmName === undefined || Timestamp === undefined || to === undefined) return undefined;
  return {
    name: AlarmName,
    at: Timestamp.toISOString(),
    from: stateOf(before) ?? null,
    to,
    reason: reasonIn(HistoryData),
  };
}

/** Reason of the new state, in the JSON that CloudWatch adds. */
function reasonIn(data: string | undefined): string | null {
  try {
    const reason: unknown = JSON.parse(data ?? '')?.newState?.stateReason;
    return typeof reason === 'string' ? reason : null;
  } catch {
    return null;
  }
}
