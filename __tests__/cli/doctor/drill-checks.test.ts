import { type DrillRuleSeen, drillChecks } from '../../../cli/doctor/drill-checks';

const RULE = 'prod.drill.orders';
const DEPLOY = 'Deploy the snapshots stack: kda plan-stacks, then kda apply-stacks.';

function checkOf(seen: DrillRuleSeen['seen'], isScheduled = true) {
  return drillChecks([{ application: 'orders', rule: RULE, seen }], isScheduled)[0];
}

test.each<[string, DrillRuleSeen['seen'], boolean, ReturnType<typeof checkOf>]>([
  [
    'an enabled rule that starts the state machine is well',
    { value: { isEnabled: true, startsMachine: true } },
    true,
    { id: 'drill', state: 'well', says: 'prod.drill.orders is enabled and starts drills of orders' },
  ],
  [
    'a rule that somebody disabled is a problem',
    { value: { isEnabled: false, startsMachine: true } },
    true,
    {
      ...{ id: 'drill', state: 'problem', says: 'prod.drill.orders is disabled: orders is not drilled' },
      remedy: 'aws events enable-rule --name prod.drill.orders',
    },
  ],
  [
    'a rule that is paused with the schedule is not checked',
    { value: { isEnabled: false, startsMachine: true } },
    false,
    { id: 'drill', state: 'skipped', says: 'orders: snapshots.scheduleEnabled is false' },
  ],
  [
    'a rule that starts something else is a problem',
    { value: { isEnabled: true, startsMachine: false } },
    true,
    {
      ...{ id: 'drill', state: 'problem', says: 'prod.drill.orders does not start the state machine of drills' },
      remedy: DEPLOY,
    },
  ],
  [
    'a missing rule is a problem',
    { because: 'No.', isMissing: true },
    true,
    {
      ...{ id: 'drill', state: 'problem', says: 'there is no rule prod.drill.orders: orders is not drilled' },
      remedy: DEPLOY,
    },
  ],
  [
    'a rule that may not be read is unknown',
    { because: 'These credentials may not do that.' },
    true,
    { id: 'drill', state: 'unknown', says: 'prod.drill.orders: These credentials may not do that.' },
  ],
])('%s', (_what, seen, isScheduled, expected) => {
  expect(checkOf(seen, isScheduled)).toEqual(expected);
});

test('without consent to drills nothing is checked', () => {
  expect(drillChecks([], true)).toEqual([]);
});
