import { type DeploymentFacts, deploymentChecks, type Expected } from '../../../cli/doctor/deployment-checks';

const NOW = new Date('2026-11-28T03:00:00Z');
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:prod';
const PAGER = 'arn:aws:sns:eu-west-1:111122223333:pager';
const EXPECTED: Expected = {
  ...{ managerFunction: 'prod-manager', rule: 'prod-schedule', topic: 'prod', ownVersion: '0.1.0', now: NOW },
  ...{ isScheduled: true, mailAddresses: ['ops@example.com'], pagerTopicArns: [PAGER] },
};
const FACTS: DeploymentFacts = {
  manager: { value: { state: 'Active', isThrottledToZero: false } },
  deployedVersion: { value: '0.1.0' },
  rule: { value: { isEnabled: true, invokesManager: true } },
  otherRules: [],
  lastRuns: lastRunAt('2026-11-28T02:50:00Z'),
  schedules: { value: [] },
  tables: [{ table: 'prod-audit', status: { value: 'ACTIVE' } }],
  queues: [{ queue: 'prod-failed', messages: { value: 0 } }],
  subscriptions: { value: [{ endpoint: 'ops@example.com', isConfirmed: true }] },
  alarms: { value: [{ name: 'prod/silent', isEnabled: true, actions: [TOPIC, PAGER] }] },
};
const NOBODY = { because: 'These credentials may not do that.' };
const MISSING = { because: 'No.', isMissing: true } as const;

function lastRunAt(time: string | undefined): DeploymentFacts['lastRuns'] {
  return { value: [{ schedule: 'rate(10 minutes)', at: time === undefined ? undefined : new Date(time) }] };
}

function checksOf(facts: Partial<DeploymentFacts>, expected: Partial<Expected> = {}) {
  return deploymentChecks({ ...FACTS, ...facts }, { ...EXPECTED, ...expected });
}
const shown = (...args: Parameters<typeof checksOf>) =>
  Object.fromEntries(checksOf(...args).map(({ id, state, says }) => [id, `${state}: ${says}`]));

test('a whole deployment is well', () => {
  expect(shown({})).toEqual({
    manager: 'well: prod-manager is Active',
    version: 'well: 0.1.0, here and there',
    rule: 'well: prod-schedule is enabled and invokes the manager',
    'last run': 'well: 10 min ago, one is due every 10 minutes',
    table: 'well: prod-audit is ACTIVE',
    queue: 'well: prod-failed is empty',
    mail: 'well: ops@example.com confirmed',
    alarms: 'well: 1, which notify prod',
    pager: `well: alarms notify ${PAGER}`,
  });
});

test('what may not be read is unknown, each for itself, and what does not exist is a problem', () => {
  const nobody = checksOf({
    ...{
      manager: NOBODY,
      deployedVersion: NOBODY,
      rule: NOBODY,
      lastRuns: NOBODY,
      subscriptions: NOBODY,
      alarms: NOBODY,
    },
    tables: [{ table: 't', status: NOBODY }],
    queues: [{ queue: 'q', messages: NOBODY }],
  });
  expect(nobody.map(({ state }) => state)).toEqual(Array(9).fill('unknown'));
  const missing = checksOf({
    ...{ manager: MISSING, deployedVersion: MISSING, rule: MISSING },
    tables: [{ table: 't', status: MISSING }],
    queues: [{ queue: 'q', messages: MISSING }],
  });
  expect(missing.filter(({ state }) => state === 'problem').map(({ id, says }) => `${id}: ${says}`)).toEqual([
    'manager: there is no function prod-manager',
    'version: the deployment has no parameter: an earlier version deployed it',
    'rule: there is no rule prod-schedule',
    'table: there is no table t',
    'queue: there is no queue q',
  ]);
});

const off = (name: string) => ({ name, isEnabled: false, actions: [TOPIC] });

test.each<[Partial<DeploymentFacts>, Partial<Expected>, string, string]>([
  [
    { manager: { value: { state: 'Failed', isThrottledToZero: false } } },
    {},
    'manager',
    'problem: prod-manager is Failed',
  ],
  [
    { manager: { value: { state: 'Active', isThrottledToZero: true } } },
    {},
    'manager',
    'problem: prod-manager may not run: its reserved concurrency is 0',
  ],
  [
    { deployedVersion: { value: '0.0.9' } },
    {},
    'version',
    'problem: the deployment is of version 0.0.9, this kda of 0.1.0',
  ],
  [
    { rule: { value: { isEnabled: false, invokesManager: true } } },
    {},
    'rule',
    'problem: prod-schedule is disabled: no run begins by itself',
  ],
  [
    { rule: { value: { isEnabled: false, invokesManager: true } } },
    { isScheduled: false },
    'rule',
    'skipped: snapshots.scheduleEnabled is false: runs begin only on request',
  ],
  [
    { rule: { value: { isEnabled: true, invokesManager: false } } },
    {},
    'rule',
    'problem: prod-schedule does not invoke prod-manager',
  ],
  [
    {
      lastRuns: lastRunAt(undefined),
      manager: { value: { state: 'Active', isThrottledToZero: false, deployedAt: new Date(NOW.getTime() - 300_000) } },
    },
    {},
    'last run',
    'skipped: the manager was just deployed; its first run is due within 7 min',
  ],
  [
    { lastRuns: lastRunAt(undefined) },
    {},
    'last run',
    'problem: none that the schedule began is in the audit table, although one is due every 10 minutes',
  ],
  [{ lastRuns: lastRunAt('2026-11-28T02:39:00Z') }, {}, 'last run', 'well: 21 min ago, one is due every 10 minutes'],
  [{ lastRuns: lastRunAt('2026-11-28T02:38:00Z') }, {}, 'last run', 'problem: 22 min ago, one is due every 10 minutes'],
  [{ queues: [{ queue: 'q', messages: { value: 1 } }] }, {}, 'queue', 'problem: 1 event that failed waits in q'],
  [{ queues: [{ queue: 'q', messages: { value: 2 } }] }, {}, 'queue', 'problem: 2 events that failed wait in q'],
  [{ tables: [{ table: 't', status: { value: 'DELETING' } }] }, {}, 'table', 'problem: t is DELETING'],
  [
    { subscriptions: { value: [{ endpoint: 'ops@example.com', isConfirmed: false }] } },
    {},
    'mail',
    'problem: ops@example.com has not confirmed, and gets nothing from prod',
  ],
  [{}, { mailAddresses: [] }, 'mail', 'skipped: notifications.mailAddresses is empty: nobody gets mails'],
  [{ alarms: { value: [] } }, {}, 'alarms', 'problem: the deployment has none: nobody is called'],
  [{ alarms: { value: [off('a'), off('b')] } }, {}, 'alarms', 'problem: the actions of 2 of 2 are switched off'],
  [
    { alarms: { value: [{ name: 'a', isEnabled: true, actions: [] }] } },
    {},
    'alarms',
    'problem: none notifies the topic prod',
  ],
  [
    { alarms: { value: [{ name: 'a', isEnabled: true, actions: [TOPIC] }] } },
    {},
    'pager',
    `problem: no alarm notifies ${PAGER}`,
  ],
  [{}, { pagerTopicArns: [] }, 'pager', 'skipped: alarms.pagerTopicArns is empty'],
])('%j, %j: %s is %s', (facts, expected, id, words) => {
  expect(shown(facts, expected)[id]).toBe(words);
});

test('every problem has a remedy', () => {
  const all = checksOf({
    ...{ manager: MISSING, rule: MISSING, alarms: { value: [] } },
    lastRuns: lastRunAt(undefined),
  });
  expect(all.filter(({ state, remedy }) => state === 'problem' && !remedy)).toEqual([]);
});

describe('a deployment of several schedules', () => {
  const NIGHTLY = 'prod-schedule-cron.0.2.x.x.q.x';
  const says = (id: string, facts: Partial<DeploymentFacts>) =>
    checksOf(facts).flatMap((check) => (check.id === id ? [`${check.state}: ${check.says}`] : []));

  test.each([
    [{ value: { isEnabled: true, invokesManager: true } }, `well: ${NIGHTLY} is enabled and invokes the manager`],
    [{ value: { isEnabled: false, invokesManager: true } }, `problem: ${NIGHTLY} is disabled: no run begins by itself`],
    [{ value: { isEnabled: true, invokesManager: false } }, `problem: ${NIGHTLY} does not invoke prod-manager`],
    [MISSING, `problem: there is no rule ${NIGHTLY}`],
    [NOBODY, `unknown: ${NOBODY.because}`],
  ])('has each rule checked: %j is %s', (seen, words) => {
    expect(says('rule', { otherRules: [{ name: NIGHTLY, seen }] })).toEqual([
      'well: prod-schedule is enabled and invokes the manager',
      words,
    ]);
  });

  test('has the last run of each judged by its own schedule', () => {
    const at = (time: string) => new Date(`2026-11-${time}:00Z`);
    const value = [
      { schedule: 'rate(10 minutes)', at: at('28T02:20') },
      { schedule: 'cron(0 2 * * ? *)', at: at('27T02:00') },
      { schedule: 'cron(0 2 ? * MON *)', at: at('09T02:00') },
      { schedule: 'rate(1 hour)', at: undefined },
    ];
    expect(says('last run', { lastRuns: { value } })).toEqual([
      'problem: 40 min ago, one is due every 10 minutes',
      'well: 25 h ago, one is due at the times of cron(0 2 * * ? *)',
      'problem: 19 d 1 h ago, one is due at the times of cron(0 2 ? * MON *)',
      'problem: none that the schedule began is in the audit table, although one is due every 1 hour',
    ]);
  });

  test('has the last run of each judged by what the runs have noted, and by the deployment where they have not', () => {
    const at = (time: string) => new Date(`2026-11-${time}:00Z`);
    const schedule = 'cron(0 2 * * ? *)';
    const lastRuns = (last: Date | undefined) => ({ lastRuns: { value: [{ schedule, at: last }] } });
    const note = (since: string, lastEvent?: string) => ({
      schedules: { value: [{ schedule, since: at(since), ...(lastEvent ? { lastEvent: at(lastEvent) } : {}) }] },
    });
    const deployed = { value: { state: 'Active', isThrottledToZero: false, deployedAt: at('28T02:55') } };
    const silent = 'problem: 5 d 1 h ago, one is due at the times of cron(0 2 * * ? *)';
    const paused = note('28T02:30', '23T02:00');
    expect(says('last run', { ...lastRuns(at('23T02:00')), ...paused })).toEqual([
      'skipped: 5 d 1 h ago; by the notes of the runs one is expected since 30 min ago, and due within 23 h 2 min',
    ]);
    expect(
      says('last run', { ...lastRuns(at('23T02:00')), ...note('01T02:30', '23T02:00'), manager: deployed }),
    ).toEqual([silent]);
    expect(says('last run', { ...lastRuns(undefined), ...note('28T02:30') })).toEqual([
      'skipped: none yet; its first run is due within 23 h 2 min',
    ]);
    expect(says('last run', { ...lastRuns(at('23T02:00')), ...note('01T02:30', '28T02:00') })).toEqual([
      'well: 60 min ago, one is due at the times of cron(0 2 * * ? *)',
    ]);
    expect(says('last run', { ...lastRuns(at('23T02:00')), schedules: NOBODY, manager: deployed })).toEqual([
      'skipped: 5 d 1 h ago; since the deployment 5 min ago one is due within 23 h 2 min',
    ]);
  });
});
