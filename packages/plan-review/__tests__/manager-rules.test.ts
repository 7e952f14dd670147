import { changeOf } from './attribute-matrix';
import { attributesOf, MANAGER, policyText, READS, TAKES, VARIABLES, worldWithout } from './dependent-world';
import { create, destroy, findingsIn, unchanged, update } from './plan-of';

const FUNCTION = 'aws_lambda_function';
const INLINE = 'aws_iam_role_policy';
const among = (change: Parameters<typeof findingsIn>[0], ...more: Parameters<typeof findingsIn>) =>
  findingsIn(...worldWithout(change.type), change, ...more);
const variable = (name: string, old: string, now: string) =>
  changeOf({ type: FUNCTION, path: `environment.variables.${name}`, old, now }, 'changed');
const policy = (before: string, after: string | null) =>
  after === null
    ? destroy(INLINE, { role: 'manager', policy: before })
    : update(INLINE, { role: 'manager', policy: before }, { role: 'manager', policy: after });

describe('the manager’s rights', () => {
  test.each([
    ['without the one to create snapshots', policy(TAKES, READS)],
    ['whose policy goes', policy(TAKES, null)],
    [
      'with a denial of it',
      policy(
        TAKES,
        JSON.stringify({
          Statement: [
            ...JSON.parse(TAKES).Statement,
            { Effect: 'Deny', Action: 'kinesisanalytics:Create*', Resource: '*' },
          ],
        }),
      ),
    ],
  ])('%s are refused', (_, change) => {
    expect(among(change).refusals).toEqual([
      expect.objectContaining({
        kind: 'schedule-off',
        detail: 'The function loses the right to create snapshots (kinesisanalytics:CreateApplicationSnapshot).',
      }),
    ]);
  });

  test('in another policy from now on are nobody’s concern', () => {
    const another = create(INLINE, { role: 'manager', name: 'new', policy: TAKES }, { address: `${INLINE}.new` });
    const { refusals, cautions } = among(policy(TAKES, null), another);
    expect([...refusals, ...cautions]).toEqual([]);
  });

  test('that go together with the function are said of the function', () => {
    const world = worldWithout(INLINE).filter(({ type }) => type !== FUNCTION);
    const { refusals } = findingsIn(...world, policy(TAKES, null), destroy(FUNCTION, attributesOf(FUNCTION)));
    expect(refusals.map(({ address }) => address)).toEqual([`${FUNCTION}.it`]);
  });

  test('to record and to report that go are headed, by name', () => {
    const all = policyText('kinesisanalytics:CreateApplicationSnapshot', 'dynamodb:PutItem', 'sns:Publish');
    expect(among(policy(all, TAKES)).cautions).toEqual([
      expect.objectContaining({ isHeaded: true, detail: 'dynamodb:PutItem, sns:Publish' }),
    ]);
  });

  test('for fewer applications are headed, with those that go', () => {
    const of = (...names: string[]) =>
      JSON.stringify({
        Statement: [
          {
            Effect: 'Allow',
            Action: 'kinesisanalytics:CreateApplicationSnapshot',
            Resource: names.map((name) => `arn:aws:kinesisanalytics:eu-west-1:000000000000:application/${name}`),
          },
        ],
      });
    expect(among(policy(of('orders', 'payments'), of('orders'))).cautions).toEqual([
      expect.objectContaining({
        isHeaded: true,
        text: expect.stringContaining('for fewer applications'),
        detail: 'arn:aws:kinesisanalytics:eu-west-1:000000000000:application/payments',
      }),
    ]);
  });

  test('which are sensitive are not named', () => {
    const all = policyText('kinesisanalytics:CreateApplicationSnapshot', 'sns:Publish');
    const hidden = { ...policy(all, TAKES), beforeSensitive: { policy: true } };
    expect(among(hidden).cautions.map(({ detail }) => detail)).toEqual([undefined]);
  });
});

test('another name of the snapshots is headed: the earlier ones are never deleted', () => {
  expect(among(variable('SNAPSHOT_NAME_PREFIX', 'kda.', 'orders.')).cautions).toEqual([
    expect.objectContaining({ isHeaded: true, text: expect.stringContaining('they fill the quota') }),
  ]);
});

test('another application in the place of one is refused, however many there are', () => {
  expect(among(variable('APPLICATIONS', '["orders","a"]', '["payments","b"]')).refusals).toEqual([
    expect.objectContaining({
      kind: 'schedule-off',
      detail: 'No more snapshots are taken of orders, a.',
    }),
  ]);
});

test.each([
  [3, 'refused'],
  [59, 'refused'],
  [120, '300 s → 120 s'],
])('a timeout of %i s instead of 300', (now, said) => {
  const { refusals, cautions } = among(changeOf({ type: FUNCTION, path: 'timeout', old: 300, now }, 'changed'));
  expect([...refusals.map(() => 'refused'), ...cautions.map(({ detail }) => detail)]).toEqual([said]);
});

test('a longer timeout is nobody’s concern', () => {
  const { refusals, cautions } = among(changeOf({ type: FUNCTION, path: 'timeout', old: 60, now: 900 }, 'changed'));
  expect([...refusals, ...cautions]).toEqual([]);
});

test('a manager without one of its variables does not start', () => {
  const { SNAPSHOT_QUOTA: _, ...without } = VARIABLES;
  const change = update(FUNCTION, attributesOf(FUNCTION), {
    ...attributesOf(FUNCTION),
    environment: [{ variables: without }],
  });
  expect(among(change).refusals).toEqual([
    expect.objectContaining({
      kind: 'schedule-off',
      detail: 'The snapshot manager does not start without these variables.',
    }),
  ]);
});

test('another table of holds is refused: what is on hold in the earlier one is deleted', () => {
  expect(among(variable('HOLDS_TABLE', 'holds', 'others')).refusals).toEqual([
    expect.objectContaining({ kind: 'retention-shortened', detail: expect.stringContaining('on hold') }),
  ]);
});

describe('what keeps people from being told is looked at:', () => {
  test.each([
    [
      'a key that alarms can’t use',
      changeOf(
        { type: 'aws_sns_topic', path: 'kms_master_key_id', old: 'alias/ours', now: 'alias/aws/sns' },
        'changed',
      ),
      'alias/aws/sns, which alarms and event rules can’t use',
    ],
    [
      'an alarm that another one suppresses',
      changeOf(
        { type: 'aws_cloudwatch_composite_alarm', path: 'actions_suppressor.alarm', old: null, now: 'x' },
        'changed',
      ),
      'Another alarm suppresses the notifications',
    ],
    [
      'a log group that goes',
      destroy('aws_cloudwatch_log_group', attributesOf('aws_cloudwatch_log_group')),
      'with all its lines',
    ],
    [
      'an application without a log',
      changeOf(
        {
          type: 'aws_kinesisanalyticsv2_application',
          path: 'cloudwatch_logging_options.log_stream_arn',
          old: 'x',
          now: null,
        },
        'removed',
      ),
      'to another place, or not at all',
    ],
    [
      'a checkpoint a day',
      changeOf(
        {
          type: 'aws_kinesisanalyticsv2_application',
          path: 'application_configuration.flink_application_configuration.checkpoint_configuration.checkpoint_interval',
          old: 60_000,
          now: 86_400_000,
        },
        'changed',
      ),
      'how often it makes one',
    ],
  ])('%s', (_, change, text) => {
    expect(among(change).cautions).toEqual([expect.objectContaining({ text: expect.stringContaining(text) })]);
  });
});

test('a function of somebody else that takes snapshots is watched, its variables as a whole', () => {
  const theirs = { function_name: 'manager', arn: MANAGER, role: 'arn:aws:iam::000000000000:role/manager' };
  const world = worldWithout(FUNCTION);
  const change = update(
    FUNCTION,
    { ...theirs, environment: [{ variables: { A: '1' } }] },
    { ...theirs, environment: [{ variables: { A: '2' } }] },
  );
  expect(findingsIn(...world, change, unchanged('aws_sqs_queue', {}, { address: 'aws_sqs_queue.x' })).cautions).toEqual(
    [
      expect.objectContaining({
        text: expect.stringContaining('variables of the function that takes the snapshots change'),
        detail: 'environment.variables',
      }),
    ],
  );
});

test('the role that the function gets is watched as well as the one it has', () => {
  const now = { ...attributesOf(FUNCTION), role: 'arn:aws:iam::000000000000:role/new' };
  const role = changeOf({ type: 'aws_iam_role', path: 'assume_role_policy', old: '{}', now: '{"a":1}' }, 'changed');
  const renamed = {
    ...role,
    before: { ...Object(role.before), name: 'new' },
    after: { ...Object(role.after), name: 'new' },
  };
  const world = worldWithout(FUNCTION).filter(({ type }) => type !== 'aws_iam_role');
  const { cautions } = findingsIn(...world, update(FUNCTION, attributesOf(FUNCTION), now), renamed);
  expect(cautions.map(({ address }) => address)).toEqual([`${FUNCTION}.it`, 'aws_iam_role.it']);
});
