import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCost } from '../../../cli/commands/cost';
import { type Assumptions, DEFAULT_ASSUMPTIONS } from '../../../cli/cost/assumptions';
import { estimate } from '../../../cli/cost/estimate';
import { PriceListError, readPrices } from '../../../cli/cost/prices';
import { UnpricedResourceError } from '../../../cli/cost/resource-costs';
import { resourcesOf, type SynthesizedResource, synthesizedResources } from '../../../cli/cost/synthesized-resources';
import { loadSettings } from '../../../config/load-settings';
import { METRICS } from '../../../lambda-src/contract';
import { UsageError } from '../../../tools/command';
import { settingsWith } from '../../settings-with';

const prices = readPrices();
const resource = (type: string, body: object = {}): SynthesizedResource => ({ stack: 'a', type, body: { ...body } });

const application = resource('aws_kinesisanalyticsv2_application', {
  name: 'orders',
  application_configuration: {
    flink_application_configuration: { parallelism_configuration: { parallelism: 7, parallelism_per_kpu: 2 } },
  },
});
const lambda = resource('aws_lambda_function', { memory_size: 512, architectures: ['arm64'] });
const group = (name: string, days: number) => resource('aws_cloudwatch_log_group', { name, retention_in_days: days });

/** Every 15 minutes; one application of this deployment, of which four snapshots are kept. */
const settings = settingsWith({
  region: 'us-east-1',
  application: { name: 'orders', autoScalingEnabled: false },
  snapshots: { scheduleMinutes: 15, retention: { keepLast: 4 } },
});

function lineOf(what: string, resources: readonly SynthesizedResource[], assumptions: Partial<Assumptions> = {}) {
  const { lines } = estimate(settings, resources, { ...DEFAULT_ASSUMPTIONS, ...assumptions }, prices);
  const line = lines.find((each) => each.what === what);
  if (!line) throw new Error(`No line ${what} in: ${lines.map((each) => each.what).join(', ')}`);
  return { quantity: line.quantity, usd: Number(line.usd.toFixed(6)) };
}

test.each<[string, SynthesizedResource[], Partial<Assumptions>, number, number]>([
  // 7 tasks, 2 to a KPU: 4 KPUs and the one for orchestration, 730 h, $0.11.
  ['KPUs of orders', [application], {}, 3650, 401.5],
  ['running storage of orders', [application], {}, 200, 20],
  ['KPUs of orders', [application], { kpus: 2 }, 1460, 160.6],
  // 4 × 5 GB at $0.023.
  ['snapshots of orders', [], { stateGb: 5 }, 20, 0.46],
  // Those of the application, and the sign of life.
  ['metrics of the manager', [], {}, Object.keys(METRICS).length + 1, 0.3 * (Object.keys(METRICS).length + 1)],
  // 2,920 runs of 20 s with half a GB: 29,200 GB-s at $0.0000133334.
  ['Lambda time', [lambda], { runSeconds: 20 }, 29_200, 0.389335],
  ['Lambda requests', [lambda], {}, 0.00292, 0.000584],
  ['dashboards', [resource('aws_cloudwatch_dashboard')], {}, 1, 3],
  ['KMS keys', [resource('aws_kms_key'), resource('aws_kms_key')], {}, 2, 2],
  ['parameter of the deployment', [resource('aws_ssm_parameter', { tier: 'Advanced' })], {}, 1, 0.05],
  ['composite alarms', [resource('aws_cloudwatch_composite_alarm')], {}, 1, 0.5],
  // 3 GB at $0.50; kept for 73 days, that is 2.4 months of 30 5/12 days: 7.2 GB at $0.03.
  ['log of the application, written', [group('/aws/kinesis-analytics/orders', 73)], { logGb: 3 }, 3, 1.5],
  ['log of the application, kept', [group('/aws/kinesis-analytics/orders', 73)], { logGb: 3 }, 7.2, 0.216],
  // 30 mails to each of two: 60 of $0.02 a thousand.
  ['mails', [subscription(), subscription()], {}, 0.06, 0.0012],
  // 31 old builds and the present one, of 64 MB: 2 GB at $0.023.
  ['JAR and zip in S3', [resource('aws_s3_object')], { buildMb: 64, buildsKept: 31 }, 2, 0.046],
  ['metrics of Flink', [], { flinkMetrics: 40 }, 40, 12],
  // 2,920 runs: the first row, the last row (820 bytes) and three times the lock.
  ['DynamoDB writes', [resource('aws_dynamodb_table')], {}, 0.01752, 0.01095],
])('%s (%#)', (what, resources, assumptions, quantity, usd) => {
  const line = lineOf(what, resources, assumptions);

  expect(line.quantity).toBeCloseTo(quantity, 9);
  expect(line.usd).toBeCloseTo(usd, 6);
});

test('a deployment without an application has only the zip in S3, a fiftieth of the size', () => {
  const { lines } = estimate(
    settingsWith({ application: undefined, snapshots: { applications: ['orders'] } }),
    [resource('aws_s3_object')],
    DEFAULT_ASSUMPTIONS,
    prices,
  );

  expect(lines.filter(({ price }) => price === 's3GbMonth')).toMatchObject([
    { what: 'zip in S3', quantity: 31 / 1024, reckoning: '30 old builds and the present one, 1 MB each' },
  ]);
});

describe('metrics', () => {
  const METRICS_OF_ONE = Object.keys(METRICS).length;

  /** Price and number of metrics, of `applications` that a prefix finds. */
  function metricLines(applications: number, scheduleMinutes = 10, assumptions: Partial<Assumptions> = {}) {
    const { lines } = estimate(
      settingsWith({ application: {}, snapshots: { applications: [{ prefix: 'a' }], scheduleMinutes } }),
      [],
      { ...DEFAULT_ASSUMPTIONS, applicationsFound: applications, ...assumptions },
      prices,
    );
    return lines
      .filter(({ price }) => price === 'metricMonth' || price === 'furtherMetricMonth')
      .map(({ what, price, quantity, usd }) => ({ what, price, quantity, usd: Number(usd.toFixed(6)) }));
  }

  const OF_ALL = 9;

  test('are paid by the hour in which they are sent: once a day is a twenty-fourth of a month', () => {
    const whole = METRICS_OF_ONE + OF_ALL;
    expect(metricLines(1, 60).map(({ quantity }) => quantity)).toEqual([whole]);
    expect(metricLines(1, 90).map(({ quantity }) => quantity)).toEqual([expect.closeTo((whole * 2) / 3, 9)]);
    expect(metricLines(1, 1440)).toEqual([
      {
        what: 'metrics of the manager',
        price: 'metricMonth',
        quantity: expect.closeTo(whole / 24, 9),
        usd: Number(((whole / 24) * 0.3).toFixed(6)),
      },
    ]);
  });

  test('above ten thousand cost a third each, whoever sends them', () => {
    expect(metricLines(2_000)).toEqual([
      { what: 'metrics of the manager', price: 'metricMonth', quantity: 10_000, usd: 3_000 },
      {
        what: 'metrics of the manager, above 10,000',
        price: 'furtherMetricMonth',
        quantity: 2_000 * METRICS_OF_ONE + OF_ALL - 10_000,
        usd: Number(((2_000 * METRICS_OF_ONE + OF_ALL - 10_000) / 10).toFixed(6)),
      },
    ]);
    const whole = METRICS_OF_ONE + OF_ALL;
    const inUsd = (usd: number) => Number(usd.toFixed(6));
    expect(metricLines(1, 10, { flinkMetrics: 10_000 })).toEqual([
      { what: 'metrics of Flink', price: 'metricMonth', quantity: 10_000 - whole, usd: inUsd((10_000 - whole) * 0.3) },
      { what: 'metrics of the manager', price: 'metricMonth', quantity: whole, usd: inUsd(whole * 0.3) },
      { what: 'metrics of Flink, above 10,000', price: 'furtherMetricMonth', quantity: whole, usd: inUsd(whole / 10) },
    ]);
  });

  test('of Flink are none where the deployment has no application', () => {
    const { lines } = estimate(
      settingsWith({ application: undefined, snapshots: { applications: ['orders'] } }),
      [],
      { ...DEFAULT_ASSUMPTIONS, flinkMetrics: 40 },
      prices,
    );
    expect(lines.filter(({ what }) => what === 'metrics of Flink')).toEqual([]);
  });

  test.each(['TASK', 'OPERATOR', 'PARALLELISM'])('of Flink at the level %s are a note and a lever', (metricsLevel) => {
    const ofLevel = settingsWith({ application: { metricsLevel } });
    const { notes, levers } = estimate(ofLevel, [], DEFAULT_ASSUMPTIONS, prices);

    expect(notes).toContain(
      `Flink’s own metrics at level ${metricsLevel} are not included: AWS warns of their cost, but does not say which of them are charged (docs/cost.md); --flink-metrics counts a number of them as custom metrics.`,
    );
    expect(levers).toContain('Flink’s own metrics: application.metricsLevel APPLICATION sends the fewest.');
    expect(
      estimate(ofLevel, [], { ...DEFAULT_ASSUMPTIONS, flinkMetrics: 40 }, prices).notes.filter((note) =>
        note.includes('Flink’s own metrics'),
      ),
    ).toEqual([]);
  });

  test('of Flink at the level APPLICATION are neither', () => {
    const { notes, levers } = estimate(
      settingsWith({ application: { metricsLevel: 'APPLICATION' } }),
      [],
      DEFAULT_ASSUMPTIONS,
      prices,
    );
    expect(notes.join(' ')).toContain('data transfer, Flink’s own metrics, the service’s own snapshots');
    expect([...notes, ...levers].filter((text) => text.includes('at level') || text.includes('metricsLevel'))).toEqual(
      [],
    );
  });

  test('have a lever that an operator can pull', () => {
    expect(estimate(settings, [], DEFAULT_ASSUMPTIONS, prices).levers).toContain(
      `Metrics: those of an application are $${(METRICS_OF_ONE * 0.3).toFixed(2)}; sent less than once an hour (snapshots.scheduleMinutes above 60) they cost less.`,
    );
  });
});

test('no lever asks for another source code', () => {
  const { levers } = estimate(settings, [application, lambda], DEFAULT_ASSUMPTIONS, prices);
  expect(levers.filter((lever) => /\.ts\b/.test(lever))).toEqual([]);
});

function subscription(): SynthesizedResource {
  return resource('aws_sns_topic_subscription', { protocol: 'email' });
}

test('an alarm counts each of its metrics, one below a minute at the price of high resolution', () => {
  const metric = (period: number) => ({ id: 'm', metric: { period } });
  const alarms = [
    { period: 60 },
    { metric_query: [metric(60), metric(60), { id: 'e', expression: 'm1 - m2' }] },
    { period: 10 },
  ].map((body) => resource('aws_cloudwatch_metric_alarm', body));

  expect(lineOf('alarms', alarms)).toEqual({ quantity: 3, usd: 0.3 });
  expect(lineOf('high-resolution alarms', alarms)).toEqual({ quantity: 1, usd: 0.3 });
});

test('tables with point-in-time recovery pay for it', () => {
  const table = resource('aws_dynamodb_table', { point_in_time_recovery: { enabled: true } });
  const storage = lineOf('DynamoDB storage', [table]);

  expect(lineOf('DynamoDB recovery', [table]).quantity).toBe(storage.quantity);
  expect(() => lineOf('DynamoDB recovery', [resource('aws_dynamodb_table')])).toThrow('No line DynamoDB recovery');
});

test('a type that nobody has priced is an error', () => {
  const unknown = [resource('aws_redshift_cluster'), resource('aws_redshift_cluster')];

  expect(() => estimate(settings, unknown, DEFAULT_ASSUMPTIONS, prices)).toThrow(UnpricedResourceError);
  expect(() => estimate(settings, unknown, DEFAULT_ASSUMPTIONS, prices)).toThrow(
    'aws_redshift_cluster (2 in a) has no price, expected each type of resource to be priced or free. Add it to cli/cost/resource-costs.ts, with the reason if it is free.',
  );
});

test('the dearest is first, the total is the sum, and what can be done is said of what is dear', () => {
  const { lines, totalUsd, levers } = estimate(settings, [application, lambda], DEFAULT_ASSUMPTIONS, prices);

  expect(lines.map(({ what }) => what).slice(0, 3)).toEqual([
    'KPUs of orders',
    'running storage of orders',
    'metrics of the manager',
  ]);
  expect(totalUsd).toBeCloseTo(
    lines.reduce((sum, { usd }) => sum + usd, 0),
    9,
  );
  expect(levers[0]).toBe(
    'KPUs: each one less is $85.30 with its storage (application.parallelism); a stopped application costs none.',
  );
});

test.each<[string, Record<string, unknown>, string]>([
  ['another region', { region: 'eu-west-1' }, 'The prices are those of us-east-1; they may differ in eu-west-1.'],
  [
    'a retention that keeps all',
    { snapshots: { retention: { keepDaily: -1 } } },
    'kda-snapshot-demo: the retention keeps some snapshots without end, so they grow; shown is the number after a year, or at the quota.',
  ],
  [
    'a retention that fills the quota',
    { snapshots: { quota: 12, retention: { keepLast: 20 } } },
    'kda-snapshot-demo: the retention fills the quota of 12 snapshots, after which none can be taken.',
  ],
])('%s is told', (_case, input, note) => {
  const { notes } = estimate(settingsWith(input), [], DEFAULT_ASSUMPTIONS, prices);

  expect(notes).toContain(note);
  expect(estimate(settings, [], DEFAULT_ASSUMPTIONS, prices).notes).not.toContain(note);
});

test('the parameter of the deployment costs nothing in the standard tier', () => {
  const standard = resource('aws_ssm_parameter', { tier: 'Standard' });
  expect(() => lineOf('parameter of the deployment', [standard])).toThrow('No line parameter of the deployment');
});

test('drills cost their steps, as often as their windows', () => {
  const drilled = settingsWith({
    snapshots: {
      applications: [
        { name: 'orders', drill: { window: '04:00-04:30', days: ['SUN'] } },
        { name: 'payments', drill: { window: '04:00-04:30' } },
      ],
    },
  });
  const { lines } = estimate(drilled, [resource('aws_sfn_state_machine')], DEFAULT_ASSUMPTIONS, prices);
  const line = lines.find(({ price }) => price === 'stateTransitionThousand');
  const drills = (730 / 24) * (8 / 7);
  expect(line).toMatchObject({ what: 'steps of drills', reckoning: '35 drills of 82' });
  expect(line?.quantity).toBeCloseTo((drills * 82) / 1000);
});

test('every price has an address, and it is said how many are AWS’s own word', () => {
  const { notes } = estimate(settings, [], DEFAULT_ASSUMPTIONS, prices);

  expect(notes).toContain(
    'Of 28 prices 5 were read in AWS’s own pages, the others with people who quote AWS (docs/cost.md).',
  );
  for (const { source } of Object.values(prices.prices)) expect(source).toMatch(/^https:/);
  expect(prices.prices.metricMonth.rule).toEqual({
    text: 'prorated by the hour, and only for hours in which the metric is sent; the first 10,000 of the account',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_billing.html',
  });
});

test('a price list with one missing, and one too many, says which', () => {
  const folder = mkdtempSync(join(tmpdir(), 'prices-'));
  const file = join(folder, 'prices.json');
  const { kpuHour, ...others } = prices.prices;
  writeFileSync(file, JSON.stringify({ ...prices, prices: { ...others, cpuHour: kpuHour } }));

  expect(() => readPrices(file)).toThrow(PriceListError);
  expect(() => readPrices(file)).toThrow(/prices\.json.*kpuHour/s);
  expect(() => readPrices(file)).toThrow(/cpuHour/);
  rmSync(folder, { recursive: true });
});

test.each([
  [['--state-gb', '2.5'], { stateGb: 2.5 }],
  [['--kpus', '8', '--applications', '40'], { kpus: 8, applicationsFound: 40 }],
  [['--run-seconds', '45', '--log-gb', '0', '--mails', '100'], { runSeconds: 45, logGb: 0, mails: 100 }],
  [['--build-mb', '120.5', '--builds', '3'], { buildMb: 120.5, buildsKept: 3 }],
  [['--flink-metrics', '400'], { flinkMetrics: 400 }],
])('%j is assumed', (argv, assumed) => {
  expect(parseCost(argv)).toEqual({ assumptions: { ...DEFAULT_ASSUMPTIONS, ...assumed }, json: false });
});

test.each([
  [['--state-gb', 'big'], '--state-gb is "big", expected a number from 0 to 100000.'],
  [['--kpus', '1'], '--kpus is "1", expected a number from 2 to 251.'],
  [['--mails', ''], '--mails is "", expected a number from 0 to 1000000.'],
  [['--builds', '-1'], '--builds is "-1", expected a number from 0 to 100000.'],
  [['--flink-metrics', '3000000'], '--flink-metrics is "3000000", expected a number from 0 to 240000.'],
  [['--months', '2'], "Unknown option '--months'"],
])('%j is refused', (argv, message) => {
  expect(() => parseCost(argv)).toThrow(UsageError);
  expect(() => parseCost(argv)).toThrow(message);
});

describe('the real stacks', () => {
  const defaults = loadSettings('default');
  const resources = synthesizedResources(defaults);

  test('have a price or a reason for each resource', () => {
    const { lines, free } = estimate(defaults, resources, DEFAULT_ASSUMPTIONS, prices);
    const count = (type: string) => resources.filter((each) => each.type === type).length;

    expect(new Set(resources.map(({ stack }) => stack))).toEqual(
      new Set(['artifacts', 'application', 'snapshots', 'upkeep']),
    );
    expect(lines.find(({ what }) => what === 'dashboards')?.quantity).toBe(count('aws_cloudwatch_dashboard'));
    expect(lines.find(({ what }) => what === 'KMS keys')?.quantity).toBe(count('aws_kms_key'));
    expect(lines.find(({ what }) => what === 'alarms')?.quantity).toBeGreaterThanOrEqual(
      count('aws_cloudwatch_metric_alarm'),
    );
    expect(free.map(({ type }) => type)).toContain('aws_sqs_queue');
  });

  test('are read from each stack’s own JSON', () => {
    expect(resourcesOf('a', '{"resource":{"aws_kms_key":{"one":{"x":1},"two":{}}}}')).toEqual([
      { stack: 'a', type: 'aws_kms_key', body: { x: 1 } },
      { stack: 'a', type: 'aws_kms_key', body: {} },
    ]);
    expect(resourcesOf('a', '{}')).toEqual([]);
  });
});

test('what fewer alarms and dashboards save is said where there are more', () => {
  const estimateOf = (input: Readonly<Record<string, unknown>>) => {
    const settings = settingsWith({ snapshots: { applications: ['a', 'b'] }, application: undefined, ...input });
    return estimate(settings, synthesizedResources(settings), DEFAULT_ASSUMPTIONS, readPrices());
  };
  const levers = (input: Readonly<Record<string, unknown>>) => estimateOf(input).levers.join(' ');
  // The saving is the difference between the synthesized alarms' prices.
  const usdOfAlarms = (set: string) =>
    estimateOf({ alarms: { set } }).lines.find(({ what }) => what === 'alarms')?.usd ?? 0;
  const saving = usdOfAlarms('full') - usdOfAlarms('essential');
  expect(saving).toBeGreaterThan(0);
  expect(levers({})).toContain(`Only the essential ones (alarms.set) cost $${saving.toFixed(2)} less.`);
  expect(levers({})).toContain('(dashboard.perApplication false) the cost is $6.00 lower.');
  const few = levers({ alarms: { set: 'essential' }, dashboard: { perApplication: false } });
  expect(few).not.toContain('alarms.set');
  expect(few).not.toContain('dashboard.perApplication');
});
