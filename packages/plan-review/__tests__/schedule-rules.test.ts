import type { ResourceChange } from '../src/plan';
import {
  change,
  create,
  destroy,
  findingsIn,
  kindsAndTexts,
  lookedAt,
  NOTHING,
  refusedFor,
  unchanged,
  update,
} from './plan-of';

const FUNCTION = 'aws_lambda_function';
const RULE = 'aws_cloudwatch_event_rule';
const TARGET = 'aws_cloudwatch_event_target';
const SCHEDULE = 'aws_scheduler_schedule';
const PERMISSION = 'aws_lambda_permission';

const arn = (name: string) => `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;
const ours = {
  function_name: 'manager',
  reserved_concurrent_executions: -1,
  environment: [{ variables: { RETENTION: '{"keepLast":10}', SNAPSHOT_NAME_PREFIX: 'kda.', APPLICATIONS: '["a"]' } }],
};
const somebodys = { function_name: 'taker', role: 'arn:aws:iam::000000000000:role/team/taker' };
const other = { function_name: 'other', role: 'arn:aws:iam::000000000000:role/other' };
const right = { Effect: 'Allow', Action: ['kinesisanalytics:CreateApplicationSnapshot'], Resource: '*' };
const policy = JSON.stringify({ Statement: [right] });
const rule = (state: 'ENABLED' | 'DISABLED', parts: object = {}) => ({
  name: 'every-hour',
  arn: 'arn:aws:events:eu-west-1:000000000000:rule/every-hour',
  schedule_expression: 'rate(10 minutes)',
  state,
  is_enabled: state === 'ENABLED',
  ...parts,
});
const target = (name: string) => ({ rule: 'every-hour', target_id: 'it', arn: arn(name) });
const schedule = (state: string, to: string) => ({ name: 'every-hour', state, target: [{ arn: to }] });
const flink = unchanged('aws_kinesisanalyticsv2_application', { name: 'orders' });

const manager = unchanged(FUNCTION, ours);
const disabled = update(RULE, rule('ENABLED'), rule('DISABLED'));

describe('no snapshots are taken any more when', () => {
  test.each<[string, ResourceChange[]]>([
    ['the manager’s rule is disabled', [disabled, unchanged(TARGET, target('manager')), manager]],
    [
      'the rule is disabled by the older attribute',
      [
        update(RULE, { name: 'every-hour', is_enabled: true }, { name: 'every-hour', is_enabled: false }),
        unchanged(TARGET, target('manager')),
        manager,
      ],
    ],
    [
      'the rule is disabled of a function whose role may create snapshots',
      [
        disabled,
        unchanged(TARGET, target('taker')),
        unchanged(FUNCTION, somebodys),
        unchanged('aws_iam_role_policy', { role: 'taker', policy }),
      ],
    ],
    [
      'the right is in the role itself',
      [
        disabled,
        unchanged(TARGET, target('taker')),
        unchanged(FUNCTION, somebodys),
        unchanged('aws_iam_role', { name: 'taker', inline_policy: [{ name: 'a', policy }] }),
      ],
    ],
    [
      'the right is in a policy that is attached',
      [
        disabled,
        unchanged(TARGET, target('taker')),
        unchanged(FUNCTION, somebodys),
        unchanged('aws_iam_role_policy_attachment', { role: 'taker', policy_arn: 'arn:p' }),
        unchanged('aws_iam_policy', { arn: 'arn:p', policy }),
      ],
    ],
    ['the rule goes with its target', [destroy(RULE, rule('ENABLED')), destroy(TARGET, target('manager')), manager]],
    ['the target goes', [destroy(TARGET, target('manager')), unchanged(RULE, rule('ENABLED')), manager]],
    [
      'the target starts another function',
      [update(TARGET, target('manager'), target('other')), manager, unchanged(FUNCTION, other, { address: 'f.b' })],
    ],
    [
      'another target comes that starts something else',
      [destroy(TARGET, target('manager')), create(TARGET, target('other'), { address: 't.b' }), manager],
    ],
    [
      'a schedule is disabled',
      [update(SCHEDULE, schedule('ENABLED', arn('manager')), schedule('DISABLED', arn('manager'))), manager],
    ],
    [
      'a schedule that calls the service itself goes',
      [
        destroy(
          SCHEDULE,
          schedule('ENABLED', 'arn:aws:scheduler:::aws-sdk:kinesisanalyticsv2:createApplicationSnapshot'),
        ),
      ],
    ],
    ['the function goes', [destroy(FUNCTION, ours)]],
    [
      'the function goes with all that starts it, once',
      [
        destroy(FUNCTION, ours),
        destroy(RULE, rule('ENABLED')),
        destroy(TARGET, target('manager')),
        destroy(PERMISSION, { function_name: 'manager', principal: 'events.amazonaws.com' }),
      ],
    ],
    ['the function may not run', [update(FUNCTION, ours, { ...ours, reserved_concurrent_executions: 0 })]],
    [
      'the rule may not start the function',
      [destroy(PERMISSION, { function_name: 'manager', principal: 'events.amazonaws.com' }), manager],
    ],
  ])('%s', (_, changes) => {
    expect(kindsAndTexts(...changes)).toEqual(refusedFor('schedule-off'));
  });

  test('and the refusal shows what is switched', () => {
    expect(findingsIn(disabled, unchanged(TARGET, target('manager')), manager).refusals).toEqual([
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
  test.each<[string, ResourceChange[], string]>([
    [
      'a rule disabled whose function is in another stack',
      [disabled, unchanged(TARGET, target('manager')), flink],
      'is not in this plan',
    ],
    [
      'a rule that goes and whose target is in another stack',
      [destroy(RULE, rule('ENABLED')), flink],
      'is not in this plan',
    ],
    [
      'the target becomes known after apply only',
      [update(TARGET, target('manager'), { rule: 'every-hour' }, { unknown: { arn: true } }), manager],
      'known only after apply',
    ],
    [
      'the function is replaced',
      [update(FUNCTION, ours, { ...ours, function_name: 'new' }, { action: 'replace' })],
      'is recreated',
    ],
    [
      'a target that goes and whose function is in another stack, with a policy that names the service',
      [destroy(TARGET, target('manager')), unchanged('aws_iam_role_policy', { role: 'x', policy })],
      'is not in this plan',
    ],
  ])('%s', (_, changes, text) => {
    expect(kindsAndTexts(...changes)).toEqual(lookedAt(text));
  });
});

describe('nobody’s concern:', () => {
  const unknownTarget = create(TARGET, { rule: 'new', target_id: 'it' }, { address: 't.b', unknown: { arn: true } });

  test.each<[string, ResourceChange[]]>([
    [
      'another function’s rule is disabled',
      [disabled, unchanged(TARGET, target('other')), unchanged(FUNCTION, other), flink],
    ],
    ['a rule is disabled in a plan without Flink', [disabled, unchanged(TARGET, target('manager'))]],
    [
      'a rule is enabled',
      [update(RULE, rule('DISABLED'), rule('ENABLED')), unchanged(TARGET, target('manager')), manager],
    ],
    [
      'a rule that was off goes to another state',
      [update(RULE, rule('DISABLED'), rule('DISABLED', { description: 'x' })), manager],
    ],
    ['a rule of events goes', [destroy(RULE, { name: 'x', event_pattern: '{}', state: 'ENABLED' }), flink]],
    [
      'a queue is no longer a target',
      [destroy(TARGET, { rule: 'x', arn: 'arn:aws:sqs:eu-west-1:000000000000:q' }), flink],
    ],
    [
      'a schedule takes the rule’s place',
      [
        destroy(RULE, rule('ENABLED')),
        destroy(TARGET, target('manager')),
        create(SCHEDULE, schedule('ENABLED', arn('manager'))),
        manager,
      ],
    ],
    ['another target takes its place', [destroy(TARGET, target('manager')), unknownTarget, manager]],
    ['the function comes at another address', [destroy(FUNCTION, ours), create(FUNCTION, ours, { address: 'f.b' })]],
    [
      'another rule’s permission stays',
      [
        destroy(PERMISSION, { function_name: 'manager', principal: 'events.amazonaws.com' }),
        unchanged(PERMISSION, { function_name: arn('manager'), principal: 'events.amazonaws.com' }, { address: 'p.b' }),
        manager,
      ],
    ],
    [
      'a shorter interval',
      [
        update(RULE, rule('ENABLED'), rule('ENABLED', { schedule_expression: 'rate(5 minutes)' })),
        unchanged(TARGET, target('manager')),
        manager,
      ],
    ],
    ['another function goes', [destroy(FUNCTION, other), flink]],
    ['a rule is forgotten', [change(RULE, { action: 'forget', before: { name: 'x' } }), flink]],
  ])('%s', (_, changes) => {
    expect(kindsAndTexts(...changes)).toEqual(NOTHING);
  });
});

describe('snapshots taken less often are headed:', () => {
  const to = (schedule_expression: string | null, parts: object = {}) => [
    update(RULE, rule('ENABLED'), rule('ENABLED', { schedule_expression, ...parts })),
    unchanged(TARGET, target('manager')),
    manager,
  ];

  test.each([
    ['rate(1 day)', 'every day instead of every 10 minutes'],
    ['cron(0 3 * * ? *)', 'every day instead of every 10 minutes'],
    ['cron(0 3 ? * SUN *)', 'every 7 days instead of every 10 minutes'],
    ['cron(0/15 * * * ? *)', 'every 15 minutes instead of every 10 minutes'],
    ['cron(0 8-17 ? * MON-FRI *)', 'every 3.4 hours instead of every 10 minutes'],
    ['cron(* * L * ? *)', 'every 30.4 minutes instead of every 10 minutes'],
    ['cron(nonsense)', 'by another schedule'],
    ['cron(0/5 * * * ? 2026)', 'by another schedule'],
  ])('%s', (expression, text) => {
    expect(findingsIn(...to(expression)).cautions).toEqual([
      expect.objectContaining({
        isHeaded: true,
        text: expect.stringContaining(text),
        detail: `rate(10 minutes) → ${expression}`,
      }),
    ]);
  });

  test.each(['cron(0/10 * * * ? *)', 'cron(0,10,20,30,40,50 * ? * * *)', 'cron(*/5 * * * ? *)', 'rate(10 minutes)'])(
    'not %s',
    (expression) => {
      expect(kindsAndTexts(...to(expression))).toEqual(NOTHING);
    },
  );

  test.each<[string, ResourceChange[]]>([
    ['the rule goes by events alone', to(null, { event_pattern: '{"source":["aws.s3"]}' })],
    ['the rule has no schedule', to('')],
  ])('%s: refused, since none is taken on schedule', (_, changes) => {
    expect(kindsAndTexts(...changes)).toEqual(refusedFor('schedule-off'));
  });

  test('a rule that goes by events, too', () => {
    expect(kindsAndTexts(...to('rate(10 minutes)', { event_pattern: '{"source":["aws.s3"]}' }))).toEqual(
      lookedAt('Events also start'),
    );
  });

  test('a schedule that is known after apply only', () => {
    const unknown = update(RULE, rule('ENABLED'), rule('ENABLED', { schedule_expression: null }), {
      unknown: { schedule_expression: true },
    });
    expect(kindsAndTexts(unknown, unchanged(TARGET, target('manager')), manager)).toEqual(
      lookedAt('known only after apply'),
    );
  });

  test('a schedule whose function is in another stack', () => {
    expect(
      kindsAndTexts(
        update(RULE, rule('ENABLED'), rule('ENABLED', { schedule_expression: 'rate(1 day)' })),
        unchanged(TARGET, target('manager')),
        flink,
      ),
    ).toEqual(lookedAt('every day instead of every 10 minutes'));
  });
});

describe('EventBridge Scheduler', () => {
  const taking = (parts: object) => ({
    name: 'every-hour',
    state: 'ENABLED',
    schedule_expression: 'rate(10 minutes)',
    target: [{ arn: arn('manager') }],
    ...parts,
  });
  const from = (before: object, after: object) => [update(SCHEDULE, taking(before), taking(after)), manager];

  test.each<[string, ResourceChange[]]>([
    ['that ends on a date', from({}, { end_date: '2026-12-24T00:00:00Z' })],
    ['that ends on an earlier date', from({ end_date: '2027-01-01T00:00:00Z' }, { end_date: '2026-12-24T00:00:00Z' })],
    ['that runs once', from({}, { schedule_expression: 'at(2026-12-24T00:00:00)' })],
  ])('%s is refused', (_, changes) => {
    expect(kindsAndTexts(...changes)).toEqual(refusedFor('schedule-off'));
  });

  test('that begins later is headed', () => {
    expect(findingsIn(...from({}, { start_date: '2026-12-24T00:00:00Z' })).cautions).toEqual([
      expect.objectContaining({
        isHeaded: true,
        text: expect.stringContaining('No snapshot is taken before that date'),
      }),
    ]);
  });

  test.each<[string, ResourceChange[]]>([
    ['without an end', from({ end_date: '2026-12-24T00:00:00Z' }, { end_date: null })],
    ['with a later end', from({ end_date: '2026-12-24T00:00:00Z' }, { end_date: '2027-12-24T00:00:00Z' })],
    ['that begins at once', from({ start_date: '2026-12-24T00:00:00Z' }, { start_date: '' })],
  ])('%s is nobody’s concern', (_, changes) => {
    expect(kindsAndTexts(...changes)).toEqual(NOTHING);
  });
});

describe('what the function is given:', () => {
  const transformer = { input_transformer: [{ input_paths: { time: '$.time', id: '$.id' }, input_template: '{}' }] };
  const given = (before: object, after: object) => [
    update(TARGET, { ...target('manager'), ...before }, { ...target('manager'), ...after }),
    unchanged(RULE, rule('ENABLED')),
    manager,
  ];

  test('the event’s time no more is refused: every event would be the same one', () => {
    expect(kindsAndTexts(...given(transformer, { input_transformer: [], input: '{"time":"x"}' }))).toEqual(
      refusedFor('schedule-off'),
    );
  });

  test('another constant is headed', () => {
    expect(findingsIn(...given({ input: '{"a":1}' }, { input: '{"a":2}' })).cautions).toEqual([
      expect.objectContaining({ isHeaded: true, text: expect.stringContaining('another input') }),
    ]);
  });
});
