import type { ChartWidget, DashboardDocument, Range, Widget } from '../../../../cli/page/api/dashboard';
import { readDashboard } from '../../../../cli/page/dashboard/read-dashboard';
import { settingsWith } from '../../../settings-with';
import { ACCOUNT, ARN, resources, synthesize } from '../../../stacks/synthesis';
import { FakeCloudWatch } from './fake-cloudwatch';

/** Time of the tests. */
export const NOW = new Date('2026-11-29T14:00:30Z');
/** Full minute before it, in seconds. */
export const MINUTE = Date.parse('2026-11-29T14:00:00Z') / 1000;

/** Bodies of the dashboards that a deployment with these settings has, by name, as they stand in CloudWatch. */
export function deployedBodies(input: Readonly<Record<string, unknown>>): Map<string, string> {
  const synthesis = synthesize(settingsWith({ name: 'team-a', ...input }));
  synthesis.dispose();
  return new Map(
    resources(synthesis.stacks.snapshots, 'aws_cloudwatch_dashboard').map(({ dashboard_name, dashboard_body }) => [
      String(dashboard_name),
      String(dashboard_body).replaceAll(ARN, 'arn:aws').replaceAll(ACCOUNT, '123456789012'),
    ]),
  );
}

/** Reads a dashboard of the fake. */
export function read(
  cloudWatch: FakeCloudWatch,
  name: string,
  range: Range = '3h',
  isLocal = false,
): Promise<DashboardDocument> {
  return readDashboard({
    ...{ client: cloudWatch.client, region: 'eu-west-1', name, range, now: NOW, isLocal, timeZone: 'UTC' },
  });
}

/** Body with one widget. */
export function bodyOf(type: string, properties: object, others: object = {}): string {
  return JSON.stringify({ widgets: [{ type, x: 0, y: 0, width: 12, height: 6, properties }], ...others });
}

/** Fake with the dashboards of a deployment. */
export function cloudWith(input: Readonly<Record<string, unknown>>): FakeCloudWatch {
  const cloud = new FakeCloudWatch();
  for (const [name, body] of deployedBodies(input)) cloud.dashboards.set(name, body);
  return cloud;
}

/** Widget of a title. */
export function titled(document: DashboardDocument, title: string): Widget {
  const found = document.widgets.find((widget) => widget.title === title);
  if (found === undefined) throw new Error(`There is no widget "${title}".`);
  return found;
}

/** Chart of a title. */
export function chart(document: DashboardDocument, title: string): ChartWidget {
  const found = titled(document, title);
  if (found.kind !== 'chart') throw new Error(`"${title}" is no chart, but ${found.kind}.`);
  return found;
}

/** Samples each minute of the last three hours, up to the last full one. */
export const minutely = (value: (index: number) => number) =>
  Array.from({ length: 180 }, (_, index) => ({ at: MINUTE - (180 - index) * 60, value: value(index) }));
