import fc from 'fast-check';
import {
  drillCron,
  drillRuleName,
  drillRulePrefix,
  drillRules,
  drillsAMonth,
} from '../../../../config/model/drills/drill-rules';

test.each([
  ['on one day', { window: '04:00-04:30', days: ['SUN'] }, 'cron(0 4 ? * SUN *)'],
  ['on two days', { window: '23:45-00:15', days: ['MON', 'THU'] }, 'cron(45 23 ? * MON,THU *)'],
  ['every day', { window: '00:00-01:00' }, 'cron(0 0 * * ? *)'],
])('a drill %s begins with its window', (_when, drill, expected) => {
  expect(drillCron(drill)).toBe(expected);
});

test('only applications that consent have a rule, with a request of their own', () => {
  const entries = [{ name: 'payments' }, { name: 'orders', drill: { window: '04:00-04:30', days: ['SUN'] } }];
  expect(drillRules('kda-snapshots', entries)).toEqual([
    {
      application: 'orders',
      name: 'kda-snapshots.drill.orders',
      scheduleExpression: 'cron(0 4 ? * SUN *)',
      input: {
        application: 'orders',
        who: 'the drill schedule of kda-snapshots',
        why: 'drill on schedule, window 04:00-04:30 UTC',
      },
      windowSeconds: 1800,
    },
  ]);
});

test('a window past midnight is as long as it is', () => {
  const [rule] = drillRules('kda', [{ name: 'orders', drill: { window: '23:30-00:15' } }]);
  expect(rule?.windowSeconds).toBe(45 * 60);
});

const deployment = fc.stringMatching(/^[a-z][a-z0-9-]{1,30}[a-z0-9]$/);
const application = fc.stringMatching(/^[a-zA-Z0-9_.-]{1,128}$/);

test('names of rules are ones that EventBridge takes, and begin with what is the deployment’s alone', () => {
  fc.assert(
    fc.property(deployment, application, (name, one) => {
      const rule = drillRuleName(name, one);
      expect(rule).toMatch(/^[.\-_A-Za-z0-9]{1,64}$/);
      expect(rule.startsWith(drillRulePrefix(name))).toBe(true);
    }),
  );
});

test('two applications have two rules, also when their names are too long', () => {
  fc.assert(
    fc.property(
      deployment,
      application,
      fc.uniqueArray(application, { minLength: 2, maxLength: 2 }),
      (name, one, [a, b]) => {
        const names = [`${one}${a}`, `${one}${b}`].map((each) => drillRuleName(name, each));
        expect(new Set(names).size).toBe(2);
      },
    ),
  );
});

test('a month has as many drills as its windows', () => {
  const entries = [
    { name: 'orders', drill: { window: '04:00-04:30' } },
    { name: 'payments', drill: { window: '04:00-04:30', days: ['SUN', 'WED'] } },
    { name: 'season' },
  ];
  expect(drillsAMonth(entries, 28)).toBe(28 + 8);
});
