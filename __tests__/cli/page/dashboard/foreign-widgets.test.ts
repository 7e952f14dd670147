import type { ChartWidget, Widget } from '../../../../cli/page/api/dashboard';
import { bodyOf, MINUTE, read } from './deployed-dashboards';
import { FakeCloudWatch } from './fake-cloudwatch';

const AT = MINUTE - 3600;
const ALARM = 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:';

async function only(cloud: FakeCloudWatch, type: string, properties: object, others: object = {}): Promise<Widget> {
  cloud.dashboards.set('x', bodyOf(type, properties, { periodOverride: 'inherit', ...others }));
  const [widget, ...more] = (await read(cloud, 'x')).widgets;
  if (widget === undefined || more.length > 0) throw new Error('It is not one widget.');
  return widget;
}

async function chart(cloud: FakeCloudWatch, properties: object, others: object = {}): Promise<ChartWidget> {
  const widget = await only(cloud, 'metric', properties, others);
  if (widget.kind !== 'chart') throw new Error(`It is no chart: ${widget.notes}`);
  return widget;
}

function instances(): FakeCloudWatch {
  const cloud = new FakeCloudWatch();
  for (const [index, id] of ['i-1', 'i-2', 'i-3'].entries()) {
    cloud.put('AWS/EC2', 'CPUUtilization', { InstanceId: id }, [
      { at: AT, value: 10 * (index + 1) },
      { at: AT + 60, value: 20 * (index + 1) },
    ]);
  }
  cloud.put('AWS/EC2', 'DiskReadBytes', { InstanceId: 'i-3' }, [{ at: AT, value: 7 }]);
  return cloud;
}

describe('metrics in the shorthand of AWS’s examples', () => {
  test('"." repeats the field above, "..." all fields that are not given', async () => {
    const { series, notes } = await chart(instances(), {
      stat: 'Maximum',
      metrics: [
        ['AWS/EC2', 'CPUUtilization', 'InstanceId', 'i-1', { label: 'one' }],
        ['...', 'i-2', { label: 'two', yAxis: 'right', color: '#d62728', stat: 'Minimum', period: 60 }],
        ['.', '.', '.', 'i-3'],
        ['.', 'DiskReadBytes', '.', '.'],
      ],
    });
    expect(notes).toEqual([]);
    expect(series.map(({ label, values, axis, color, period }) => [label, values, axis, color, period])).toEqual([
      ['one', [20, null], 'left', null, 300],
      ['two', [20, 40], 'right', '#d62728', 60],
      ['CPUUtilization', [60, null], 'left', null, 300],
      ['DiskReadBytes', [7, null], 'left', null, 300],
    ]);
  });

  test('an expression draws what is invisible itself, and METRICS() means all of its widget', async () => {
    const { series } = await chart(instances(), {
      ...{ stat: 'Sum', period: 60 },
      metrics: [
        [{ expression: 'SUM(METRICS())', label: 'all', id: 'e1' }],
        ['AWS/EC2', 'CPUUtilization', 'InstanceId', 'i-1', { id: 'm1', visible: false }],
        ['...', 'i-2', { id: 'm2', visible: false }],
      ],
    });
    expect(series.map(({ label, values }) => [label, values])).toEqual([['all', [30, 60]]]);
  });

  test('an invisible metric that nothing needs is not asked for', async () => {
    const cloud = instances();
    await chart(cloud, {
      metrics: [
        ['AWS/EC2', 'CPUUtilization', 'InstanceId', 'i-1', { id: 'm1' }],
        ['...', 'i-2', { id: 'm2', visible: false }],
      ],
    });
    expect(cloud.asked[0]?.MetricDataQueries?.map(({ Id }) => Id)).toEqual(['m1']);
  });

  test('what is of another place, unreadable or unknown is named, and the rest is drawn', async () => {
    const { series, notes } = await chart(instances(), {
      period: 60,
      metrics: [
        ['AWS/EC2', 'CPUUtilization', 'InstanceId', 'i-1', { region: 'us-east-1' }],
        ['...', 'i-2', { accountId: '111122223333' }],
        ['AWS/EC2', 'CPUUtilization', 'InstanceId'],
        ['AWS/EC2', 'CPUUtilization', 'InstanceId', 'i-3', { id: 'a', smoothing: 3 }],
        ['AWS/EC2', 'DiskReadBytes', 'InstanceId', 'i-3', { id: 'a' }],
      ],
    });
    expect(series.map(({ values }) => values)).toEqual([[30, 60]]);
    expect(notes).toEqual([
      'Not read: AWS/EC2 CPUUtilization InstanceId i-1 is of the region us-east-1; this page reads eu-west-1.',
      'Not read: AWS/EC2 CPUUtilization InstanceId i-2 is of the account 111122223333; this page reads eu-west-1.',
      'Not read: AWS/EC2 CPUUtilization InstanceId is neither a metric with its dimensions nor an expression.',
      'AWS/EC2 CPUUtilization InstanceId i-3 has the option "smoothing", which is not known here: what it changes is not shown.',
      'Not read: AWS/EC2 DiskReadBytes InstanceId i-3 has the id "a" again.',
    ]);
  });

  test('an error of CloudWatch is in the place of the values', async () => {
    const { series, notes } = await chart(instances(), { metrics: [[{ expression: 'NOPE(1)' }]] });
    expect(series).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^Not read: .*NOPE/)]);
  });
});

describe('annotations', () => {
  test('are levels with fill and bands, and moments', async () => {
    const { levels, moments } = await chart(instances(), {
      metrics: [['AWS/EC2', 'CPUUtilization', 'InstanceId', 'i-1']],
      annotations: {
        horizontal: [
          { label: 'limit', value: 90, fill: 'above', yAxis: 'right', color: '#b2df8d' },
          [
            { label: 'top', value: 98 },
            { label: 'bottom', value: 94 },
          ],
          { label: 'hidden', value: 1, visible: false },
        ],
        vertical: [
          { label: 'deployed', value: '2026-11-29T13:00:00.000Z', fill: 'after' },
          [{ value: '2026-11-29T12:00:00Z', label: 'outage' }, { value: '2026-11-29T12:30:00Z' }],
        ],
      },
    });
    expect(levels).toEqual([
      { value: 90, bandTo: null, label: 'limit', color: '#b2df8d', axis: 'right', fill: 'above' },
      { value: 98, bandTo: 94, label: 'top to bottom', color: null, axis: 'left', fill: 'none' },
    ]);
    expect(moments).toEqual([
      { time: AT, bandTo: null, label: 'deployed', color: null, fill: 'after' },
      { time: AT - 3600, bandTo: AT - 1800, label: 'outage', color: null, fill: 'none' },
    ]);
  });

  test('that name alarms draw their metrics and thresholds, and name what has none', async () => {
    const cloud = instances();
    cloud.metricAlarms.push(
      {
        AlarmName: 'cpu',
        ...{ Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Statistic: 'Maximum', Period: 60, Threshold: 80 },
        Dimensions: [{ Name: 'InstanceId', Value: 'i-2' }],
      },
      {
        AlarmName: 'double',
        Threshold: 5,
        Metrics: [
          {
            Id: 'm1',
            ReturnData: false,
            MetricStat: {
              Metric: {
                Namespace: 'AWS/EC2',
                MetricName: 'CPUUtilization',
                Dimensions: [{ Name: 'InstanceId', Value: 'i-1' }],
              },
              ...{ Stat: 'Sum', Period: 60 },
            },
          },
          { Id: 'e1', Expression: 'm1 * 2' },
        ],
      },
    );
    cloud.compositeAlarms.push({ AlarmName: 'all' });
    const { series, levels, notes } = await chart(cloud, {
      annotations: { alarms: ['cpu', 'double', 'all', 'gone'].map((name) => ALARM + name) },
    });
    expect(series.map(({ label, values }) => [label, values])).toEqual([
      ['cpu', [20, 40]],
      ['double', [20, 40]],
    ]);
    expect(levels.map(({ label, value }) => [label, value])).toEqual([
      ['cpu', 80],
      ['double', 5],
    ]);
    expect(notes).toEqual([
      'The alarm all is composite: it has no metric to draw.',
      "The alarm gone can't be drawn: it does not exist.",
    ]);
  });
});

describe('times', () => {
  test('a widget’s own start is its range, and is said', async () => {
    const { from, to, notes } = await chart(instances(), {
      ...{ start: '-PT1H', period: 60 },
      metrics: [['AWS/EC2', 'CPUUtilization', 'InstanceId', 'i-1']],
    });
    expect([to - from, notes]).toEqual([3630, ['It has a time range of its own: -PT1H.']]);
  });

  test('one value of the whole range is asked for where the period is set to it', async () => {
    const { series, view } = await chart(instances(), {
      ...{ view: 'singleValue', setPeriodToTimeRange: true, stat: 'Sum' },
      metrics: [['AWS/EC2', 'CPUUtilization', 'InstanceId', 'i-1']],
    });
    expect([view, series.map(({ values, period }) => [values, period])]).toEqual(['singleValue', [[[30], 10_800]]]);
  });

  test('periods follow the range where the dashboard says so', async () => {
    const properties = { period: 60, metrics: [['AWS/EC2', 'CPUUtilization', 'InstanceId', 'i-1']] };
    const cloud = instances();
    cloud.dashboards.set('x', bodyOf('metric', properties, { periodOverride: 'auto' }));
    const [widget] = (await read(cloud, 'x', '1w')).widgets;
    expect(widget?.notes).toEqual([
      'Each value covers 60 min, because the dashboard lets periods follow the range; sums and counts are of that time.',
    ]);
  });
});

describe('other widgets', () => {
  test.each([
    ['explorer', "A widget of type explorer can't be drawn here."],
    ['custom', "A widget of type custom can't be drawn here."],
    ['toString', "A widget of type toString can't be drawn here."],
  ])('of type %s are named in their place', async (type, note) => {
    expect(await only(new FakeCloudWatch(), type, { title: 'Mine' })).toEqual({
      ...{ kind: 'undrawn', title: 'Mine', x: 0, y: 0, width: 12, height: 6, notes: [note] },
    });
  });

  test('that are broken say where', async () => {
    const widget = await only(new FakeCloudWatch(), 'metric', { title: 'T', metrics: [['A', 'm']], period: 'long' });
    expect(widget).toMatchObject({
      kind: 'undrawn',
      notes: ["This metric widget can't be drawn: period: expected number, received string."],
    });
  });

  test('with a property that may change their meaning name it', async () => {
    const widget = await only(new FakeCloudWatch(), 'log', { query: 'fields @message', colour: 'red', view: 'table' });
    expect(widget.notes).toEqual([
      'The widget has the property "colour", which is not known here: what it changes is not shown.',
    ]);
  });

  test('show only the alarms in the states that they ask for, and those of another region by name', async () => {
    const cloud = new FakeCloudWatch();
    cloud.metricAlarms.push({ AlarmName: 'a', StateValue: 'OK' }, { AlarmName: 'b', StateValue: 'ALARM' });
    const widget = await only(cloud, 'alarm', {
      states: ['ALARM'],
      alarms: [`${ALARM}a`, `${ALARM}b`, 'arn:aws:cloudwatch:us-east-1:1:alarm:c', 'd'],
    });
    expect(widget.kind === 'alarms' && widget.alarms.map(({ name, state, reason }) => [name, state, reason])).toEqual([
      ['b', 'ALARM', ''],
      ['c', null, 'It is of the region us-east-1; this page reads eu-west-1.'],
      ['d', null, 'This is no ARN of an alarm.'],
    ]);
  });

  test('ask for a log elsewhere, or in another language, by name only', async () => {
    const cloud = new FakeCloudWatch();
    const query = "SOURCE 'a' | fields @message";
    expect((await only(cloud, 'log', { query, region: 'us-east-1' })).notes).toEqual([
      'Its log is of the region us-east-1; this page reads eu-west-1.',
    ]);
    expect((await only(cloud, 'log', { query, queryLanguage: 'SQL' })).notes).toEqual([
      "A query in SQL can't be asked here, only one of CloudWatch Logs Insights (CWLI).",
    ]);
  });
});

test.each([
  ['{"widgets": [', /is no JSON/],
  ['{}', /body is broken: widgets: expected array/],
  ['[]', /body is broken/],
])('the body %s is refused by name', async (body, message) => {
  const cloud = new FakeCloudWatch();
  cloud.dashboards.set('x', body);
  await expect(read(cloud, 'x')).rejects.toThrow(message);
});

test('variables of a dashboard are named, because they are not filled in', async () => {
  const cloud = new FakeCloudWatch();
  cloud.dashboards.set('x', JSON.stringify({ widgets: [], variables: [] }));
  expect((await read(cloud, 'x')).notes).toEqual([
    'The dashboard has the property "variables", which is not known here: what it changes is not shown.',
  ]);
});
