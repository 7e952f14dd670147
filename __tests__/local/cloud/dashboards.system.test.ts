import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, PutDashboardCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { LogReader } from '../../../cli/logs/log-reader';
import { readBody } from '../../../cli/page/dashboard/body';
import { readLogRows } from '../../../cli/page/dashboard/log-rows';
import { readDashboard } from '../../../cli/page/dashboard/read-dashboard';
import {
  FLINK_2_METRICS,
  FLINK_METRICS,
  LAMBDA_METRICS,
  MANAGER_METRICS,
  type Metric,
  QUEUE_MESSAGES,
} from '../../../config/alarm-catalog/metrics';
import { namesOf } from '../../../config/model/names';
import { type AlarmEngine, startAlarmEngine } from '../../../local/cloud/alarm-engine/alarm-engine';
import { ownServices } from '../../../local/cloud/own-services';
import { flinkLine, managerLine } from '../../cli/logs/log-lines';
import { settingsWith } from '../../settings-with';
import { ACCOUNT, ARN, resources, synthesize } from '../../stacks/synthesis';
import { startEmulatorGateway } from './emulator-gateway';

const ACCOUNT_ID = '000000000000';
const NOW = new Date();
const APPLICATIONS = ['orders', 'users', 'found-1', 'found-2'];

let started: Awaited<ReturnType<typeof startEmulatorGateway>>;
let alarms: AlarmEngine;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dashboards-'));
  const common = { folder, accountId: ACCOUNT_ID, report: () => undefined };
  started = await startEmulatorGateway(async (clients) => {
    // It never comes to judge: the states are those of new alarms.
    const never = { evaluateEveryMs: 3_600_000, stepSeconds: 60 };
    alarms = await startAlarmEngine({ ...common, ...never, clients, region: 'eu-west-1' });
    return [alarms, ...(await ownServices({ ...common, clients }))];
  });
}, 120_000);

afterAll(async () => {
  await alarms.close();
  await started.close();
  await rm(folder, { recursive: true });
});

/** A value of each metric that something named so reports, ten minutes ago. */
async function report(metrics: readonly Metric[], names: readonly string[]): Promise<void> {
  const at = new Date(NOW.getTime() - 600_000);
  for (const { namespace, name, dimension } of metrics) {
    const values = names.map((each) => ({
      name,
      value: 1,
      unit: 'None' as const,
      dimensions: { [dimension]: each },
      at,
    }));
    await started.emulator.metrics.put(namespace, values);
  }
}

/** Lines of a log group, once: the deployments share groups. */
async function log(client: CloudWatchLogsClient, logGroupName: string, lines: readonly string[]): Promise<void> {
  if (logged.has(logGroupName)) return;
  logged.add(logGroupName);
  await client.send(new CreateLogGroupCommand({ logGroupName }));
  await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 's' }));
  const logEvents = lines.map((message) => ({ timestamp: NOW.getTime() - 600_000, message }));
  await client.send(new PutLogEventsCommand({ logGroupName, logStreamName: 's', logEvents }));
}
const logged = new Set<string>();

/** Bodies of the dashboards of a deployment as they would be deployed, by name. */
function dashboardsOf(applications: readonly unknown[]) {
  const settings = settingsWith({ name: 'team-a', application: undefined, snapshots: { applications } });
  const synthesis = synthesize(settings);
  const known = (text: unknown) => String(text).replaceAll(ARN, 'arn:aws').replaceAll(ACCOUNT, ACCOUNT_ID);
  try {
    const bodies = resources(synthesis.stacks.snapshots, 'aws_cloudwatch_dashboard').map(
      ({ dashboard_name, dashboard_body }) => ({ name: known(dashboard_name), body: known(dashboard_body) }),
    );
    return { bodies, names: namesOf(settings) };
  } finally {
    synthesis.dispose();
  }
}

test.each<[string, readonly unknown[], number]>([
  ['one named application', ['orders'], 1],
  ['several, one of them on Flink 2', ['orders', { name: 'users', runtime: 'FLINK-2_2' }], 3],
  ['applications by prefix, which graphs search for', ['orders', { prefix: 'found-' }], 2],
])(
  'every query of the dashboards of %s is answered with values',
  async (_what, applications, count) => {
    const client = new CloudWatchClient(started.client);
    const logs = new CloudWatchLogsClient(started.client);
    const { bodies, names } = dashboardsOf(applications);
    expect(bodies).toHaveLength(count);
    await report(
      [...Object.values(FLINK_METRICS), ...Object.values(FLINK_2_METRICS), ...Object.values(MANAGER_METRICS)],
      APPLICATIONS,
    );
    await report(Object.values(LAMBDA_METRICS), [names.managerFunction]);
    await report([QUEUE_MESSAGES], [names.undeliveredEventsQueue, names.failedRunsQueue]);
    await log(logs, names.managerLogGroup, [managerLine('run.ended'), managerLine('run.error', {}, 'ERROR')]);
    for (const { logGroup } of names.watchedApplications) {
      await log(logs, logGroup, [flinkLine('The application was restored'), flinkLine('Amount of users: 3')]);
    }

    for (const { name, body } of bodies) {
      for (const AlarmName of new Set([...body.matchAll(/:alarm:([^"]+)"/g)].map(([, alarm = '']) => alarm))) {
        await client.send(
          new PutMetricAlarmCommand({
            ...{ AlarmName, Namespace: 'N', MetricName: 'm', Period: 60, EvaluationPeriods: 1, Threshold: 1 },
            ...{ Statistic: 'Sum', ComparisonOperator: 'GreaterThanThreshold' },
          }),
        );
      }
      await client.send(new PutDashboardCommand({ DashboardName: name, DashboardBody: body }));
      const request = {
        client,
        region: 'eu-west-1',
        name,
        range: '3h',
        now: NOW,
        isLocal: true,
        timeZone: 'UTC',
      } as const;
      const { widgets } = await readDashboard(request);
      expect(widgets.length).toBeGreaterThan(9);
      for (const widget of widgets) {
        expect([widget.title, widget.kind, widget.notes]).toEqual([
          widget.title,
          expect.not.stringMatching('undrawn'),
          [],
        ]);
        if (widget.kind === 'chart') {
          const found = widget.series.map(({ label, values }) => [label, values.some((value) => value !== null)]);
          expect([widget.title, found]).toEqual([widget.title, found.map(([label]) => [label, true])]);
          expect(found.length).toBeGreaterThan(0);
        }
        if (widget.kind === 'alarms') {
          expect(widget.alarms.map(({ state }) => state)).toEqual(widget.alarms.map(() => 'INSUFFICIENT_DATA'));
        }
      }
      const span = { from: NOW.getTime() / 1_000 - 3_600, to: NOW.getTime() / 1_000 };
      for (const widget of readBody(body).widgets) {
        if (widget.kind !== 'log') continue;
        const { rows, columns } = await readLogRows(widget, new LogReader(logs), span, NOW);
        expect([widget.title, rows.length]).toEqual([widget.title, 1]);
        expect(columns[0]).toBe('@timestamp');
      }
    }
  },
  120_000,
);

test('a search draws one line for each application, by its name', async () => {
  const client = new CloudWatchClient(started.client);
  const request = { client, region: 'eu-west-1', name: 'team-a_dashboard', range: '3h', now: NOW } as const;
  const { widgets } = await readDashboard({ ...request, isLocal: true, timeZone: 'UTC' });
  const [age] = widgets.flatMap((widget) =>
    widget.kind === 'chart' && widget.title.startsWith('Age') ? [widget] : [],
  );
  expect(age?.series.map(({ label }) => label).sort()).toEqual([...APPLICATIONS].sort());
});
