import { bodyOf, chart, cloudWith, minutely, read } from './deployed-dashboards';
import { FakeCloudWatch } from './fake-cloudwatch';

const NAME = 'team-a_dashboard';

describe('a month', () => {
  const fifty = Array.from({ length: 50 }, (_, index) => `app-${index}`);

  test('of 50 applications stays within the limits of CloudWatch, with whole multiples of the deployed periods', async () => {
    const cloud = cloudWith({
      application: undefined,
      snapshots: { applications: fifty },
      alarms: { set: 'essential' },
    });
    const document = await read(cloud, NAME, '1M');
    expect(cloud.asked.length).toBeGreaterThan(15);
    for (const { MetricDataQueries: queries = [], StartTime, EndTime } of cloud.asked) {
      const span = ((EndTime?.getTime() ?? 0) - (StartTime?.getTime() ?? 0)) / 1000;
      const values = queries
        .filter(({ ReturnData }) => ReturnData !== false)
        .map(({ MetricStat, Period }) => span / (MetricStat?.Period ?? Period ?? 1));
      expect(queries.length).toBeLessThanOrEqual(500);
      expect(values.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(100_800);
    }
    const periods = document.widgets.flatMap((widget) => (widget.kind === 'chart' ? widget.series : []));
    expect(new Set(periods.map(({ period }) => period % 600))).toEqual(new Set([0]));
    expect(chart(document, 'Age of the newest snapshot (minutes)').notes).toEqual([
      'Each value covers 30 min, because this range has 4,320 values a line with the deployed 10 min; sums and counts are of that time.',
    ]);
  });

  test('that was read in pages is joined', async () => {
    const cloud = new FakeCloudWatch(100);
    cloud.dashboards.set(
      'x',
      bodyOf('metric', {
        metrics: [
          ['A', 'm'],
          ['A', 'n'],
        ],
        period: 60,
        stat: 'Sum',
      }),
    );
    cloud.put(
      'A',
      'm',
      {},
      minutely((index) => index),
    );
    cloud.put(
      'A',
      'n',
      {},
      minutely((index) => 1000 + index),
    );
    const [widget] = (await read(cloud, 'x')).widgets;
    expect(cloud.asked.length).toBe(4);
    const series = widget?.kind === 'chart' ? widget.series : [];
    expect(series.map(({ values }) => [values.length, values[0], values.at(-1)])).toEqual([
      [178, 1, 178],
      [178, 1001, 1178],
    ]);
  });
});
