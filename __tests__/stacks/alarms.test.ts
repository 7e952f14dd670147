import { ALARM_CATALOG, MANAGER_SILENT, NEEDS_A_PERSON } from '../../config/alarm-catalog/alarm-catalog';
import type { AlarmDefinition } from '../../config/alarm-catalog/alarm-definition';
import { FLINK_ALARMS } from '../../config/alarm-catalog/flink-alarms';
import { type Alarm, alarmsOf } from '../../config/model/deployment-alarms';
import { namesOf } from '../../config/model/names';
import { evaluateMath } from '../../local/cloud/metric-math/evaluate';
import { ofSeries } from '../../local/cloud/metric-math/values';
import { settingsWith } from '../settings-with';
import { ACCOUNT, ARN, type Resource, resources, synthesize } from './synthesis';

const PAGER = 'arn:aws:sns:eu-west-1:123456789012:pager';
/** Consent to a drill, without which an application has no alarm on one. */
const DRILL = { window: '04:00-04:30' };
const synthesis = synthesize(
  settingsWith({
    name: 'team-a',
    snapshots: {
      provenWithinDays: 30,
      applications: [
        { name: 'orders', drill: DRILL },
        { name: 'users.v2', runtime: 'FLINK-2_2', drill: DRILL },
        { prefix: 'found-' },
      ],
      scheduleMinutes: 15,
    },
    alarms: { pagerTopicArns: [PAGER] },
    dashboard: { perApplication: false },
  }),
);
const stack = synthesis.stacks.snapshots;
afterAll(() => synthesis.dispose());

/** The alarms of an application that are urgent at least. */
const OF_ONE = ['snapshot-age', 'not-running', 'downtime'];

const metricAlarms = resources(stack, 'aws_cloudwatch_metric_alarm');
const composites = resources(stack, 'aws_cloudwatch_composite_alarm');
const every = [...metricAlarms, ...composites];

/** Alarms and topics deployed for settings, without a synthesis. */
function deployed(input: Readonly<Record<string, unknown>>) {
  const settings = settingsWith({ name: 'team-a', ...input });
  return alarmsOf(settings, namesOf(settings));
}

function alarmOf(input: Readonly<Record<string, unknown>>, name: string): Alarm | undefined {
  return deployed(input).alarms.find((alarm) => alarm.name === `team-a/${name}`);
}

type Kind = keyof typeof ALARM_CATALOG;

const idsOf = (kind: Kind) => ALARM_CATALOG[kind].map(({ id }) => id);
const idsWhere = (kind: Kind, isSo: (definition: AlarmDefinition) => boolean) =>
  ALARM_CATALOG[kind].filter(isSo).map(({ id }) => id);
const isUrgent = ({ urgency }: AlarmDefinition) => urgency === 'now';
const isEssential = (definition: AlarmDefinition) => definition.isEssential === true;
/** True if neither a composite nor the snapshot manager's own mail reports the same. */
const mailsByItself = ({ isMailedByManager }: AlarmDefinition) => isMailedByManager !== true;

describe('every alarm', () => {
  test('is there for each named application, for the fleet, the manager and each queue, and there is no other', () => {
    expect(metricAlarms.map(({ alarm_name }) => alarm_name).sort()).toEqual(
      [
        ...['orders', 'users.v2'].flatMap((application) =>
          idsOf('application').map((id) => `team-a/${application}/${id}`),
        ),
        ...[...idsOf('fleet'), ...idsOf('deployment')].map((id) => `team-a/${id}`),
        ...idsOf('manager').map((id) => `team-a/team-a-manager/${id}`),
        ...['undelivered-events', 'failed-runs'].flatMap((queue) =>
          idsOf('queue').map((id) => `team-a/team-a-${queue}/${id}`),
        ),
      ].sort(),
    );
  });

  test('notifies by its own action when it begins, or by the one alarm or mail that reports the same', () => {
    const topic = `\${aws_sns_topic.${Object.keys(stack.resource.aws_sns_topic ?? {})[0]}.arn}`;
    const told = (listener: string) =>
      every
        .filter(({ alarm_actions }) => [alarm_actions].flat().includes(listener))
        .map(({ alarm_name }) => String(alarm_name).replace('team-a/', ''))
        .filter((name) => !name.startsWith('users.v2/'))
        .sort();
    expect(told(PAGER)).toEqual([...idsWhere('fleet', isUrgent), 'manager-silent', 'orders/needs-a-person'].sort());
    const ofApplication = idsWhere('application', (each) => !isUrgent(each) && mailsByItself(each));
    expect(told(topic)).toEqual(
      [
        ...[NEEDS_A_PERSON, ...ofApplication].map((id) => `orders/${id}`),
        ...idsWhere('fleet', mailsByItself),
        MANAGER_SILENT,
        ...idsWhere('manager', mailsByItself).map((id) => `team-a-manager/${id}`),
        ...idsOf('queue').map((id) => `team-a-undelivered-events/${id}`),
      ].sort(),
    );
  });

  test('is urgent where data is lost or an application stands still, and is mailed by the manager where a run fails', () => {
    const definitions = Object.values(ALARM_CATALOG).flat();
    const idsThat = (isSo: (definition: AlarmDefinition) => boolean) => definitions.filter(isSo).map(({ id }) => id);
    expect(idsThat(isUrgent)).toEqual(
      expect.arrayContaining([...OF_ONE, 'fleet-snapshot-age', 'fleet-not-running', 'manager-runs']),
    );
    expect(idsThat((each) => !mailsByItself(each))).toEqual(
      expect.arrayContaining([
        'snapshots-failed',
        'snapshots-late',
        'fleet-snapshots-failed',
        'fleet-snapshots-late',
        'fleet-not-running',
        'manager-errors',
      ]),
    );
  });

  test('tells its end to a pager itself, and to nobody else: at its creation it would be mailed as well', () => {
    for (const { alarm_name, alarm_actions, ok_actions } of every) {
      const pagers = [alarm_actions ?? []].flat().filter((topic) => topic === PAGER);
      expect([alarm_name, ok_actions ?? []]).toEqual([alarm_name, pagers]);
    }
  });

  test('is never switched off by its actions', () => {
    for (const alarm of every) expect(alarm).not.toHaveProperty('actions_enabled');
  });

  test('says what it means, links its own section of the runbook and names the next command', () => {
    for (const { alarm_name, alarm_description } of every) {
      const id = String(alarm_name).split('/').at(-1);
      expect(alarm_description).toMatch(
        new RegExp(`^[A-Za-z].*[.] What to do: docs/runbook\\.md#${id}\\nNext: kda [a-z]+( \\S+)*$`),
      );
      expect(String(alarm_description).length).toBeLessThanOrEqual(1024);
    }
  });

  test('says what no data means, over a time that CloudWatch evaluates', () => {
    for (const alarm of metricAlarms) {
      expect(['breaching', 'notBreaching', 'ignore']).toContain(alarm.treat_missing_data);
      const { period, periods } = evaluation(alarm);
      expect(period % 60).toBe(0);
      // AWS: a day in all for periods below an hour, a week for others.
      expect(period * periods).toBeLessThanOrEqual(period < 3600 ? 86_400 : 604_800);
    }
  });

  test('takes silence for bad only where silence means that nobody looks after snapshots', () => {
    const treated = (as: string) =>
      metricAlarms.filter(({ treat_missing_data }) => treat_missing_data === as).map(({ alarm_name }) => alarm_name);
    expect(treated('breaching')).toEqual(['team-a/manager-runs']);
    // Silence of the manager is no news of an application.
    expect(treated('ignore')).toEqual(
      expect.arrayContaining([
        'team-a/fleet-not-running',
        'team-a/fleet-snapshot-age',
        'team-a/orders/not-running',
        'team-a/orders/snapshot-age',
        'team-a/team-a-manager/manager-duration',
        'team-a/users.v2/not-running',
        'team-a/users.v2/snapshot-age',
      ]),
    );
    // A stopped application reports nothing: an alarm of its job that kept its state would never end.
    const ofJob = FLINK_ALARMS.map(({ id }) => `team-a/orders/${id}`);
    expect(treated('notBreaching')).toEqual(expect.arrayContaining(ofJob));
  });

  test('is deleted only after a composite alarm no longer names it', () => {
    for (const { lifecycle } of every) expect(lifecycle).toEqual({ create_before_destroy: true });
  });
});

function evaluation(alarm: Resource): { period: number; periods: number } {
  const [query] = Array.isArray(alarm.metric_query) ? alarm.metric_query : [];
  return { period: Number(alarm.period ?? query?.metric?.period), periods: Number(alarm.evaluation_periods) };
}

describe('an alarm of an application', () => {
  test.each([
    ['snapshot-age', 'NewestSnapshotAge', 'Maximum', 'GreaterThanThreshold', 1800, 900, 2, 2],
    ['snapshots-failed', 'SnapshotsFailed', 'Sum', 'GreaterThanThreshold', 0, 900, 1, 1],
    ['snapshots-late', 'SnapshotsLate', 'Sum', 'GreaterThanThreshold', 0, 900, 1, 1],
    ['snapshot-duration', 'SnapshotDuration', 'Maximum', 'GreaterThanThreshold', 30_000, 900, 2, 2],
    ['not-running', 'ApplicationRunning', 'Maximum', 'LessThanThreshold', 1, 900, 2, 2],
    ['quota-use', 'SnapshotQuotaUse', 'Maximum', 'GreaterThanThreshold', 80, 900, 1, 1],
    ['quota-forecast', 'QuotaFullInDays', 'Minimum', 'LessThanThreshold', 7, 900, 2, 2],
    ['downtime', 'downtime', 'Maximum', 'GreaterThanThreshold', 0, 60, 3, 3],
    ['checkpoint-duration', 'lastCheckpointDuration', 'Minimum', 'GreaterThanThreshold', 30_000, 60, 2, 2],
    ['cpu', 'cpuUtilization', 'Maximum', 'GreaterThanThreshold', 80, 300, 3, 3],
    ['heap', 'heapMemoryUtilization', 'Maximum', 'GreaterThanThreshold', 90, 300, 3, 3],
    ['container-memory', 'containerMemoryUtilization', 'Maximum', 'GreaterThanThreshold', 85, 300, 3, 3],
  ])('%s watches %s', (id, metric, statistic, comparison, threshold, period, breaching, of) => {
    const isOurs = /^[A-Z]/.test(metric);
    expect(metricAlarms.find(({ alarm_name }) => alarm_name === `team-a/orders/${id}`)).toMatchObject({
      namespace: isOurs ? 'KDASnapshots' : 'AWS/KinesisAnalytics',
      metric_name: metric,
      dimensions: { [isOurs ? 'app_name' : 'Application']: 'orders' },
      statistic,
      comparison_operator: comparison,
      threshold,
      period,
      datapoints_to_alarm: breaching,
      evaluation_periods: of,
    });
  });

  test.each([
    ['restarts', 'fullRestarts', 'DIFF(m)', 0, 60, 5],
    ['failed-checkpoints', 'numberOfFailedCheckpoints', 'DIFF(m)', 0, 60, 5],
    ['checkpoint-growth', 'lastCheckpointSize', 'IF(m > 50000000, 100 * DIFF(m) / (m - DIFF(m)), 0)', 100, 3600, 1],
  ])('%s watches the growth of %s, whose level never falls', (id, metric, expression, threshold, period, of) => {
    expect(metricAlarms.find(({ alarm_name }) => alarm_name === `team-a/orders/${id}`)).toMatchObject({
      threshold,
      evaluation_periods: of,
      datapoints_to_alarm: 1,
      metric_query: [
        {
          id: 'm',
          metric: {
            namespace: 'AWS/KinesisAnalytics',
            metric_name: metric,
            dimensions: { Application: 'orders' },
            period,
            stat: 'Maximum',
          },
        },
        { id: 'result', expression, return_data: true },
      ],
    });
  });

  test('on Flink 2 has the metrics that are there in the place of downtime and fullRestarts', () => {
    const query = (id: string) =>
      metricAlarms.find(({ alarm_name }) => alarm_name === `team-a/users.v2/${id}`)?.metric_query;
    expect(query('downtime')).toMatchObject([
      { id: 'r', metric: { metric_name: 'restartingTime' } },
      { id: 'c', metric: { metric_name: 'cancellingTime' } },
      { id: 'f', metric: { metric_name: 'failingTime' } },
      { id: 'result', expression: 'MAX([r, c, f])', return_data: true },
    ]);
    expect(query('restarts')).toMatchObject([{ metric: { metric_name: 'numRestarts' } }, { expression: 'DIFF(m)' }]);
    const metrics = metricAlarms.filter(({ alarm_name }) => String(alarm_name).startsWith('team-a/users.v2/'));
    expect(JSON.stringify(metrics)).not.toMatch(/"(downtime|uptime|fullRestarts)"/);
  });

  test('of checkpoints is judged by half of their interval', () => {
    const applications = ['a', { name: 'b', checkpointIntervalSeconds: 10 }];
    expect(alarmOf({ snapshots: { applications } }, 'a/checkpoint-duration')?.threshold).toBe(30_000);
    expect(alarmOf({ snapshots: { applications } }, 'b/checkpoint-duration')?.threshold).toBe(5_000);
    expect(
      alarmOf({ application: { name: 'own', checkpointIntervalSeconds: 20 }, alarms: {} }, 'own/checkpoint-duration')
        ?.threshold,
    ).toBe(10_000);
  });

  test.each([
    [1, 60],
    [60, 60],
    [61, 120],
    [300, 300],
    [86_400, 86_400],
  ])('of checkpoints every %i s looks at periods of %i s, all values of them', (interval, periodSeconds) => {
    const applications = [{ name: 'a', checkpointIntervalSeconds: interval }];
    expect(alarmOf({ snapshots: { applications } }, 'a/checkpoint-duration')).toMatchObject({
      periodSeconds,
      periods: { breaching: 2, of: 2 },
      measure: { metrics: { m: { statistic: 'Minimum' } } },
    });
  });

  test.each([
    [1, 3600],
    [10, 3600],
    [30, 3600],
    [31, 7200],
    [90, 10_800],
    [720, 86_400],
    // A day is the longest period that CloudWatch has.
    [721, 86_400],
    [1440, 86_400],
  ])('of growing state with a snapshot every %i minutes has periods of %i s', (scheduleMinutes, periodSeconds) => {
    const alarms = { snapshotAgeMinutes: 3000 };
    expect(
      alarmOf({ alarms, snapshots: { scheduleMinutes, applications: ['a'] } }, 'a/checkpoint-growth'),
    ).toMatchObject({ periodSeconds, measure: { metrics: { m: { statistic: 'Maximum' } } } });
  });

  test('of growing state rests while hours with a snapshot alternate with hours of increments alone', () => {
    const alarm = alarmOf({ snapshots: { scheduleMinutes: 120, applications: ['a'] } }, 'a/checkpoint-growth');
    // What the gauge shows at its highest in each hour: increments of 60 MB, and each second hour a whole snapshot.
    const hours = [60, 60, 60, 940, 60, 950, 60, 945, 60, 955, 60, 960, 60, 950, 60, 965];
    const inPeriod = (alarm?.periodSeconds ?? 3600) / 3600;
    const maxima = hours
      .filter((_size, hour) => hour % inPeriod === 0)
      .map((_size, index) => Math.max(...hours.slice(index * inPeriod, (index + 1) * inPeriod)) * 1_000_000);
    const growth = evaluateMath(alarm?.measure.expression ?? '', {
      valueOf: () => ofSeries(maxima),
      metricIds: ['m'],
      periodSeconds: alarm?.periodSeconds ?? 0,
      length: maxima.length,
    });
    expect(growth.filter((percent) => percent !== undefined && percent > (alarm?.threshold ?? 0))).toEqual([]);
  });

  test('has each application’s own objective', () => {
    const input = { snapshots: { applications: ['a', { name: 'b', snapshotAgeMinutes: 120 }] } };
    expect(alarmOf(input, 'a/snapshot-age')).toMatchObject({ threshold: 1800 });
    expect(alarmOf(input, 'b/snapshot-age')).toMatchObject({
      threshold: 7200,
      meaning: expect.stringContaining('older than 120 minutes'),
    });
  });

  test('on silence rests where the schedule is switched off', () => {
    const { alarms } = deployed({ snapshots: { scheduleEnabled: false } });
    expect(alarms.filter(({ noData }) => noData === 'breaching')).toEqual([]);
  });

  test('that it does not run is none while the settings say why it is stopped', () => {
    const stopped = { name: 'orders', stoppedOnPurpose: 'season is over' };
    expect(alarmOf({ snapshots: { applications: [stopped] } }, 'orders/not-running')).toBeUndefined();
    expect(alarmOf({ application: stopped }, 'orders/not-running')).toBeUndefined();
    expect(alarmOf({ application: stopped }, 'orders/snapshot-age')).toBeDefined();
    const [composite] = deployed({ application: stopped }).composites;
    const others = idsWhere('application', (each) => isUrgent(each) && each.id !== 'not-running');
    expect(composite?.rule).toBe(others.map((id) => `ALARM("team-a/orders/${id}")`).join(' OR '));
  });
});

describe('tuning', () => {
  const tune = {
    cpu: false,
    heap: { abovePercent: 70, periodMinutes: 1, periods: { breaching: 1, of: 2 } },
    'checkpoint-growth': { ignoreBelowMegabytes: 0 },
    'manager-duration': { abovePercent: 50 },
  };
  const applications = ['a', { name: 'b', tune: { cpu: { abovePercent: 95 }, heap: false } }];
  const input = { alarms: { tune }, snapshots: { applications, timeoutSeconds: 120 } };

  test('changes threshold and periods of one alarm of all applications', () => {
    expect(alarmOf(input, 'a/heap')).toMatchObject({
      threshold: 70,
      periodSeconds: 60,
      periods: { breaching: 1, of: 2 },
      meaning: expect.stringContaining('more than 70 % of its heap'),
    });
    expect(alarmOf(input, 'a/checkpoint-growth')?.measure.expression).toContain('IF(m > 0,');
    expect(alarmOf(input, 'team-a-manager/manager-duration')?.threshold).toBe(60_000);
  });

  test('switches an alarm off for all, and one application brings it back', () => {
    expect(alarmOf(input, 'a/cpu')).toBeUndefined();
    expect(alarmOf(input, 'b/cpu')?.threshold).toBe(95);
    expect(alarmOf(input, 'b/heap')).toBeUndefined();
  });

  test.each(Object.values(ALARM_CATALOG).flat())('can switch off $id', ({ id }) => {
    const all = { snapshots: { provenWithinDays: 30, applications: [{ name: 'a', drill: DRILL }, { prefix: 'b' }] } };
    const without = deployed({ ...all, alarms: { tune: { [id]: false } } });
    expect(without.alarms.map((alarm) => alarm.id)).not.toContain(id);
    expect(deployed(all).alarms.map((alarm) => alarm.id)).toContain(id);
    expect(without.composites.map(({ rule }) => rule).join()).not.toContain(`/${id}"`);
  });
});

describe('a composite alarm', () => {
  const rules = (input: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(deployed(input).composites.map(({ name, rule }) => [name, rule]));
  const anyOf = (application: string, ids = idsWhere('application', isUrgent)) =>
    ids.map((id) => `ALARM("team-a/${application}/${id}")`).join(' OR ');
  const SILENT = {
    'team-a/manager-silent':
      'ALARM("team-a/manager-runs") AND NOT INSUFFICIENT_DATA("team-a/team-a-manager/manager-duration")',
  };

  test('is over the urgent alarms of each application, and one on silence over the manager’s', () => {
    expect(Object.fromEntries(composites.map(({ alarm_name, alarm_rule }) => [alarm_name, alarm_rule]))).toEqual({
      'team-a/orders/needs-a-person': anyOf('orders'),
      'team-a/users.v2/needs-a-person': anyOf('users.v2'),
      ...SILENT,
    });
  });

  test('comes after each alarm that its rule names', () => {
    const nameOf = (address: string) => {
      const [type = '', id = ''] = address.split('.');
      return stack.resource[type]?.[id]?.alarm_name;
    };
    for (const { alarm_rule, depends_on } of composites) {
      const named = [...String(alarm_rule).matchAll(/[A-Z]\("([^"]+)"\)/g)].map(([, name]) => name);
      expect([depends_on].flat().map((address) => nameOf(String(address)))).toEqual(named);
    }
  });

  test('of the only application is named without it', () => {
    expect(rules({ snapshots: { applications: ['orders'] } })).toEqual({
      'team-a/needs-a-person': anyOf('orders'),
      ...SILENT,
    });
  });

  test('can be switched off for one of several applications, whose urgent alarms then notify by themselves', () => {
    const applications = ['a', { name: 'b', tune: { 'needs-a-person': false, downtime: false } }];
    const { alarms } = deployed({ snapshots: { applications } });
    expect(rules({ snapshots: { applications } })).toEqual({ 'team-a/a/needs-a-person': anyOf('a'), ...SILENT });
    const urgent = alarms.filter(({ urgency, notifies }) => urgency === 'now' && notifies.length > 0);
    const left = idsWhere('application', (each) => isUrgent(each) && each.id !== 'downtime');
    expect(urgent.map(({ name, notifies }) => [name, notifies])).toEqual(
      left.map((id) => [`team-a/b/${id}`, ['people', 'pager']]),
    );
  });

  test('is none where nothing urgent is left, or where it is switched off', () => {
    const tune = { 'needs-a-person': false, 'manager-silent': false };
    expect(rules({ alarms: { tune } })).toEqual({});
    const ids = [...idsWhere('application', isUrgent), ...idsWhere('deployment', isUrgent)];
    const off = Object.fromEntries(ids.map((id) => [id, false]));
    expect(rules({ alarms: { tune: off } })).toEqual({});
  });

  test('on silence asks for no state of an alarm that is switched off', () => {
    expect(rules({ alarms: { tune: { 'manager-duration': false } } })['team-a/manager-silent']).toBe(
      'ALARM("team-a/manager-runs")',
    );
  });

  test('holds no more alarms than CloudWatch allows, nor a longer rule', () => {
    const applications = Array.from({ length: 60 }, (_, index) => `${'a'.repeat(120)}-${index}`);
    for (const { named, rule } of deployed({ snapshots: { applications } }).composites) {
      expect(named.length).toBeLessThanOrEqual(100);
      expect(rule.length).toBeLessThanOrEqual(10_240);
    }
  });

  test.each([[['orders']], [['orders', 'payments']], [['orders', { prefix: 'found-' }]], [[{ prefix: 'found-' }]]])(
    'or the alarm itself pages for each urgent alarm of %j, and by one way only',
    (applications) => {
      const { alarms, composites } = deployed({ snapshots: { applications } });
      const byItself = alarms.filter(({ notifies }) => notifies.includes('pager')).map(({ name }) => name);
      const byComposite = composites.flatMap(({ children }) => children);
      const urgent = alarms.filter(({ urgency }) => urgency === 'now').map(({ name }) => name);
      expect([...byItself, ...byComposite].sort()).toEqual(urgent.toSorted());
    },
  );
});

describe('the end of an alarm', () => {
  const pattern = (stackJson = stack) =>
    JSON.parse(
      String(resources(stackJson, 'aws_cloudwatch_event_rule').find((rule) => rule.event_pattern)?.event_pattern),
    );

  test('is mailed of those that mailed their begin, and of no state before', () => {
    expect(pattern()).toEqual({
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change'],
      resources: [{ prefix: `${ARN}:cloudwatch:eu-west-1:${ACCOUNT}:alarm:team-a/` }],
      detail: {
        alarmName: expect.arrayContaining([
          { suffix: '/needs-a-person' },
          { suffix: '/cpu' },
          'team-a/team-a-undelivered-events/queue-not-empty',
        ]),
        state: { value: ['OK'] },
        previousState: { value: ['ALARM'] },
      },
    });
    const topic = `\${aws_sns_topic.${Object.keys(stack.resource.aws_sns_topic ?? {})[0]}.arn}`;
    for (const { alarm_name, alarm_actions } of every) {
      const isMailed = pattern().detail.alarmName.some((one: string | { suffix: string }) =>
        typeof one === 'string' ? one === alarm_name : String(alarm_name).endsWith(one.suffix),
      );
      expect([alarm_name, isMailed]).toEqual([alarm_name, [alarm_actions].flat().includes(topic)]);
    }
  });

  test('is in a pattern that EventBridge takes', () => {
    expect(JSON.stringify(pattern()).length).toBeLessThanOrEqual(2048);
  });
});

describe('a set of alarms', () => {
  const idsIn = (input: Readonly<Record<string, unknown>>, application: string) =>
    deployed(input).alarms.flatMap(({ id, kind, subject }) =>
      kind === 'application' && subject === application ? [id] : [],
    );
  const ESSENTIAL = idsWhere('application', isEssential);

  test('has of an application at least age, failed, not running and quota', () => {
    expect(ESSENTIAL).toEqual(expect.arrayContaining(['snapshot-age', 'snapshots-failed', 'not-running', 'quota-use']));
    expect(idsWhere('fleet', isEssential)).toEqual(
      expect.arrayContaining(['fleet-snapshot-age', 'fleet-snapshots-failed', 'fleet-not-running', 'fleet-quota-use']),
    );
  });

  test('is all of them, or the essential ones, for all applications or for one', () => {
    const applications = [
      { name: 'a', drill: DRILL },
      { name: 'b', alarmSet: 'full', drill: DRILL },
    ];
    const input = { snapshots: { provenWithinDays: 30, applications }, alarms: { set: 'essential' } };
    expect(idsIn(input, 'a')).toEqual(ESSENTIAL);
    expect(idsIn(input, 'b')).toEqual(idsOf('application'));
    const ofOne = [{ name: 'a', alarmSet: 'essential', drill: DRILL }, 'b'];
    expect(idsIn({ snapshots: { applications: ofOne } }, 'a')).toEqual(ESSENTIAL);
  });

  test('has no alarm on a proof that nobody asked for, nor on drills without consent', () => {
    expect(idsIn({ application: { name: 'a' } }, 'a')).toEqual(
      idsOf('application').filter((id) => !id.startsWith('drill-')),
    );
    expect(idsIn({ application: { name: 'a' }, alarms: { tune: { 'drill-overdue': {} } } }, 'a')).not.toContain(
      'drill-overdue',
    );
    const input = { snapshots: { provenWithinDays: 30, applications: ['a', { name: 'b', provenWithinDays: 8 }] } };
    expect(alarmOf(input, 'a/drill-overdue')).toMatchObject({
      threshold: 30 * 86_400,
      fires: 'above',
      noData: 'ignore',
    });
    expect(alarmOf(input, 'b/drill-overdue')?.threshold).toBe(8 * 86_400);
    expect(alarmOf(input, 'a/drill-overdue')?.meaning).toContain('more than 30 days');
  });

  test('has what is tuned as well', () => {
    const snapshots = { applications: [{ name: 'a', drill: DRILL }] };
    const input = { snapshots, alarms: { set: 'essential', tune: { cpu: { abovePercent: 90 } } } };
    expect(idsIn(input, 'a')).toEqual(idsWhere('application', (each) => isEssential(each) || each.id === 'cpu'));
  });

  test('of a fleet is the essential ones of a fleet; the manager’s own are in each', () => {
    const ids = deployed({ snapshots: { applications: [{ prefix: 'a' }] }, alarms: { set: 'essential' } }).alarms.map(
      ({ id }) => id,
    );
    expect([...new Set(ids)]).toEqual([
      ...idsWhere('fleet', isEssential),
      ...idsOf('deployment'),
      ...idsOf('manager'),
      ...idsOf('queue'),
    ]);
  });
});

describe('large state', () => {
  const alarmsOfLarge = (usualSnapshotSeconds: number, timeoutSeconds = 300) =>
    deployed({ snapshots: { applications: [{ name: 'big', usualSnapshotSeconds }, 'small'], timeoutSeconds } }).alarms;
  const idsOfLarge = (...figures: [number, number?]) =>
    alarmsOfLarge(...figures)
      .filter(({ subject }) => subject === 'big' || subject === 'team-a-manager')
      .map(({ id }) => id);

  test('is slow above what is usual for it, and the other applications above the default', () => {
    const durations = alarmsOfLarge(200).filter(({ id }) => id === 'snapshot-duration');
    expect(durations.map(({ subject, threshold }) => [subject, threshold])).toEqual([
      ['big', 200_000],
      ['small', 30_000],
    ]);
  });

  test('that no run can wait for has no alarm that would stand for ever', () => {
    expect(idsOfLarge(400)).toEqual(expect.arrayContaining(['snapshot-age', 'snapshots-failed']));
    for (const id of ['snapshots-late', 'snapshot-duration', 'manager-duration']) {
      expect(idsOfLarge(400)).not.toContain(id);
      expect(idsOfLarge(400, 900)).toContain(id);
      expect(idsOfLarge(30)).toContain(id);
    }
  });
});

describe('the fleet', () => {
  test.each([
    ['fleet-snapshot-age', 'SnapshotAgeOfObjective', 'Maximum', 'GreaterThanThreshold', 100, 'ignore', 2],
    ['fleet-snapshots-failed', 'SnapshotsFailed', 'Sum', 'GreaterThanThreshold', 0, 'notBreaching', 1],
    ['fleet-snapshots-late', 'SnapshotsLate', 'Sum', 'GreaterThanThreshold', 0, 'notBreaching', 1],
    ['fleet-snapshot-duration', 'SnapshotDuration', 'Maximum', 'GreaterThanThreshold', 30_000, 'notBreaching', 2],
    ['fleet-not-running', 'ApplicationsNotRunning', 'Minimum', 'GreaterThanThreshold', 0, 'ignore', 2],
    ['fleet-quota-use', 'SnapshotQuotaUse', 'Maximum', 'GreaterThanThreshold', 80, 'notBreaching', 1],
    ['fleet-quota-forecast', 'QuotaFullInDays', 'Minimum', 'LessThanThreshold', 7, 'notBreaching', 1],
    ['fleet-empty', 'ApplicationsFound', 'Maximum', 'LessThanThreshold', 1, 'notBreaching', 2],
  ])(
    '%s watches %s of the deployment, no application’s',
    (id, metric, statistic, comparison, threshold, noData, of) => {
      expect(metricAlarms.find(({ alarm_name }) => alarm_name === `team-a/${id}`)).toMatchObject({
        namespace: 'KDASnapshots',
        metric_name: metric,
        dimensions: { deployment: 'team-a' },
        statistic,
        comparison_operator: comparison,
        threshold,
        treat_missing_data: noData,
        period: 900,
        evaluation_periods: of,
      });
    },
  );

  test('has no alarms where every application is named', () => {
    const { alarms } = deployed({ snapshots: { applications: ['orders', 'payments'] } });
    expect(alarms.filter(({ id }) => id.startsWith('fleet-'))).toEqual([]);
  });

  test('is not mixed up with an application that is called like the deployment', () => {
    const { alarms, composites } = deployed({ snapshots: { applications: ['team-a', { prefix: 'x' }] } });
    const all = [...alarms, ...composites].map(({ name }) => name);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toContain('team-a/team-a/snapshot-age');
    expect(all).toContain('team-a/fleet-snapshot-age');
  });
});
