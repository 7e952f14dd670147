import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFUSALS, type RefusalKind } from '../src/finding';
import type { ResourceChange } from '../src/plan';
import { change, destroy, findingsIn, update } from './plan-of';

const APPLICATION = 'aws_kinesisanalyticsv2_application';
const TABLE = 'aws_dynamodb_table';
const ALARM = 'aws_cloudwatch_metric_alarm';

const application = (parts: object) => ({ name: 'orders', force_stop: null, start_application: null, ...parts });
const snapshots = (enabled: boolean) => ({
  application_configuration: [{ application_snapshot_configuration: [{ snapshots_enabled: enabled }] }],
});
const unknownSnapshots = {
  application_configuration: [{ application_snapshot_configuration: [{ snapshots_enabled: true }] }],
};
const running = (run: object) => ({ application_configuration: [{ run_configuration: [run] }] });
const restore = (type: string) => running({ application_restore_configuration: [{ application_restore_type: type }] });
const partial = (allow: boolean) => running({ flink_run_configuration: [{ allow_non_restored_state: allow }] });
const recovery = (enabled: boolean) => ({ point_in_time_recovery: [{ enabled }] });
const versioned = (status: string) => ({ bucket: 'state', versioning_configuration: [{ status }] });
const policy = (...statements: object[]) => ({
  policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
});
const read = { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::code/*'] };
const alarm = (parts: object) => ({
  alarm_name: 'orders/downtime',
  actions_enabled: true,
  alarm_actions: ['arn:topic'],
  ok_actions: ['arn:topic'],
  ...parts,
});

/** Refusals whose cases are in files of their own, as data of the tests there. */
const ELSEWHERE = {
  'recipient-removed': 'alarm-rules.test.ts',
  'checkpoints-off': 'application-rules.test.ts',
  'objects-expire': 'bucket-rules.test.ts',
  'state-file-destroyed': 'bucket-rules.test.ts',
  'schedule-off': 'schedule-rules.test.ts',
  'retention-shortened': 'retention-rules.test.ts',
} as const satisfies Partial<Record<RefusalKind, string>>;

/** Cases for each other refusal: those that must fire it, and similar ones that must not. */
const CASES: Record<
  Exclude<RefusalKind, keyof typeof ELSEWHERE>,
  { fires: Record<string, ResourceChange[]>; spares: Record<string, ResourceChange[]> }
> = {
  'application-destroyed': {
    fires: {
      destroyed: [destroy(APPLICATION)],
      'of the old kind, for SQL': [destroy('aws_kinesis_analytics_application')],
      'a deposed one': [change(APPLICATION, { action: 'destroy', deposed: 'a1b2' })],
    },
    spares: {
      updated: [update(APPLICATION, application({}), application({ runtime_environment: 'FLINK-1_20' }))],
      'only forgotten': [change(APPLICATION, { action: 'forget' })],
      'its log group destroyed': [destroy('aws_cloudwatch_log_group')],
    },
  },
  'application-replaced': {
    fires: {
      'the old one first': [change(APPLICATION, { action: 'replace' })],
      'the new one first': [change(APPLICATION, { action: 'replace', createFirst: true })],
    },
    spares: {
      'moved to another address': [change(APPLICATION, { action: 'move', previousAddress: 'a.b' })],
      'its role replaced': [change('aws_iam_role', { action: 'replace' })],
    },
  },
  'snapshot-removed': {
    fires: {
      destroyed: [destroy('aws_kinesisanalyticsv2_application_snapshot')],
      replaced: [change('aws_kinesisanalyticsv2_application_snapshot', { action: 'replace' })],
    },
    spares: { created: [change('aws_kinesisanalyticsv2_application_snapshot', { action: 'create' })] },
  },
  'snapshots-off': {
    fires: {
      'true to false': [update(APPLICATION, snapshots(true), snapshots(false))],
      'true to nothing': [update(APPLICATION, snapshots(true), { application_configuration: [] })],
      'true to what is known after apply only': [
        update(APPLICATION, snapshots(true), { application_configuration: [{}] }, { unknown: unknownSnapshots }),
      ],
    },
    spares: {
      'false to true': [update(APPLICATION, snapshots(false), snapshots(true))],
      'false all along': [update(APPLICATION, snapshots(false), snapshots(false))],
      'never on, in a new one': [update(APPLICATION, {}, snapshots(false), { action: 'create' })],
    },
  },
  'force-stop': {
    fires: {
      'turned on': [update(APPLICATION, application({}), application({ force_stop: true }))],
      'known only after apply': [
        update(APPLICATION, application({}), application({}), { unknown: { force_stop: true } }),
      ],
    },
    spares: {
      'on all along': [update(APPLICATION, application({ force_stop: true }), application({ force_stop: true }))],
      'turned off': [update(APPLICATION, application({ force_stop: true }), application({}))],
      'in a new one': [update(APPLICATION, {}, application({ force_stop: true }), { action: 'create' })],
    },
  },
  'stopped-without-snapshot': {
    fires: {
      'forced, by an option that was on before': [
        update(
          APPLICATION,
          application({ start_application: true, force_stop: true }),
          application({ start_application: false, force_stop: true }),
        ),
      ],
      'with start_application left out now': [
        update(
          APPLICATION,
          application({ start_application: true, force_stop: true }),
          application({ force_stop: true }),
        ),
      ],
      'with snapshots off': [
        update(
          APPLICATION,
          { start_application: true, ...snapshots(false) },
          { start_application: false, ...snapshots(false) },
        ),
      ],
    },
    spares: {
      'stopped with a snapshot': [
        update(
          APPLICATION,
          { start_application: true, ...snapshots(true) },
          { start_application: false, ...snapshots(true) },
        ),
      ],
      started: [
        update(
          APPLICATION,
          application({ start_application: false, force_stop: true }),
          application({ start_application: true, force_stop: true }),
        ),
      ],
    },
  },
  'state-skipped': {
    fires: {
      'begins to skip': [
        update(APPLICATION, restore('RESTORE_FROM_LATEST_SNAPSHOT'), restore('SKIP_RESTORE_FROM_SNAPSHOT')),
      ],
      'begins to allow state that does not fit': [update(APPLICATION, partial(false), partial(true))],
    },
    spares: {
      'another snapshot': [
        update(APPLICATION, restore('RESTORE_FROM_LATEST_SNAPSHOT'), restore('RESTORE_FROM_CUSTOM_SNAPSHOT')),
      ],
      'skips all along': [
        update(APPLICATION, restore('SKIP_RESTORE_FROM_SNAPSHOT'), restore('SKIP_RESTORE_FROM_SNAPSHOT')),
      ],
      'a new one has nothing to restore': [
        update(APPLICATION, {}, restore('SKIP_RESTORE_FROM_SNAPSHOT'), { action: 'create' }),
      ],
      'computed by AWS': [
        update(
          APPLICATION,
          partial(false),
          {},
          { unknown: { application_configuration: [{ run_configuration: true }] } },
        ),
      ],
    },
  },
  'table-destroyed': {
    fires: { destroyed: [destroy(TABLE)], replaced: [change(TABLE, { action: 'replace', createFirst: true })] },
    spares: {
      updated: [update(TABLE, { billing_mode: 'PROVISIONED' }, { billing_mode: 'PAY_PER_REQUEST' })],
      'an item destroyed': [destroy('aws_dynamodb_table_item')],
    },
  },
  'recovery-off': {
    fires: {
      'true to false': [update(TABLE, recovery(true), recovery(false))],
      'block removed': [update(TABLE, recovery(true), { point_in_time_recovery: [] })],
      'known only after apply': [
        update(TABLE, recovery(true), recovery(true), { unknown: { point_in_time_recovery: true } }),
      ],
    },
    spares: {
      'turned on': [update(TABLE, recovery(false), recovery(true))],
      'on all along': [update(TABLE, { ...recovery(true), name: 'a' }, { ...recovery(true), name: 'a' })],
    },
  },
  'bucket-destroyed': {
    fires: { destroyed: [destroy('aws_s3_bucket')], replaced: [change('aws_s3_bucket', { action: 'replace' })] },
    spares: {
      'an object destroyed': [destroy('aws_s3_object')],
      'tags updated': [update('aws_s3_bucket', { tags: {} }, { tags: { a: 'b' } })],
    },
  },
  'versioning-off': {
    fires: {
      suspended: [update('aws_s3_bucket_versioning', versioned('Enabled'), versioned('Suspended'))],
      removed: [destroy('aws_s3_bucket_versioning', versioned('Enabled'))],
      'known only after apply': [
        update('aws_s3_bucket_versioning', versioned('Enabled'), versioned('Enabled'), {
          unknown: { versioning_configuration: [{ status: true }] },
        }),
      ],
      'by the block of the bucket itself': [
        update('aws_s3_bucket', { versioning: [{ enabled: true }] }, { versioning: [{ enabled: false }] }),
      ],
      'removed while another bucket goes': [
        destroy('aws_s3_bucket_versioning', versioned('Enabled')),
        destroy('aws_s3_bucket', { bucket: 'other' }),
      ],
    },
    spares: {
      'turned on': [update('aws_s3_bucket_versioning', versioned('Suspended'), versioned('Enabled'))],
      'gone with its bucket, which is refused': [
        destroy('aws_s3_bucket_versioning', versioned('Enabled')),
        destroy('aws_s3_bucket', { bucket: 'state' }),
      ],
      'computed by AWS, in the bucket': [
        update('aws_s3_bucket', { versioning: [{ enabled: true }] }, {}, { unknown: { versioning: true } }),
      ],
    },
  },
  'key-destroyed': {
    fires: { destroyed: [destroy('aws_kms_key')], replaced: [change('aws_kms_key', { action: 'replace' })] },
    spares: { 'an alias destroyed': [destroy('aws_kms_alias')] },
  },
  'iam-widened': {
    fires: {
      'an action of everything': [update('aws_iam_role_policy', policy(read), policy({ ...read, Action: '*' }))],
      'a whole service': [update('aws_iam_role_policy', policy(read), policy({ ...read, Action: ['s3:*'] }))],
      'every resource': [update('aws_iam_policy', policy(read), policy({ ...read, Resource: '*' }))],
      'in a new resource': [
        update('aws_iam_role_policy', {}, policy({ ...read, Resource: '*' }), { action: 'create' }),
      ],
      'anybody takes on a role': [
        update(
          'aws_iam_role',
          {
            assume_role_policy:
              '{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"a"}}}',
          },
          { assume_role_policy: '{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"*"}}}' },
        ),
      ],
      'an inline policy': [
        update(
          'aws_iam_role',
          { inline_policy: [policy(read)] },
          { inline_policy: [policy({ ...read, Action: '*' })] },
        ),
      ],
      'a public bucket': [update('aws_s3_bucket_policy', policy(), policy({ ...read, Principal: '*' }))],
      'a key for everybody': [
        update(
          'aws_kms_key',
          policy(),
          policy({ Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' }),
        ),
      ],
      'an administrator’s policy attached': [
        update(
          'aws_iam_role_policy_attachment',
          {},
          { policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
          { action: 'create' },
        ),
      ],
      'full access among others': [
        update(
          'aws_iam_role',
          { managed_policy_arns: ['arn:aws:iam::aws:policy/A'] },
          { managed_policy_arns: ['arn:aws:iam::aws:policy/A', 'arn:aws:iam::aws:policy/AmazonS3FullAccess'] },
        ),
      ],
      'a function for everybody': [update('aws_lambda_permission', {}, { principal: '*' }, { action: 'create' })],
    },
    spares: {
      'another object of the bucket': [
        update('aws_iam_role_policy', policy(read), policy({ ...read, Resource: ['arn:aws:s3:::code/b*'] })),
      ],
      'wide all along': [
        update(
          'aws_iam_role_policy',
          policy({ ...read, Resource: '*' }),
          policy({ ...read, Resource: '*', Sid: 'Named' }),
        ),
      ],
      'a denial': [
        update(
          'aws_s3_bucket_policy',
          policy(),
          policy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }),
        ),
      ],
      'a read-only policy attached': [
        update(
          'aws_iam_role_policy_attachment',
          {},
          { policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
          { action: 'create' },
        ),
      ],
      'full access all along': [
        update(
          'aws_iam_role_policy_attachment',
          { policy_arn: 'arn:aws:iam::aws:policy/IAMFullAccess' },
          { policy_arn: 'arn:aws:iam::aws:policy/IAMFullAccess' },
        ),
      ],
      'a wide policy destroyed': [destroy('aws_iam_role_policy', policy({ ...read, Action: '*' }))],
      'the account’s own statement of a new key': [
        update(
          'aws_kms_key',
          {},
          policy({
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::000000000000:root' },
            Action: 'kms:*',
            Resource: '*',
          }),
          { action: 'create' },
        ),
      ],
      'a service for whom the key encrypts': [
        update(
          'aws_kms_key',
          {},
          policy({
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Resource: '*',
          }),
          { action: 'create' },
        ),
      ],
      'a function for everybody of one bucket': [
        update('aws_lambda_permission', {}, { principal: '*', source_arn: 'arn:aws:s3:::code' }, { action: 'create' }),
      ],
    },
  },
  'alarm-destroyed': {
    fires: {
      destroyed: [destroy(ALARM, alarm({})), change('aws_s3_bucket', {})],
      'a composite one': [destroy('aws_cloudwatch_composite_alarm', alarm({})), change('aws_s3_bucket', {})],
      'another one created': [
        destroy(ALARM, alarm({})),
        update(ALARM, {}, alarm({ alarm_name: 'orders/other' }), { action: 'create', address: 'b' }),
      ],
    },
    spares: {
      'created again at another address': [
        destroy(ALARM, alarm({})),
        update(ALARM, {}, alarm({}), { action: 'create', address: 'b' }),
      ],
      'its dashboard destroyed': [destroy('aws_cloudwatch_dashboard')],
    },
  },
  'alarm-silenced': {
    fires: {
      'no action': [update(ALARM, alarm({}), alarm({ alarm_actions: [] }))],
      'no action when it is over': [update(ALARM, alarm({}), alarm({ ok_actions: null }))],
      'actions turned off': [update(ALARM, alarm({}), alarm({ actions_enabled: false }))],
      'replaced by a silent one': [
        update(ALARM, alarm({}), alarm({ alarm_name: 'b', alarm_actions: [] }), { action: 'replace' }),
      ],
    },
    spares: {
      'another topic': [update(ALARM, alarm({}), alarm({ alarm_actions: ['arn:other'] }))],
      'a topic that this plan makes': [
        update(ALARM, alarm({}), alarm({ alarm_actions: null }), { unknown: { alarm_actions: true } }),
      ],
      'a topic that this plan makes, in a list': [
        update(ALARM, alarm({}), alarm({ alarm_actions: [] }), { unknown: { alarm_actions: [true] } }),
      ],
      'silent all along': [update(ALARM, alarm({ alarm_actions: [] }), alarm({ alarm_actions: [] }))],
      'another threshold': [update(ALARM, alarm({ threshold: 1 }), alarm({ threshold: 2 }))],
      'a new one that is off': [update(ALARM, {}, alarm({ actions_enabled: false }), { action: 'create' })],
    },
  },
};

const rows = (side: 'fires' | 'spares') =>
  Object.entries(CASES).flatMap(([kind, cases]) =>
    Object.entries(cases[side]).map(([name, changes]) => [kind, name, changes] as const),
  );

test('every refusal has a case that fires it and one that is spared', () => {
  expect([...Object.keys(CASES), ...Object.keys(ELSEWHERE)].sort()).toEqual(Object.keys(REFUSALS).sort());
  for (const [kind, file] of Object.entries(ELSEWHERE)) {
    expect(readFileSync(join(__dirname, file), 'utf8')).toContain(`'${kind}'`);
  }
  for (const [kind, { fires, spares }] of Object.entries(CASES)) {
    expect({ kind, fires: Object.keys(fires).length > 0, spares: Object.keys(spares).length > 0 }).toEqual({
      kind,
      fires: true,
      spares: true,
    });
  }
});

describe('refused as', () => {
  test.each(rows('fires'))('%s: %s', (kind, _, changes) => {
    expect(findingsIn(...changes).refusals.map((refusal) => refusal.kind)).toContain(kind);
  });
});

describe('not refused as', () => {
  test.each(rows('spares'))('%s: %s', (kind, _, changes) => {
    expect(findingsIn(...changes).refusals.map((refusal) => refusal.kind)).not.toContain(kind);
  });
});

describe('looked at, not refused:', () => {
  test.each<[string, ResourceChange, string]>([
    ['a forgotten application', change(APPLICATION, { action: 'forget' }), 'Terraform forgets the application'],
    ['a forgotten table', change(TABLE, { action: 'forget' }), 'Terraform forgets it. It stays in AWS'],
    [
      'a stop with a snapshot',
      update(
        APPLICATION,
        { start_application: true, ...snapshots(true) },
        { start_application: false, ...snapshots(true) },
      ),
      'This plan stops the application',
    ],
    [
      'force_stop of a new application',
      update(APPLICATION, {}, application({ force_stop: true }), { action: 'create' }),
      'The new application has force_stop',
    ],
    [
      'a policy that is known after apply only',
      update('aws_iam_role_policy', policy(read), {}, { unknown: { policy: true } }),
      'policy is known only after apply',
    ],
    [
      'a queue’s policy that was known',
      update('aws_sqs_queue', policy(read), {}, { unknown: { policy: true } }),
      'policy is known only after apply',
    ],
  ])('%s', (_, one, text) => {
    const { refusals, cautions } = findingsIn(one);
    expect(refusals).toEqual([]);
    expect(cautions.map((caution) => caution.text)).toEqual([expect.stringContaining(text)]);
  });

  test('the default policy that AWS gives a new queue is nobody’s to read', () => {
    expect(
      findingsIn(change('aws_sqs_queue', { action: 'create', after: {}, unknown: { policy: true } })).cautions,
    ).toEqual([]);
  });
});

describe('an object that is replaced, and the old one forgotten,', () => {
  test('is no loss of the old one, but nothing guards that any more', () => {
    const { refusals, cautions } = findingsIn(
      update(TABLE, { name: 'a', ...recovery(true) }, { name: 'b' }, { action: 'replace-and-forget' }),
    );
    expect(refusals).toEqual([]);
    expect(cautions.map(({ text }) => text)).toEqual([
      expect.stringContaining('Terraform forgets it. It stays in AWS'),
    ]);
  });

  test('is judged for the new one', () => {
    const { refusals } = findingsIn(
      update('aws_iam_role_policy', policy(read), policy({ ...read, Action: '*' }), { action: 'replace-and-forget' }),
    );
    expect(refusals.map(({ kind }) => kind)).toEqual(['iam-widened']);
  });

  test('stops nothing', () => {
    const { refusals, cautions } = findingsIn(
      update(
        APPLICATION,
        application({ start_application: true, force_stop: true }),
        application({ name: 'b', start_application: false, force_stop: true }),
        { action: 'replace-and-forget' },
      ),
    );
    expect(refusals).toEqual([]);
    expect(cautions.map(({ text }) => text)).toEqual([
      expect.stringContaining('Terraform forgets the application'),
      expect.stringContaining('The new application has force_stop'),
    ]);
  });
});

test('a refusal says where, and shows old and new value', () => {
  expect(findingsIn(update(APPLICATION, snapshots(true), snapshots(false))).refusals).toEqual([
    {
      kind: 'snapshots-off',
      stack: 'orders',
      address: 'aws_kinesisanalyticsv2_application.it',
      detail: undefined,
      attributes: [
        {
          path: 'application_configuration.application_snapshot_configuration.snapshots_enabled',
          old: { is: 'value', value: true },
          new: { is: 'value', value: false },
          forcesReplacement: false,
        },
      ],
    },
  ]);
});

test('a deposed object is told from the one that has its address now', () => {
  expect(findingsIn(change(APPLICATION, { action: 'destroy', deposed: 'a1b2' })).refusals[0]?.address).toBe(
    'aws_kinesisanalyticsv2_application.it (deposed a1b2)',
  );
});

describe('forty alarms', () => {
  const alarms = Array.from({ length: 40 }, (_, index) =>
    change(ALARM, { action: 'destroy', address: `${ALARM}.a${index}`, before: { alarm_name: `a${index}` } }),
  );

  test('that go with the whole stack are one refusal', () => {
    expect(findingsIn(...alarms, destroy('aws_sns_topic')).refusals).toEqual([
      expect.objectContaining({
        kind: 'alarm-destroyed',
        address: '*',
        detail: 'The whole stack is destroyed, including all its 40 alarms.',
      }),
    ]);
  });

  test('that go while the stack stays are forty', () => {
    expect(findingsIn(...alarms, change('aws_sns_topic', { action: 'no-op' })).refusals).toHaveLength(40);
  });
});
