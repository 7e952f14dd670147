import type { ChartWidget } from '../../../../cli/page/api/dashboard';
import { chart, cloudWith, MINUTE, minutely, read, titled } from './deployed-dashboards';

const NAME = 'team-a_dashboard';
const HOUR = 3600;

const lines = ({ series }: ChartWidget) => series.map(({ label, axis, values }) => [label, axis, values.at(-1)]);

describe('the dashboard of one application', () => {
  const cloud = cloudWith({ application: { name: 'orders' } });
  const flink = { Application: 'orders' };
  const ofManager = { app_name: 'orders' };
  const ticks = Array.from({ length: 17 }, (_, index) => MINUTE - 10_200 + index * 600);
  cloud.put(
    'KDASnapshots',
    'NewestSnapshotAge',
    ofManager,
    ticks.map((at, index) => ({ at, value: 60 * index })),
  );
  cloud.put(
    'KDASnapshots',
    'SnapshotCount',
    ofManager,
    ticks.map((at) => ({ at, value: 21 })),
  );
  cloud.put(
    'KDASnapshots',
    'SnapshotQuotaUse',
    ofManager,
    ticks.map((at) => ({ at, value: 2.1 })),
  );
  cloud.put(
    'KDASnapshots',
    'SnapshotsTaken',
    ofManager,
    ticks.map((at) => ({ at, value: 1 })),
  );
  cloud.put(
    'KDASnapshots',
    'SnapshotsFailed',
    ofManager,
    ticks.slice(0, 2).map((at) => ({ at, value: 1 })),
  );
  cloud.put(
    'KDASnapshots',
    'SnapshotDuration',
    ofManager,
    ticks.map((at) => ({ at, value: 4500 })),
  );
  cloud.put(
    'AWS/KinesisAnalytics',
    'downtime',
    flink,
    minutely((index) => (index === 100 ? 120_000 : 0)),
  );
  cloud.put(
    'AWS/KinesisAnalytics',
    'uptime',
    flink,
    minutely((index) => index * 60_000),
  );
  cloud.put(
    'AWS/KinesisAnalytics',
    'fullRestarts',
    flink,
    minutely(() => 3),
  );
  cloud.put(
    'AWS/KinesisAnalytics',
    'numRecordsIn',
    flink,
    minutely(() => 400),
  );
  cloud.put(
    'AWS/KinesisAnalytics',
    'lastCheckpointSize',
    flink,
    minutely(() => 5_000_000),
  );
  cloud.put(
    'AWS/KinesisAnalytics',
    'cpuUtilization',
    flink,
    minutely(() => 35),
  );
  cloud.put(
    'AWS/KinesisAnalytics',
    'heapMemoryUtilization',
    flink,
    minutely(() => 40),
  );
  cloud.put(
    'AWS/KinesisAnalytics',
    'containerMemoryUtilization',
    flink,
    minutely(() => 45),
  );
  cloud.put(
    'AWS/Lambda',
    'Errors',
    { FunctionName: 'team-a-manager' },
    ticks.map((at) => ({ at, value: 2 })),
  );
  cloud.put(
    'AWS/Lambda',
    'Duration',
    { FunctionName: 'team-a-manager' },
    ticks.map((at) => ({ at, value: 9000 })),
  );
  const document = read(cloud, NAME);

  test('is drawn whole: nothing of it is unknown', async () => {
    const { widgets, notes } = await document;
    expect(widgets.map(({ kind }) => kind).filter((kind) => kind !== 'chart' && kind !== 'log')).toEqual(['alarms']);
    expect([...notes, ...widgets.flatMap((widget) => widget.notes)]).toEqual([]);
    expect(widgets).toHaveLength(22);
  });

  test('keeps the places of its widgets', async () => {
    const { widgets } = await document;
    expect(widgets.slice(0, 3).map(({ x, y, width, height }) => [x, y, width, height])).toEqual([
      [0, 0, 24, 4],
      [0, 4, 12, 6],
      [12, 4, 12, 6],
    ]);
  });

  test('has the age in minutes, with the objective as its level', async () => {
    const age = chart(await document, 'Age of the newest snapshot (minutes)');
    expect(age.times).toEqual(ticks.slice(0, -1));
    expect(lines(age)).toEqual([['orders', 'left', 15]]);
    expect(age.levels.map(({ label, value, axis }) => [label, value, axis])).toEqual([['objective', 30, 'left']]);
    expect(age.series[0]?.period).toBe(600);
  });

  test('waits for a period to be over before it shows its sum, and does not on the local cloud', async () => {
    const newest = ({ times }: ChartWidget) => times.at(-1);
    const title = 'Outcomes of runs';
    expect(newest(chart(await document, title))).toBe(MINUTE - 1200);
    expect(newest(chart(await read(cloud, NAME, '3h', true), title))).toBe(MINUTE - 600);
  });

  test('has counts on the left and percent on the right, with the alarm’s level there', async () => {
    const count = chart(await document, 'READY snapshots, and percent of the quota');
    expect(lines(count)).toEqual([
      ['READY', 'left', 21],
      ['% of the quota', 'right', 2.1],
    ]);
    expect(count.levels.map(({ axis, value }) => [axis, value])).toEqual([['right', 80]]);
  });

  test('stacks the outcomes, and leaves what never happened without values', async () => {
    const outcomes = chart(await document, 'Outcomes of runs');
    expect(outcomes.isStacked).toBe(true);
    expect(outcomes.series.map(({ label, values }) => [label, values.filter((value) => value !== null)])).toEqual([
      ['taken', Array(16).fill(1)],
      ['skipped', []],
      ['late', []],
      ['failed', [1, 1]],
      ['deleted', []],
    ]);
  });

  test.each([
    ['Snapshot duration (seconds)', [['orders', 'left', 4.5]]],
    ['Downtime (minutes)', [['orders', 'left', 0]]],
    ['Uptime (minutes)', [['orders', 'left', 178]]],
    ['Restarts since the start of the application', [['orders', 'left', 3]]],
    ['Records in', [['orders', 'left', 100]]],
    ['Size of the last checkpoint (MB)', [['orders', 'left', 5]]],
    [
      'CPU, heap and container memory (%)',
      [
        ['CPU', 'left', 35],
        ['heap', 'left', 40],
        ['container memory', 'left', 45],
      ],
    ],
    [
      'Snapshot manager: errors and throttles',
      [
        ['team-a-manager errors', 'left', 2],
        ['team-a-manager throttles', 'left', null],
      ],
    ],
    ['Snapshot manager: duration of a run (seconds)', [['team-a-manager', 'left', 9]]],
  ])('draws "%s" by its values', async (title, expected) => {
    expect(lines(chart(await document, title))).toEqual(expected);
  });

  test('has no values where nothing was reported', async () => {
    const failed = chart(await document, 'Failed checkpoints since the start of the job');
    expect([failed.times, failed.series.map(({ values }) => values)]).toEqual([[], [[]]]);
  });

  test('has the log groups and the query of its log widgets', async () => {
    expect(titled(await document, 'Users counted')).toMatchObject({
      kind: 'log',
      logGroups: ['/aws/kinesis-analytics/orders'],
      query: 'fields @timestamp, @message | filter @message like /Amount of users/ | sort @timestamp desc',
      rows: expect.stringMatching(/^\/api\/dashboards\/team-a_dashboard\/logs\/\d+$/),
    });
  });

  test('costs what GetMetricData asks for the metrics that it reads once a minute', async () => {
    const { reading } = await document;
    expect(reading).toEqual({ metrics: 26, everySeconds: 60, usdAnHour: expect.closeTo(0.0156, 6) });
    expect((await read(cloud, NAME, '1M')).reading.everySeconds).toBe(3600);
    expect((await read(cloud, NAME, '3h', true)).reading.usdAnHour).toBeNull();
  });
});

describe('the common dashboard of several applications', () => {
  const cloud = cloudWith({
    application: undefined,
    snapshots: { applications: ['orders', { name: 'users.v2', runtime: 'FLINK-2_3' }] },
  });
  const at = MINUTE - HOUR;
  cloud.put('AWS/KinesisAnalytics', 'fullRestarts', { Application: 'orders' }, [{ at, value: 1 }]);
  cloud.put('AWS/KinesisAnalytics', 'numRestarts', { Application: 'users.v2' }, [{ at, value: 2 }]);
  cloud.put('AWS/KinesisAnalytics', 'downtime', { Application: 'orders' }, [{ at, value: 60_000 }]);
  cloud.put('AWS/KinesisAnalytics', 'failingTime', { Application: 'users.v2' }, [{ at, value: 180_000 }]);

  test('has a line for each, of what its Flink reports', async () => {
    const document = await read(cloud, NAME);
    expect(lines(chart(document, 'Restarts since the start of the application'))).toEqual([
      ['orders', 'left', 1],
      ['users.v2', 'left', 2],
    ]);
    expect(lines(chart(document, 'Downtime (minutes)'))).toEqual([
      ['orders', 'left', 1],
      ['users.v2 restarting', 'left', null],
      ['users.v2 cancelling', 'left', null],
      ['users.v2 failing', 'left', 3],
    ]);
  });

  test('lists its alarms in their order, and names the one that does not exist', async () => {
    cloud.compositeAlarms.push({
      AlarmName: 'team-a/manager-silent',
      StateValue: 'ALARM',
      StateReason: 'runs',
      StateTransitionedTimestamp: new Date('2026-11-29T13:00:00Z'),
    });
    const alarms = titled(await read(cloud, NAME), 'Alarms');
    if (alarms.kind !== 'alarms') throw new Error('It is no alarm widget.');
    expect(alarms.alarms.find(({ name }) => name === 'team-a/manager-silent')).toEqual({
      name: 'team-a/manager-silent',
      state: 'ALARM',
      reason: 'runs',
      since: '2026-11-29T13:00:00.000Z',
    });
    expect(alarms.alarms[1]).toEqual({
      name: expect.stringMatching(/^team-a\//),
      state: null,
      reason: 'No alarm has this name: it was deleted, or never deployed.',
      since: null,
    });
  });
});

test('applications that only a prefix names are searched for, and each that reports has a line', async () => {
  const cloud = cloudWith({ application: undefined, snapshots: { applications: [{ prefix: 'app-' }] } });
  const at = MINUTE - HOUR;
  for (const [index, app_name] of ['app-1', 'app-2', 'app-3'].entries()) {
    cloud.put('KDASnapshots', 'SnapshotDuration', { app_name }, [{ at, value: 1000 * (index + 1) }]);
    cloud.put('KDASnapshots', 'SnapshotDuration', { app_name, deployment: 'other' }, [{ at, value: 99 }]);
  }
  const duration = chart(await read(cloud, NAME), 'Snapshot duration (seconds)');
  expect(duration.series.map(({ label, values }) => [label, values])).toEqual([
    ['app-1', [1]],
    ['app-2', [2]],
    ['app-3', [3]],
  ]);
});
