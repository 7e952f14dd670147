import type { ResourceChange } from '../src/plan';
import { change, create, destroy, findingsIn, looksAt, passes, refuses, unchanged, update } from './plan-of';
import {
  arn,
  FUNCTION,
  flink,
  manager,
  ours,
  RULE,
  rule,
  SCHEDULE,
  TARGET,
  target,
  toManager,
} from './scheduled-world';

const PERMISSION = 'aws_lambda_permission';

const somebodys = { function_name: 'taker', role: 'arn:aws:iam::000000000000:role/team/taker' };
const other = { function_name: 'other', role: 'arn:aws:iam::000000000000:role/other' };
const right = { Effect: 'Allow', Action: ['kinesisanalytics:CreateApplicationSnapshot'], Resource: '*' };
const policy = JSON.stringify({ Statement: [right] });
const schedule = (state: string, to: string) => ({ name: 'every-hour', state, target: [{ arn: to }] });
const disabled = update(RULE, rule('ENABLED'), rule('DISABLED'));
/** Target whose role may create snapshots by these rights. */
const toTaker = (...rights: ResourceChange[]) => [
  unchanged(TARGET, target('taker')),
  unchanged(FUNCTION, somebodys),
  ...rights,
];
const permission = { function_name: 'manager', principal: 'events.amazonaws.com' };

describe('no snapshots are taken any more when', () => {
  refuses('%s', 'schedule-off', {
    'the manager’s rule is disabled': [disabled, ...toManager],
    'the rule is disabled by the older attribute': [
      update(RULE, { name: 'every-hour', is_enabled: true }, { name: 'every-hour', is_enabled: false }),
      ...toManager,
    ],
    'the rule is disabled of a function whose role may create snapshots': [
      disabled,
      ...toTaker(unchanged('aws_iam_role_policy', { role: 'taker', policy })),
    ],
    'the right is in the role itself': [
      disabled,
      ...toTaker(unchanged('aws_iam_role', { name: 'taker', inline_policy: [{ name: 'a', policy }] })),
    ],
    'the right is in a policy that is attached': [
      disabled,
      ...toTaker(
        unchanged('aws_iam_role_policy_attachment', { role: 'taker', policy_arn: 'arn:p' }),
        unchanged('aws_iam_policy', { arn: 'arn:p', policy }),
      ),
    ],
    'the rule goes with its target': [destroy(RULE, rule('ENABLED')), destroy(TARGET, target('manager')), manager],
    'the target goes': [destroy(TARGET, target('manager')), unchanged(RULE, rule('ENABLED')), manager],
    'the target starts another function': [
      update(TARGET, target('manager'), target('other')),
      manager,
      unchanged(FUNCTION, other, { address: 'f.b' }),
    ],
    'another target comes that starts something else': [
      destroy(TARGET, target('manager')),
      create(TARGET, target('other'), { address: 't.b' }),
      manager,
    ],
    'a schedule is disabled': [
      update(SCHEDULE, schedule('ENABLED', arn('manager')), schedule('DISABLED', arn('manager'))),
      manager,
    ],
    'a schedule that calls the service itself goes': destroy(
      SCHEDULE,
      schedule('ENABLED', 'arn:aws:scheduler:::aws-sdk:kinesisanalyticsv2:createApplicationSnapshot'),
    ),
    'the function goes': destroy(FUNCTION, ours),
    'the function goes with all that starts it, once': [
      destroy(FUNCTION, ours),
      destroy(RULE, rule('ENABLED')),
      destroy(TARGET, target('manager')),
      destroy(PERMISSION, permission),
    ],
    'the function may not run': update(FUNCTION, ours, { ...ours, reserved_concurrent_executions: 0 }),
    'the rule may not start the function': [destroy(PERMISSION, permission), manager],
  });

  test('and the refusal shows what is switched', () => {
    expect(findingsIn(disabled, ...toManager).refusals).toEqual([
      expect.objectContaining({
        address: `${RULE}.it`,
        attributes: [
          {
            path: 'state',
            old: { is: 'value', value: 'ENABLED' },
            new: { is: 'value', value: 'DISABLED' },
            forcesReplacement: false,
          },
        ],
      }),
    ]);
  });
});

describe('looked at:', () => {
  looksAt('%s', {
    'a rule disabled whose function is in another stack': [
      [disabled, unchanged(TARGET, target('manager')), flink],
      'is not in this plan',
    ],
    'a rule that goes and whose target is in another stack': [
      [destroy(RULE, rule('ENABLED')), flink],
      'is not in this plan',
    ],
    'the target becomes known after apply only': [
      [update(TARGET, target('manager'), { rule: 'every-hour' }, { unknown: { arn: true } }), manager],
      'known only after apply',
    ],
    'the function is replaced': [
      update(FUNCTION, ours, { ...ours, function_name: 'new' }, { action: 'replace' }),
      'is recreated',
    ],
    'a target that goes and whose function is in another stack, with a policy that names the service': [
      [destroy(TARGET, target('manager')), unchanged('aws_iam_role_policy', { role: 'x', policy })],
      'is not in this plan',
    ],
  });
});

describe('nobody’s concern:', () => {
  const unknownTarget = create(TARGET, { rule: 'new', target_id: 'it' }, { address: 't.b', unknown: { arn: true } });

  passes('%s', {
    'another function’s rule is disabled': [
      disabled,
      unchanged(TARGET, target('other')),
      unchanged(FUNCTION, other),
      flink,
    ],
    'a rule is disabled in a plan without Flink': [disabled, unchanged(TARGET, target('manager'))],
    'a rule is enabled': [update(RULE, rule('DISABLED'), rule('ENABLED')), ...toManager],
    'a rule that was off goes to another state': [
      update(RULE, rule('DISABLED'), rule('DISABLED', { description: 'x' })),
      manager,
    ],
    'a rule of events goes': [destroy(RULE, { name: 'x', event_pattern: '{}', state: 'ENABLED' }), flink],
    'a queue is no longer a target': [
      destroy(TARGET, { rule: 'x', arn: 'arn:aws:sqs:eu-west-1:000000000000:q' }),
      flink,
    ],
    'a schedule takes the rule’s place': [
      destroy(RULE, rule('ENABLED')),
      destroy(TARGET, target('manager')),
      create(SCHEDULE, schedule('ENABLED', arn('manager'))),
      manager,
    ],
    'another target takes its place': [destroy(TARGET, target('manager')), unknownTarget, manager],
    'the function comes at another address': [destroy(FUNCTION, ours), create(FUNCTION, ours, { address: 'f.b' })],
    'another rule’s permission stays': [
      destroy(PERMISSION, permission),
      unchanged(PERMISSION, { function_name: arn('manager'), principal: 'events.amazonaws.com' }, { address: 'p.b' }),
      manager,
    ],
    'a shorter interval': [
      update(RULE, rule('ENABLED'), rule('ENABLED', { schedule_expression: 'rate(5 minutes)' })),
      ...toManager,
    ],
    'another function goes': [destroy(FUNCTION, other), flink],
    'a rule is forgotten': [change(RULE, { action: 'forget', before: { name: 'x' } }), flink],
  });
});
