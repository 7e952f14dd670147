import { type CloudWatchClient, DescribeAlarmHistoryCommand } from '@aws-sdk/client-cloudwatch';
import type { FiredAlarm } from './explanation';

/** Pages of 100 changes that are read. */
const MOST_PAGES = 20;

/**
 * Reads which alarms of a deployment went to ALARM in a time: those of the application, and those of the whole
 * deployment, oldest first.
 *
 * @param prefix prefix of the names of the deployment's alarms.
 */
export async function firedAlarms(
  client: CloudWatchClient,
  { prefix, application, from, to }: { prefix: string; application: string; from: Date; to: Date },
  applications: readonly string[],
): Promise<FiredAlarm[]> {
  const fired: FiredAlarm[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.send(
      new DescribeAlarmHistoryCommand({
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        HistoryItemType: 'StateUpdate',
        StartDate: from,
        EndDate: to,
        MaxRecords: 100,
        NextToken,
      }),
    );
    for (const { AlarmName: name = '', Timestamp: at, HistorySummary: summary = '' } of answer.AlarmHistoryItems ??
      []) {
      if (!at || at < from || at > to || !summary.endsWith('to ALARM') || !name.startsWith(prefix)) continue;
      const subject = name.slice(prefix.length).split('/')[0] ?? '';
      // An alarm of another application concerns that one alone.
      if (subject !== application && applications.includes(subject)) continue;
      fired.push({ name, at });
    }
    NextToken = answer.NextToken;
    if (NextToken === undefined) break;
  }
  return fired.toSorted((one, other) => one.at.getTime() - other.at.getTime());
}
