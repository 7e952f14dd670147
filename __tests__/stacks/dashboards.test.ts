import { settingsWith } from '../settings-with';
import { resource, resources, type StackJson, synthesize } from './synthesis';

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title: string;
    readonly metrics?: unknown[];
    readonly annotations?: { readonly horizontal: readonly unknown[] };
    readonly query?: string;
    readonly alarms?: string[];
  };
}

function dashboards(stack: StackJson): Map<string, Widget[]> {
  return new Map(
    resources(stack, 'aws_cloudwatch_dashboard').map(({ dashboard_name, dashboard_body }) => [
      String(dashboard_name),
      JSON.parse(String(dashboard_body)).widgets,
    ]),
  );
}

function stackOf(input: Readonly<Record<string, unknown>>): StackJson {
  const synthesis = synthesize(settingsWith({ name: 'team-a', ...input }));
  synthesis.dispose();
  return synthesis.stacks.snapshots;
}

const titled = (widgets: readonly Widget[] | undefined, title: string) =>
  widgets?.find(({ properties }) => properties.title === title)?.properties;

const REFERENCE = [
  'Downtime (minutes)',
  'Uptime (minutes)',
  'READY snapshots, and percent of the quota',
  'Days until the quota is full (365: not within a year)',
  'Snapshot duration (seconds)',
  'Failed checkpoints since the start of the job',
  'Duration of the last checkpoint (ms)',
  'Records in',
  'Records out',
];
const MORE = [
  'Age of the newest snapshot (minutes)',
  'Outcomes of runs',
  'Restarts since the start of the application',
  'Size of the last checkpoint (MB)',
  'CPU, heap and container memory (%)',
  'Alarms',
  'Restored from a snapshot, or not',
  'Users counted',
];
const MANAGER = [
  'Snapshot manager: errors and throttles',
  'Snapshot manager: duration of a run (seconds)',
  'Messages waiting for a person',
  'Runs of the snapshot manager',
  'Errors of the snapshot manager',
];

describe('the dashboard of the one application', () => {
  const stack = stackOf({ application: { name: 'orders' }, alarms: { tune: { heap: false } } });
  const all = dashboards(stack);
  const widgets = all.get('team-a_dashboard');

  test('is the only one, with the reference system’s eight graphs and ours, the manager’s among them', () => {
    expect([...all.keys()]).toEqual(['team-a_dashboard']);
    expect(widgets?.map(({ properties }) => properties.title).sort()).toEqual(
      [...REFERENCE, ...MORE, ...MANAGER].sort(),
    );
  });

  test('lays no widget over another', () => {
    const cells = (widgets ?? []).flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, index) => `${x + (index % width)},${y + Math.floor(index / width)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...(widgets ?? []).map(({ x, width }) => x + width))).toBe(24);
  });

  test('draws the snapshots’ true duration in seconds, with the alarm’s threshold', () => {
    expect(titled(widgets, 'Snapshot duration (seconds)')).toEqual({
      title: 'Snapshot duration (seconds)',
      region: 'eu-west-1',
      view: 'timeSeries',
      stacked: false,
      stat: 'Maximum',
      period: 600,
      metrics: [
        ['KDASnapshots', 'SnapshotDuration', 'app_name', 'orders', { id: 'm0', visible: false, stat: 'Maximum' }],
        [{ expression: 'm0 / 1000', label: 'orders' }],
      ],
      annotations: { horizontal: [{ label: 'alarm', value: 30 }] },
    });
  });

  test('draws the age against its objective, the quota on an axis of its own, and each threshold that there is', () => {
    const marks = (title: string) => titled(widgets, title)?.annotations?.horizontal;
    expect(marks('Age of the newest snapshot (minutes)')).toEqual([{ label: 'objective', value: 30 }]);
    expect(marks('READY snapshots, and percent of the quota')).toEqual([
      { label: 'alarm on the quota', value: 80, yAxis: 'right' },
    ]);
    expect(marks('Duration of the last checkpoint (ms)')).toEqual([{ label: 'alarm', value: 30_000 }]);
    // The alarm on the heap is switched off.
    expect(marks('CPU, heap and container memory (%)')).toEqual([
      { label: 'alarm on CPU', value: 80 },
      { label: 'alarm on container memory', value: 85 },
    ]);
  });

  test('shows a quarter of the records’ sums, which the service reports four times a minute', () => {
    expect(titled(widgets, 'Records in')?.metrics).toEqual([
      ['AWS/KinesisAnalytics', 'numRecordsIn', 'Application', 'orders', { id: 'm0', visible: false, stat: 'Sum' }],
      [{ expression: 'm0 / 4', label: 'orders' }],
    ]);
  });

  test('lists the state of every alarm of the deployment, the one over all first', () => {
    const prefix =
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's own syntax
      'arn:${data.aws_partition.partition.partition}:cloudwatch:eu-west-1:${data.aws_caller_identity.account.account_id}:alarm:';
    const names = resources(stack, 'aws_cloudwatch_metric_alarm').map(({ alarm_name }) => String(alarm_name));
    expect(names).toContain('team-a/orders/cpu');
    const [first, second, ...others] = titled(widgets, 'Alarms')?.alarms ?? [];
    expect([first, second]).toEqual([`${prefix}team-a/needs-a-person`, `${prefix}team-a/manager-silent`]);
    expect(others.toSorted()).toEqual(names.map((name) => prefix + name).sort());
  });

  test('asks the application’s log the reference system’s two questions', () => {
    expect(titled(widgets, 'Restored from a snapshot, or not')?.query).toBe(
      "SOURCE '/aws/kinesis-analytics/orders' | fields @timestamp, @message | filter @message like /The application/ | sort @timestamp desc",
    );
    expect(titled(widgets, 'Users counted')?.query).toBe(
      "SOURCE '/aws/kinesis-analytics/orders' | fields @timestamp, @message | filter @message like /Amount of users/ | sort @timestamp desc",
    );
  });

  // Its own graphs show it: of a deployment with one application there is no other dashboard.
  test('never shows the function’s own duration as the snapshots’', () => {
    const ofTheFunction = widgets?.filter((widget) => JSON.stringify(widget).includes('AWS/Lambda'));
    expect(ofTheFunction?.map(({ properties }) => properties.title)).toEqual([
      'Snapshot manager: errors and throttles',
      'Snapshot manager: duration of a run (seconds)',
    ]);
  });

  test('shows the manager’s runs against the alarm on them, its queues, and asks its log', () => {
    expect(titled(widgets, 'Snapshot manager: duration of a run (seconds)')?.annotations?.horizontal).toEqual([
      { label: 'alarm', value: 240 },
    ]);
    expect(JSON.stringify(titled(widgets, 'Messages waiting for a person')?.metrics)).toContain(
      'team-a-undelivered-events',
    );
    expect(titled(widgets, 'Errors of the snapshot manager')?.query).toMatch(
      /^SOURCE '\/aws\/lambda\/team-a-manager' \|/,
    );
  });
});

describe('the dashboards of several applications', () => {
  const applications = ['orders', { name: 'users.v2', runtime: 'FLINK-2_3', logGroup: '/our/users' }];
  const stack = stackOf({ snapshots: { applications } });
  const all = dashboards(stack);

  test('are one of all together, and one for each', () => {
    expect([...all.keys()].sort()).toEqual([
      'team-a_dashboard',
      'team-a_dashboard-orders',
      'team-a_dashboard-users_v2',
    ]);
  });

  test('have a line for each application in the common one, and the manager’s figures and log', () => {
    const widgets = all.get('team-a_dashboard');
    expect(titled(widgets, 'Age of the newest snapshot (minutes)')?.metrics).toEqual([
      ['KDASnapshots', 'NewestSnapshotAge', 'app_name', 'orders', { id: 'm0x0', visible: false, stat: 'Maximum' }],
      [{ expression: 'm0x0 / 60', label: 'orders' }],
      ['KDASnapshots', 'NewestSnapshotAge', 'app_name', 'users.v2', { id: 'm0x1', visible: false, stat: 'Maximum' }],
      [{ expression: 'm0x1 / 60', label: 'users.v2' }],
    ]);
    expect(titled(widgets, 'Snapshot manager: errors and throttles')?.metrics).toEqual([
      ['AWS/Lambda', 'Errors', 'FunctionName', 'team-a-manager', { label: 'team-a-manager errors', stat: 'Sum' }],
      ['AWS/Lambda', 'Throttles', 'FunctionName', 'team-a-manager', { label: 'team-a-manager throttles', stat: 'Sum' }],
    ]);
    expect(titled(widgets, 'Runs of the snapshot manager')?.query).toMatch(
      /^SOURCE '\/aws\/lambda\/team-a-manager' \|/,
    );
  });

  test('have of each in the common one what its Flink reports', () => {
    const widgets = all.get('team-a_dashboard');
    expect(titled(widgets, 'Restarts since the start of the application')?.metrics).toEqual([
      ['AWS/KinesisAnalytics', 'fullRestarts', 'Application', 'orders', { label: 'orders', stat: 'Maximum' }],
      ['AWS/KinesisAnalytics', 'numRestarts', 'Application', 'users.v2', { label: 'users.v2', stat: 'Maximum' }],
    ]);
    const downtime = JSON.stringify(titled(widgets, 'Downtime (minutes)')?.metrics);
    expect(downtime).toContain('"downtime","Application","orders"');
    expect(downtime).toContain('"failingTime","Application","users.v2"');
    expect(downtime).not.toContain('"downtime","Application","users.v2"');
    expect(downtime).not.toContain('"failingTime","Application","orders"');
  });

  test('show of an application on Flink 2 what it reports, and its own log', () => {
    const widgets = all.get('team-a_dashboard-users_v2');
    const names = JSON.stringify(widgets);
    for (const metric of ['runningTime', 'restartingTime', 'numRestarts']) expect(names).toContain(`"${metric}"`);
    for (const metric of ['uptime', 'downtime', 'fullRestarts']) expect(names).not.toContain(`"${metric}"`);
    expect(titled(widgets, 'Users counted')?.query).toMatch(/^SOURCE '\/our\/users' \|/);
  });

  test('are one only where the settings say so', () => {
    const stack = stackOf({ snapshots: { applications }, dashboard: { perApplication: false } });
    expect([...dashboards(stack).keys()]).toEqual(['team-a_dashboard']);
  });

  test('have saved queries over the logs of all of them, and over the manager’s', () => {
    const saved = resources(stack, 'aws_cloudwatch_query_definition');
    expect(saved.map(({ name, log_group_names }) => [name, log_group_names]).sort()).toEqual([
      ['team-a/errors', ['/aws/lambda/team-a-manager']],
      ['team-a/restores', ['/aws/kinesis-analytics/orders', '/our/users']],
      ['team-a/runs', ['/aws/lambda/team-a-manager']],
      ['team-a/users', ['/aws/kinesis-analytics/orders', '/our/users']],
    ]);
    expect(saved.find(({ name }) => name === 'team-a/users')?.query_string).toBe(
      'fields @timestamp, @message | filter @message like /Amount of users/ | sort @timestamp desc',
    );
  });
});

test('the fleet’s alarms are on the common dashboard, whatever an application is called', () => {
  const all = dashboards(stackOf({ snapshots: { applications: ['team-a', { prefix: 'x' }] } }));
  const alarmsOn = (name: string) =>
    titled(all.get(name), 'Alarms')?.alarms?.map((arn) => arn.split(':alarm:').at(-1)) ?? [];

  expect(alarmsOn('team-a_dashboard')).toContain('team-a/fleet-snapshot-age');
  expect(alarmsOn('team-a_dashboard-team-a').filter((name) => !name?.startsWith('team-a/team-a/'))).toEqual([]);
  expect(alarmsOn('team-a_dashboard-team-a')).toContain('team-a/team-a/snapshot-age');
});

test('applications that only a run finds are searched for, since nobody could name them', () => {
  const stack = stackOf({ snapshots: { applications: [{ tag: { key: 'team', value: 'a' } }] } });
  const widgets = dashboards(stack).get(String(resource(stack, 'aws_cloudwatch_dashboard').dashboard_name));

  expect(titled(widgets, 'Snapshot duration (seconds)')?.metrics).toEqual([
    [{ expression: `SEARCH('{KDASnapshots,"app_name"} MetricName="SnapshotDuration"', 'Maximum', 600) / 1000` }],
  ]);
  // Which of them run on Flink 2 only the metrics tell: what one of the two does not report is not found.
  expect(titled(widgets, 'Uptime (minutes)')?.metrics).toEqual([
    [{ expression: `SEARCH('{AWS/KinesisAnalytics,Application} MetricName="uptime"', 'Maximum', 60) / 60000` }],
    [{ expression: `SEARCH('{AWS/KinesisAnalytics,Application} MetricName="runningTime"', 'Maximum', 60) / 60000` }],
  ]);
  for (const metric of ['downtime', 'restartingTime', 'cancellingTime', 'failingTime', 'fullRestarts', 'numRestarts']) {
    expect(JSON.stringify(widgets)).toContain(`MetricName=\\"${metric}\\"`);
  }
  expect(titled(widgets, 'Alarms')?.alarms?.some((arn) => arn.endsWith(':team-a/fleet-snapshot-age'))).toBe(true);
  expect(resources(stack, 'aws_cloudwatch_query_definition').map(({ name }) => name)).toEqual([
    'team-a/errors',
    'team-a/runs',
  ]);
});

test('more than ten named applications have no dashboard each unless the settings ask for it', () => {
  const count = (applications: number, dashboard = {}) => {
    const names = Array.from({ length: applications }, (_, index) => `app-${index}`);
    return dashboards(stackOf({ snapshots: { applications: names }, alarms: { set: 'essential' }, dashboard })).size;
  };
  expect([count(10), count(11), count(11, { perApplication: true })]).toEqual([11, 1, 12]);
});
