import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  paginateListDashboards,
} from '@aws-sdk/client-cloudwatch';
import { troubleText } from '../../safety/gather/trouble';
import type { DescribedAlarm, DescribedAlarms } from './alarms';
import type { AskedLine } from './queries';
import type { Span } from './ranges';
import type { Page } from './results';

/** Most names in one request of DescribeAlarms. */
const MOST_ALARMS = 100;
/** Most pages of one batch: a search may find more than was expected. */
const MOST_PAGES = 10;

/** Names of the dashboards that begin alike. */
export async function dashboardNames(client: CloudWatchClient, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const page of paginateListDashboards({ client }, { DashboardNamePrefix: prefix })) {
    names.push(...(page.DashboardEntries ?? []).flatMap(({ DashboardName }) => DashboardName ?? []));
  }
  return names;
}

/** Body of a dashboard as it is deployed. */
export async function deployedBody(client: CloudWatchClient, name: string): Promise<string> {
  const { DashboardBody = '' } = await client.send(new GetDashboardCommand({ DashboardName: name }));
  return DashboardBody;
}

/** Describes alarms of both kinds by their names. */
export async function describedAlarms(client: CloudWatchClient, names: readonly string[]): Promise<DescribedAlarms> {
  const byName = new Map<string, DescribedAlarm>();
  try {
    for (let from = 0; from < names.length; from += MOST_ALARMS) {
      const AlarmNames = names.slice(from, from + MOST_ALARMS);
      const answer = await client.send(
        new DescribeAlarmsCommand({
          AlarmNames,
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          MaxRecords: MOST_ALARMS,
        }),
      );
      for (const alarm of answer.MetricAlarms ?? []) byName.set(alarm.AlarmName ?? '', { kind: 'metric', alarm });
      for (const alarm of answer.CompositeAlarms ?? []) byName.set(alarm.AlarmName ?? '', { kind: 'composite', alarm });
    }
    return { byName };
  } catch (error) {
    return { byName, problem: troubleText(error) };
  }
}

/** Answer to the queries of one batch, page by page. */
export async function metricPages(
  client: CloudWatchClient,
  batch: readonly AskedLine[],
  { from, to }: Span,
): Promise<{ readonly pages: readonly Page[]; readonly isCut: boolean }> {
  const pages: Page[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: batch.map(({ query }) => query),
        StartTime: new Date(from * 1000),
        EndTime: new Date(to * 1000),
        ScanBy: 'TimestampAscending',
        NextToken,
      }),
    );
    pages.push(answer);
    NextToken = answer.NextToken;
  } while (NextToken !== undefined && pages.length < MOST_PAGES);
  return { pages, isCut: NextToken !== undefined };
}
