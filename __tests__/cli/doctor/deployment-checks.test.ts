import { type DeploymentFacts, deploymentChecks, type Expected } from '../../../cli/doctor/deployment-checks';

const NOW = new Date('2026-11-28T03:00:00Z');
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:prod';
const PAGER = 'arn:aws:sns:eu-west-1:111122223333:pager';
const EXPECTED: Expected = {
  ...{ managerFunction: 'prod-manager', rule: 'prod-schedule', topic: 'prod', ownVersion: '0.1.0', now: NOW },
  ...{ isScheduled: true, scheduleMinutes: 10, mailAddresses: ['ops@example.com'], pagerTopicArns: [PAGER] },
};
const FACTS: DeploymentFacts = {
  manager: { value: { state: 'Active', isThrottledToZero: false } },
  deployedVersion: { value: '0.1.0' },
  rule: { value: { isEnabled: true, invokesManager: true } },
  lastRun: { value: new Date('2026-11-28T02:50:00Z') },
  tables: [{ table: 'prod-audit', status: { value: 'ACTIVE' } }],
  queues: [{ queue: 'prod-failed', messages: { value: 0 } }],
  subscriptions: { value: [{ endpoint: 'ops@example.com', isConfirmed: true }] },
  alarms: { value: [{ name: 'prod/silent', isEnabled: true, actions: [TOPIC, PAGER] }] },
};
const NOBODY = { because: 'These credentials may not do that.' };
const MISSING = { because: 'No.', isMissing: true } as const;

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
    'last run': 'well: 10 min ago, one is due every 10 min',
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
      lastRun: NOBODY,
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
      lastRun: { value: undefined },
      manager: { value: { state: 'Active', isThrottledToZero: false, deployedAt: new Date(NOW.getTime() - 300_000) } },
    },
    {},
    'last run',
    'skipped: the manager was just deployed; its first run is due within 7 min',
  ],
  [{ lastRun: { value: undefined } }, {}, 'last run', 'problem: none that the schedule began is in the audit table'],
  [
    { lastRun: { value: new Date('2026-11-28T02:39:00Z') } },
    {},
    'last run',
    'well: 21 min ago, one is due every 10 min',
  ],
  [
    { lastRun: { value: new Date('2026-11-28T02:38:00Z') } },
    {},
    'last run',
    'problem: 22 min ago, one is due every 10 min',
  ],
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
    lastRun: { value: undefined },
  });
  expect(all.filter(({ state, remedy }) => state === 'problem' && !remedy)).toEqual([]);
});
