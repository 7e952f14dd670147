import { policyDocument } from '../../config/model/iam-policy';
import { artifactsKeyStatements } from '../../config/model/key-users';
import type { StackId } from '../../config/model/stack-ids';
import { decide, policyStatements } from '../../local/cloud/identity/policy-evaluation';
import { settingsWith } from '../settings-with';
import {
  ACCOUNT,
  ARN,
  actionsOf,
  type PolicyStatement,
  type Resource,
  resource,
  resources,
  type StackJson,
  type Synthesis,
  statementsOf,
  synthesize,
} from './synthesis';

const STACKS: readonly StackId[] = ['artifacts', 'application', 'snapshots'];
const YOURS = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f';

const made: Synthesis[] = [];
afterAll(() => {
  for (const synthesis of made) synthesis.dispose();
});

function stacksWith(input: Readonly<Record<string, unknown>>): Synthesis['stacks'] {
  const synthesis = synthesize(settingsWith(input));
  made.push(synthesis);
  return synthesis.stacks;
}

const byDefault = stacksWith({});
const managed = stacksWith({
  security: { keys: 'managed' },
  snapshots: { applications: [{ tag: { key: 'team', value: 'a' } }] },
});
const yours = stacksWith({ security: { keys: YOURS, preventKeyDestroy: false } });
const CASES = [
  ['by default', byDefault],
  ['with keys that are made', managed],
  ['with a key of yours', yours],
] as const;

/** A resource's address and the statements of every policy in it, its trust policy included. */
function policiesOf(stack: StackJson): { readonly address: string; readonly statements: PolicyStatement[] }[] {
  return Object.entries(stack.resource).flatMap(([type, byId]) =>
    Object.entries(byId).flatMap(([id, attributes]) =>
      ['policy', 'assume_role_policy'].flatMap((attribute) =>
        attributes[attribute] === undefined
          ? []
          : [{ address: `${type}.${id}`, statements: statementsOf(attributes[attribute]) }],
      ),
    ),
  );
}

/** Resources of a type in all stacks. */
function everywhere(stacks: Synthesis['stacks'], type: string): Resource[] {
  return STACKS.flatMap((id) => Object.values(stacks[id].resource[type] ?? {}));
}

/** The only key whose alias ends so, as an expression. */
function keyCalled(stack: StackJson, end: string): string {
  const alias = resources(stack, 'aws_kms_alias').find(({ name }) => name === `alias/kda-snapshots-${end}`);
  return String(alias?.target_key_id).replace('.key_id}', '.arn}');
}

describe.each(CASES)('%s', (_name, stacks) => {
  test('no statement allows anything to everybody', () => {
    const open = STACKS.flatMap((id) => policiesOf(stacks[id])).flatMap(({ address, statements }) =>
      statements
        .filter(({ Effect, Principal }) => Effect === 'Allow' && /"\*"/.test(JSON.stringify(Principal ?? null)))
        .map(({ Sid }) => `${address} ${Sid}`),
    );
    expect(open).toEqual([]);
  });

  test('no statement of a role allows an action with a "*" but two of KMS that AWS names so', () => {
    const actions = everywhere(stacks, 'aws_iam_role_policy').flatMap(({ policy }) =>
      statementsOf(policy).flatMap(actionsOf),
    );
    expect([...new Set(actions.filter((action) => action.includes('*')))]).toEqual(
      stacks === byDefault ? [] : ['kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    );
  });

  test('the bucket, the topic and every queue refuse everybody who comes without TLS', () => {
    const guarded = ['aws_s3_bucket_policy', 'aws_sns_topic_policy', 'aws_sqs_queue'].flatMap((type) =>
      everywhere(stacks, type).map(({ policy }) => statementsOf(policy).filter(({ Effect }) => Effect === 'Deny')),
    );
    expect(guarded).toHaveLength(4);
    for (const denials of guarded) {
      expect(denials).toEqual([
        expect.objectContaining({
          Sid: 'TlsOnly',
          Principal: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]);
    }
  });

  test('every log group forgets', () => {
    expect(
      everywhere(stacks, 'aws_cloudwatch_log_group').map(({ name, retention_in_days }) => [name, retention_in_days]),
    ).toEqual([
      ['/aws/kinesis-analytics/kda-snapshot-demo', 365],
      ['/aws/lambda/kda-snapshots-manager', 365],
    ]);
  });

  test('the function is told no secrets', () => {
    const { variables } = JSON.parse(JSON.stringify(resource(stacks.snapshots, 'aws_lambda_function').environment));
    expect(Object.keys(variables).length).toBeGreaterThan(5);
    expect(Object.keys(variables).filter((name) => /secret|password|token|credential|key/i.test(name))).toEqual([]);
    // An access key id, forty characters of a secret one, a private key, an address with a password in it.
    const secret = /AKIA|ASIA|(?<![\w/+.-])[\w/+]{40}(?![\w/+.-])|PRIVATE KEY|:\/\/[^/]*:[^/]*@/;
    expect(Object.values(variables).filter((value) => secret.test(String(value)))).toEqual([]);
  });
});

test('each "*" among the resources of a statement is one of these', () => {
  const wild = (stacks: Synthesis['stacks']) => [
    ...new Set(
      STACKS.flatMap((id) => policiesOf(stacks[id]))
        .flatMap(({ statements }) => statements)
        .flatMap(({ Sid, Resource = [] }) =>
          Resource.filter((name) => /[*?]/.test(name)).map((name) => `${Sid} ${name.replace(/\$\{aws_[^}]*\}/, '…')}`),
        ),
    ),
  ];
  const always = [
    'TlsOnly …/*',
    `ReadCode ${ARN}:s3:::the-artifacts/applications/*`,
    `FindLogGroup ${ARN}:logs:eu-west-1:${ACCOUNT}:log-group:*`,
    'FindLogStream …:*',
    'AccountDecidesByIam *',
    'AlarmsEncrypt *',
    'EndsOfAlarmsEncrypt *',
    'WriteLog …:*',
  ];
  expect(wild(byDefault).sort()).toEqual([...always].sort());
  expect(wild(managed).sort()).toEqual(
    [
      ...always,
      `DecryptCode ${ARN}:kms:eu-west-1:${ACCOUNT}:key/*`,
      'LogsEncrypt *',
      'UndeliveredEventsEncrypt *',
      `ManageTaggedSnapshots ${ARN}:kinesisanalytics:eu-west-1:${ACCOUNT}:application/*`,
      'FindApplications *',
      `ReadTags ${ARN}:kinesisanalytics:eu-west-1:${ACCOUNT}:application/*`,
    ].sort(),
  );
});

describe('all that can be encrypted is', () => {
  const encryption = ({ artifacts, application, snapshots }: Synthesis['stacks']) => ({
    bucket: resource(artifacts, 'aws_s3_bucket_server_side_encryption_configuration').rule,
    tables: resources(snapshots, 'aws_dynamodb_table').map(({ server_side_encryption }) => server_side_encryption),
    topic: resource(snapshots, 'aws_sns_topic').kms_master_key_id,
    queues: resources(snapshots, 'aws_sqs_queue').map(({ sqs_managed_sse_enabled, kms_master_key_id }) => ({
      sqs_managed_sse_enabled,
      kms_master_key_id,
    })),
    logs: [application, snapshots].map((stack) => resource(stack, 'aws_cloudwatch_log_group').kms_key_id),
  });

  test('by default: by the services themselves, the topic by a key of its own', () => {
    const sqs = { sqs_managed_sse_enabled: true, kms_master_key_id: undefined };
    expect(encryption(byDefault)).toEqual({
      bucket: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }],
      tables: [{ enabled: true }, { enabled: true }],
      topic: keyCalled(byDefault.snapshots, 'notifications'),
      queues: [sqs, sqs],
      logs: [undefined, undefined],
    });
    expect(everywhere(byDefault, 'aws_kms_key')).toHaveLength(1);
  });

  const under = (key: (use: string) => unknown) => ({
    bucket: [
      {
        apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: key('artifacts') },
        bucket_key_enabled: true,
      },
    ],
    tables: Array(2).fill({ enabled: true, kms_key_arn: key('tables') }),
    topic: key('notifications'),
    queues: Array(2).fill({ sqs_managed_sse_enabled: undefined, kms_master_key_id: key('queues') }),
    logs: [key('application-log'), key('manager-log')],
  });

  test('with "managed": by a key that is made for each use', () => {
    const stackOf: Readonly<Record<string, StackId>> = { artifacts: 'artifacts', 'application-log': 'application' };
    const keys = under((use) => keyCalled(managed[stackOf[use] ?? 'snapshots'], use));
    expect(encryption(managed)).toEqual(keys);
    expect(JSON.stringify(keys)).not.toContain('undefined');
    expect(everywhere(managed, 'aws_kms_key')).toHaveLength(6);
  });

  test('with a key of yours: by that, and none is made', () => {
    expect(encryption(yours)).toEqual(under(() => YOURS));
    expect(everywhere(yours, 'aws_kms_key')).toEqual([]);
  });
});

describe('a key that is made', () => {
  const keys = STACKS.flatMap((id) => resources(managed[id], 'aws_kms_key'));
  const OUTLIVING = ['Objects of', 'Audit and holds', 'Log group'];

  test.each(keys)('$description: is rotated, and can be had back for thirty days', (key) => {
    expect(key).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
  });

  test.each(keys)('$description: is protected when what it encrypted outlives it', (key) => {
    const outlives = OUTLIVING.some((start) => String(key.description).startsWith(start));
    expect(key.lifecycle).toEqual(outlives ? { prevent_destroy: true } : undefined);
  });

  test.each(keys)('$description: is made without the right to change its policy afterwards', (key) => {
    expect(key).toMatchObject({ bypass_policy_lockout_safety_check: true });
  });

  test('may be unprotected by a setting', () => {
    const stacks = stacksWith({ security: { keys: { tables: 'managed' }, preventKeyDestroy: false } });
    expect(resources(stacks.snapshots, 'aws_kms_key').map(({ lifecycle }) => lifecycle)).toEqual([
      undefined,
      { prevent_destroy: false },
    ]);
  });

  test('is for the account, and for exactly the services that use it by themselves', () => {
    const used = keys.map(({ description, policy }) => [
      description,
      statementsOf(policy).map(({ Principal, Action, Condition }) => ({ Principal, Action, Condition })),
    ]);
    const account = { Principal: { AWS: `${ARN}:iam::${ACCOUNT}:root` }, Action: ['kms:*'] };
    const logs = (group: string) => ({
      Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
      Action: ['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Condition: {
        ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': `${ARN}:logs:eu-west-1:${ACCOUNT}:log-group:${group}` },
      },
    });
    expect(Object.fromEntries(used)).toEqual({
      'Objects of the-artifacts': [account],
      'Log group /aws/kinesis-analytics/kda-snapshot-demo': [account, logs('/aws/kinesis-analytics/kda-snapshot-demo')],
      'Messages of KDASnapshotNotification': [
        account,
        { Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] },
        { Principal: { Service: 'events.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey'] },
      ],
      'Log group /aws/lambda/kda-snapshots-manager': [account, logs('/aws/lambda/kda-snapshots-manager')],
      'Audit and holds of kda-snapshots': [account],
      'Queues of kda-snapshots': [
        account,
        { Principal: { Service: 'events.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey'] },
      ],
    });
  });
});

describe('who may use a key', () => {
  const kmsOf = (stack: StackJson) =>
    statementsOf(resource(stack, 'aws_iam_role_policy').policy)
      .filter((statement) => actionsOf(statement).some((action) => action.startsWith('kms:')))
      .map(({ Sid, Action, Resource, Condition }) => ({ Sid, Action, Resource, Condition }));
  const through = (service: string) => ({ StringLike: { 'kms:ViaService': `${service}.eu-west-1.amazonaws.com*` } });
  const ofTheTopic = (key: string) => ({
    Sid: 'EncryptMessages',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: [key],
    Condition: undefined,
  });

  test.each([
    [
      'that are made',
      managed,
      keyCalled(managed.snapshots, 'notifications'),
      keyCalled(managed.snapshots, 'tables'),
      keyCalled(managed.snapshots, 'queues'),
    ],
    ['of yours', yours, YOURS, YOURS, YOURS],
  ])('the manager with keys %s: through DynamoDB, SNS and SQS alone', (_name, stacks, topic, tables, queues) => {
    expect(kmsOf(stacks.snapshots)).toEqual([
      ofTheTopic(topic),
      {
        Sid: 'EncryptRecords',
        Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
        Resource: [tables],
        Condition: through('dynamodb'),
      },
      {
        Sid: 'EncryptFailedRuns',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: [queues],
        Condition: through('sqs'),
      },
    ]);
  });

  test('the manager by default: the topic’s', () => {
    expect(kmsOf(byDefault.snapshots)).toEqual([ofTheTopic(keyCalled(byDefault.snapshots, 'notifications'))]);
  });

  test('the application: the bucket’s, through S3 alone, known by the bucket when another stack makes it', () => {
    expect(kmsOf(byDefault.application)).toEqual([]);
    expect(kmsOf(yours.application)).toEqual([
      { Sid: 'DecryptCode', Action: ['kms:Decrypt'], Resource: [YOURS], Condition: through('s3') },
    ]);
    expect(kmsOf(managed.application)).toEqual([
      {
        Sid: 'DecryptCode',
        Action: ['kms:Decrypt'],
        Resource: [`${ARN}:kms:eu-west-1:${ACCOUNT}:key/*`],
        Condition: {
          StringLike: {
            ...through('s3').StringLike,
            'kms:EncryptionContext:aws:s3:arn': [`${ARN}:s3:::the-artifacts`, `${ARN}:s3:::the-artifacts/*`],
          },
        },
      },
    ]);
    expect(resources(managed.artifacts, 'aws_kms_alias').map(({ name }) => name)).toEqual([
      'alias/kda-snapshots-artifacts',
    ]);
  });
});

describe('the right to decrypt the code, judged by IAM’s conditions', () => {
  const account = { id: '111122223333', region: 'eu-west-1', partition: 'aws' };
  const settings = settingsWith({ security: { keys: 'managed' } });
  const statements = policyStatements(
    policyDocument(artifactsKeyStatements(account, settings.artifacts.bucket, settings.security)),
  );
  const throughS3 = { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' };
  const of = (bucket: string) => ({ 'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::${bucket}` });

  test.each<[string, Record<string, string | string[]>, boolean]>([
    // AWS may take five minutes to count a new alias.
    ['of the bucket, before the key’s alias counts', { ...throughS3, ...of('the-artifacts') }, true],
    [
      'of the bucket, later',
      { ...throughS3, ...of('the-artifacts'), 'kms:ResourceAliases': ['alias/kda-snapshots-artifacts'] },
      true,
    ],
    ['of an object without a bucket key', { ...throughS3, ...of('the-artifacts/applications/a.jar') }, true],
    ['of an object of another bucket', { ...throughS3, ...of('the-artifacts-2/a.jar') }, false],
    ['of another bucket', { ...throughS3, ...of('orders') }, false],
    ['of a bucket whose name begins alike', { ...throughS3, ...of('the-artifacts-2') }, false],
    ['of something else than a bucket', throughS3, false],
    ['not through S3', of('the-artifacts'), false],
  ])('%s', (_case, context, allowed) => {
    const resource = 'arn:aws:kms:eu-west-1:111122223333:key/1';
    expect(decide(statements, { action: 'kms:Decrypt', resource, context }) === 'allowed').toBe(allowed);
  });
});

test('concurrency is set aside only when the settings ask for it', () => {
  const some = stacksWith({ snapshots: { reservedConcurrency: 2 } });
  const reserved = (stacks: Synthesis['stacks']) =>
    resource(stacks.snapshots, 'aws_lambda_function').reserved_concurrent_executions;

  expect([reserved(byDefault), reserved(some)]).toEqual([undefined, 2]);
});

describe('a permissions boundary', () => {
  const boundary = 'arn:aws:iam::111122223333:policy/flink-boundary';
  const boundaries = (stacks: Synthesis['stacks']) =>
    everywhere(stacks, 'aws_iam_role').map(({ permissions_boundary }) => permissions_boundary);

  test('stands on every role when the settings name one', () => {
    const stacks = stacksWith({ security: { permissionsBoundaryArn: boundary } });
    expect(boundaries(stacks)).toEqual([boundary, boundary]);
  });

  test('stands on none by default, and nothing else depends on it', () => {
    expect(boundaries(byDefault)).toEqual([undefined, undefined]);
    const withOne = stacksWith({ security: { permissionsBoundaryArn: boundary } });
    const without = JSON.parse(
      JSON.stringify(withOne, (key, value) => (key === 'permissions_boundary' ? undefined : value)),
    );
    expect(without).toEqual(JSON.parse(JSON.stringify(byDefault)));
  });
});
