import { namesOf } from '../../config/model/names';
import { scheduleRules } from '../../config/model/schedule-rules';
import { settingsWith } from '../settings-with';
import { resources, synthesize } from './synthesis';

const rulesOf = (snapshots: object, name = 'orders') => {
  const settings = settingsWith({ name, snapshots });
  return scheduleRules(namesOf(settings), settings.snapshots);
};
const named = (snapshots: object, name?: string) =>
  rulesOf(snapshots, name).map((rule) => [rule.name, rule.expression, rule.id]);

test('each distinct schedule has one rule, and the deployment’s own keeps its name and its place in the stack', () => {
  expect(
    named({
      applications: [
        { name: 'a', scheduleCron: '0 2 ? * mon-fri *' },
        'b',
        { name: 'c', scheduleCron: '0  2 ? * MON-FRI  *' },
        { name: 'd', scheduleMinutes: 60 },
        { name: 'e', scheduleMinutes: 10 },
      ],
    }),
  ).toEqual([
    ['orders', 'rate(10 minutes)', ''],
    ['orders-cron.0.2.q.x.MON-FRI.x', 'cron(0 2 ? * MON-FRI *)', '-cron.0.2.q.x.MON-FRI.x'],
    ['orders-rate.60.minutes', 'rate(60 minutes)', '-rate.60.minutes'],
  ]);
});

test('a deployment whose entries all have other schedules has its rule for the one that runs most often', () => {
  const applications = [
    { name: 'a', scheduleCron: '0 2 * * ? *' },
    { name: 'b', scheduleMinutes: 30 },
  ];
  expect(named({ applications })).toEqual([
    ['orders', 'rate(30 minutes)', ''],
    ['orders-cron.0.2.x.x.q.x', 'cron(0 2 * * ? *)', '-cron.0.2.x.x.q.x'],
  ]);
});

test('a hundred applications with ten schedules have ten rules, whose names are different and fit', () => {
  const applications = Array.from({ length: 100 }, (_, index) => ({
    name: `application-${index}`,
    scheduleCron: `${index % 10},20,25,30,35,40,45,50,55 0/2,1,3,5,7 ? JAN,FEB,MAR,APR MON-FRI *`,
  }));
  const names = rulesOf({ applications }, 'the-deployment-of-orders').map(({ name }) => name);
  expect(names).toHaveLength(10);
  expect(new Set(names).size).toBe(10);
  expect(names.filter((name) => !/^[.\-_A-Za-z0-9]{1,64}$/.test(name))).toEqual([]);
});

test('expressions that differ in a sign alone have rules of different names', () => {
  const applications = ['0 1-2 * * ? *', '0 1,2 * * ? *', '0 1/2 * * ? *', '0 2 ? * 1#2 *', '0 2 ? * 1,2 *'].map(
    (scheduleCron, index) => ({ name: `a${index}`, scheduleCron }),
  );
  expect(new Set(named({ applications }).map(([name]) => name)).size).toBe(5);
});

/** Ids of the function's permissions; AWS takes 1 to 100 of these signs, each id once for a function. */
function statementIds(...crons: readonly string[]): readonly string[] {
  const applications = crons.map((scheduleCron, index) => ({
    ...{ name: `orders-${index}`, scheduleCron, snapshotAgeMinutes: 20_000 },
  }));
  const synthesis = synthesize(settingsWith({ name: 'team-a', snapshots: { applications } }));
  synthesis.dispose();
  return resources(synthesis.stacks.snapshots, 'aws_lambda_permission')
    .map((permission) => String(permission.statement_id))
    .sort();
}

describe('the permission of a schedule', () => {
  const OFTEN = '0/10 * * * ? *';
  const LONG = '5,15,25,35,45,55 0,1,2,3,4,5,6,7,18,19,20,21,22,23 ? JAN,FEB,MAR,APR,MAY,JUN MON,TUE,WED,THU,FRI *';

  test('keeps its id where it is short and of this schedule alone', () => {
    expect(statementIds(OFTEN, '0,3 5 * * ? *', '0 2 ? * MON-FRI *')).toEqual([
      'ThisRuleInvokes',
      'ThisRuleInvokes-cron_0_2_q_x_MON-FRI_x',
      'ThisRuleInvokes-cron_0_3_5_x_x_q_x',
    ]);
  });

  test('has an id of its own beside a schedule that differs in a comma alone', () => {
    const ids = statementIds(OFTEN, '0,3 5 * * ? *', '0 3,5 * * ? *');
    expect(ids).toEqual([
      'ThisRuleInvokes',
      expect.stringMatching(/^ThisRuleInvokes-cron_0_3_5_x_x_q_x-[0-9a-f]{16}$/),
      expect.stringMatching(/^ThisRuleInvokes-cron_0_3_5_x_x_q_x-[0-9a-f]{16}$/),
    ]);
    expect(new Set(ids).size).toBe(3);
  });

  test('has an id that AWS takes, however long the schedule is', () => {
    const ids = statementIds(OFTEN, LONG, LONG.replace('FRI', 'SAT'));
    expect(ids.filter((id) => !/^[a-zA-Z0-9_-]{1,100}$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(3);
  });
});
