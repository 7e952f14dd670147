import {
  change,
  create,
  destroy,
  findingsIn,
  kindsAndTexts,
  lookedAt,
  looksAt,
  NOTHING,
  passes,
  refusedFor,
  refusesAs,
  update,
} from './plan-of';

const GENERATED = 'awscc_kinesisanalyticsv2_application';
const CLOUD_CONTROL = 'aws_cloudcontrolapi_resource';
const STACK = 'aws_cloudformation_stack';

describe('an application', () => {
  const OWN = 'aws_kinesisanalyticsv2_application';
  const checkpoints = (enabled: boolean | null) => ({
    application_configuration: [
      {
        flink_application_configuration: [{ checkpoint_configuration: [{ checkpointing_enabled: enabled }] }],
      },
    ],
  });
  const restore = (type: string, snapshot: string | null = null) => ({
    application_configuration: [
      {
        run_configuration: [
          { application_restore_configuration: [{ application_restore_type: type, snapshot_name: snapshot }] },
        ],
      },
    ],
  });
  const LATEST = restore('RESTORE_FROM_LATEST_SNAPSHOT');
  const first = restore('RESTORE_FROM_CUSTOM_SNAPSHOT', 'first');

  test('without checkpoints is refused', () => {
    expect(kindsAndTexts(update(OWN, checkpoints(true), checkpoints(false)))).toEqual(refusedFor('checkpoints-off'));
  });

  passes('%s is nobody’s concern', {
    'without them all along': update(OWN, checkpoints(false), checkpoints(false)),
    'with them from now on': update(OWN, checkpoints(false), checkpoints(true)),
    'with the service’s own choice': update(OWN, checkpoints(true), checkpoints(null), { unknown: checkpoints(true) }),
    'that restores from its newest snapshot': update(OWN, first, LATEST),
    'that restores from the same one as ever': update(OWN, first, { ...first, tags: { team: 'a' } }),
    'that is new and has a snapshot to start from': create(OWN, first),
  });

  looksAt('%s is looked at', {
    'that restores from a named snapshot': [update(OWN, LATEST, first), 'restores from a snapshot that the plan names'],
    'that restores from another named snapshot': [
      update(OWN, first, restore('RESTORE_FROM_CUSTOM_SNAPSHOT', 'second')),
      'restores from a snapshot that the plan names',
    ],
    'that is new and has no snapshots': [
      create(OWN, {
        application_configuration: [{ application_snapshot_configuration: [{ snapshots_enabled: false }] }],
      }),
      'Snapshots of the new application are off',
    ],
  });
});

describe('an application of the awscc provider, whose attributes are objects', () => {
  const application = (snapshots: boolean, run: object | null = null) => ({
    application_name: 'orders',
    application_configuration: { application_snapshot_configuration: { snapshots_enabled: snapshots } },
    run_configuration: run,
  });
  const restore = (type: string) => ({ application_restore_configuration: { application_restore_type: type } });

  refusesAs('%s', {
    destroyed: ['application-destroyed', destroy(GENERATED, application(true))],
    replaced: ['application-replaced', update(GENERATED, application(true), {}, { action: 'replace' })],
    'without snapshots': ['snapshots-off', update(GENERATED, application(true), application(false))],
    'with snapshots known after apply only': [
      'snapshots-off',
      update(GENERATED, application(true), {}, { unknown: { application_configuration: true } }),
    ],
    'that skips its state': [
      'state-skipped',
      update(
        GENERATED,
        application(true, restore('RESTORE_FROM_LATEST_SNAPSHOT')),
        application(true, restore('SKIP_RESTORE_FROM_SNAPSHOT')),
      ),
    ],
    'that drops state of no operator': [
      'state-skipped',
      update(
        GENERATED,
        application(true),
        application(true, { flink_run_configuration: { allow_non_restored_state: true } }),
      ),
    ],
  });

  test('that is forgotten is looked at', () => {
    expect(kindsAndTexts(change(GENERATED, { action: 'forget' })).looked).toEqual([
      expect.stringContaining('Terraform forgets the application'),
    ]);
  });

  test('with another tag is nobody’s concern', () => {
    expect(
      kindsAndTexts(update(GENERATED, application(true), { ...application(true), tags: [{ key: 'a', value: 'b' }] })),
    ).toEqual(NOTHING);
  });
});

describe('an application of Cloud Control, whose settings are a text', () => {
  const application = (snapshots: boolean, parts: object = {}) => ({
    type_name: 'AWS::KinesisAnalyticsV2::Application',
    desired_state: JSON.stringify({
      ApplicationName: 'orders',
      ApplicationConfiguration: { ApplicationSnapshotConfiguration: { SnapshotsEnabled: snapshots } },
      ...parts,
    }),
  });

  refusesAs('%s', {
    destroyed: ['application-destroyed', destroy(CLOUD_CONTROL, application(true))],
    replaced: ['application-replaced', update(CLOUD_CONTROL, application(true), {}, { action: 'replace' })],
    'without snapshots': ['snapshots-off', update(CLOUD_CONTROL, application(true), application(false))],
    'that skips its state': [
      'state-skipped',
      update(
        CLOUD_CONTROL,
        application(true),
        application(true, {
          RunConfiguration: {
            ApplicationRestoreConfiguration: { ApplicationRestoreType: 'SKIP_RESTORE_FROM_SNAPSHOT' },
          },
        }),
      ),
    ],
  });

  test('shows the setting by its path in the text', () => {
    expect(findingsIn(update(CLOUD_CONTROL, application(true), application(false))).refusals[0]?.attributes).toEqual([
      {
        path: 'desired_state.ApplicationConfiguration.ApplicationSnapshotConfiguration.SnapshotsEnabled',
        old: { is: 'value', value: true },
        new: { is: 'value', value: false },
        forcesReplacement: false,
      },
    ]);
  });

  test('whose text is known after apply only is looked at', () => {
    const { type_name } = application(true);
    expect(
      kindsAndTexts(update(CLOUD_CONTROL, application(true), { type_name }, { unknown: { desired_state: true } })),
    ).toEqual(lookedAt('desired_state is known only after apply'));
  });

  test('a resource of another type is no application', () => {
    expect(kindsAndTexts(destroy(CLOUD_CONTROL, { type_name: 'AWS::ECS::Cluster', desired_state: '{}' }))).toEqual(
      NOTHING,
    );
  });
});

describe('a CloudFormation stack', () => {
  const flink = { Type: 'AWS::KinesisAnalyticsV2::Application', Properties: {} };
  const bucket = { Type: 'AWS::S3::Bucket' };
  const template = (resources: object) => ({
    name: 'orders',
    template_body: JSON.stringify({ Resources: resources }),
  });
  const yaml = (deletionPolicy: string) => ({
    name: 'orders',
    template_body: `Resources:
  Flink:
    Type: "AWS::KinesisAnalyticsV2::Application"
${deletionPolicy}    Properties:
      ServiceExecutionRole: !GetAtt Role.Arn
  Role: {Type: AWS::IAM::Role}
`,
  });
  const url = { name: 'orders', template_url: 'https://templates.s3.amazonaws.com/orders.yaml', template_body: null };

  refusesAs('%s takes an application along', {
    'that goes': ['application-destroyed', destroy(STACK, template({ Flink: flink, Bucket: bucket }))],
    'that goes, in YAML': ['application-destroyed', destroy(STACK, yaml(''))],
    'that is replaced': ['application-replaced', update(STACK, yaml(''), {}, { action: 'replace' })],
    'with an application for SQL': [
      'application-destroyed',
      destroy(STACK, template({ Sql: { Type: 'AWS::KinesisAnalytics::Application' } })),
    ],
    'whose new template lacks the application': [
      'application-destroyed',
      update(STACK, template({ Flink: flink, Bucket: bucket }), template({ Bucket: bucket })),
    ],
  });

  const named = (ApplicationName: string, more: object = {}) => ({
    Flink: { ...flink, Properties: { ApplicationName }, ...more },
  });
  const snapshots = (SnapshotsEnabled: boolean | string) => ({
    Flink: {
      ...flink,
      Properties: { ApplicationConfiguration: { ApplicationSnapshotConfiguration: { SnapshotsEnabled } } },
    },
  });

  test.each([
    ['renames its application', named('a'), named('b'), 'application-replaced'],
    ['turns its snapshots off', snapshots(true), snapshots(false), 'snapshots-off'],
    ['turns its snapshots off, as a text', { Flink: flink }, snapshots('false'), 'snapshots-off'],
  ])('whose new template %s is refused', (_, before, after, kind) => {
    expect(kindsAndTexts(update(STACK, template(before), template(after)))).toEqual(refusedFor(kind));
  });

  test.each([
    ['keeps the one that it renames', named('a'), named('b', { UpdateReplacePolicy: 'Retain' })],
    ['turns its snapshots on', snapshots(false), snapshots(true)],
    ['leaves its snapshots off', snapshots(false), snapshots(false)],
  ])('whose new template %s is nobody’s concern', (_, before, after) => {
    expect(kindsAndTexts(update(STACK, template(before), template(after)))).toEqual(NOTHING);
  });

  test('names what goes, unless the template is sensitive', () => {
    const stack = template({ Flink: flink, Bucket: bucket });
    expect(findingsIn(destroy(STACK, stack)).refusals[0]?.detail).toBe('In its template: Flink.');
    expect(
      findingsIn(destroy(STACK, stack, { beforeSensitive: { template_body: true } })).refusals[0]?.detail,
    ).toBeUndefined();
  });

  looksAt('%s is looked at', {
    'whose application is retained': [
      destroy(STACK, template({ Flink: { ...flink, DeletionPolicy: 'Retain' } })),
      'its DeletionPolicy is Retain',
    ],
    'whose application is retained, in YAML': [destroy(STACK, yaml('    DeletionPolicy: Retain\n')), 'Retain'],
    'of whose template only the address is known': [destroy(STACK, url), 'this plan does not contain its template'],
    'of whose template nothing is known': [
      update(STACK, { name: 'orders' }, {}, { action: 'replace' }),
      'this plan does not contain its template',
    ],
    'whose template is no YAML': [destroy(STACK, { template_body: '{"Resources": ' }), 'does not contain its template'],
    'that has another one in it': [
      destroy(STACK, template({ Inner: { Type: 'AWS::CloudFormation::Stack' } })),
      'A nested CloudFormation stack is removed',
    ],
  });

  passes('%s: nobody’s concern', {
    'without an application goes': destroy(STACK, template({ Bucket: bucket })),
    'is made': create(STACK, template({ Flink: flink })),
    'gets another bucket': update(STACK, template({ Flink: flink }), template({ Flink: flink, Bucket: bucket })),
    'gets a template that is known after apply only': update(
      STACK,
      template({ Flink: flink }),
      {},
      { unknown: { template_body: true } },
    ),
  });
});
