import { ENVIRONMENT } from '../../../lambda-src/contract';
import type { AttributeClass, ObjectChange, Verdict } from '../src/attribute-class';
import { FORGOTTEN, OBJECT_CHANGES } from '../src/attribute-class';
import { CLASSES, classesFor } from '../src/classes';
import { changeOf, type Said, type Step, saidOf, valuesOf, WAYS, type Way } from './attribute-matrix';
import { attributesOf, MANAGER, READS, TAKES, TOPIC, VARIABLES, worldWithout } from './dependent-world';
import { change, destroy, findingsIn, update } from './plan-of';
import provider from './provider-attributes.json';

const FILES = 'packages/plan-review/src/classes-of-*.ts';
const VARIABLE = 'environment.variables';

/** Attributes of all types, and the kind of their values. Variables of the function stand for the map of them. */
const ATTRIBUTES = Object.entries(provider.types).flatMap(([type, kinds]) =>
  Object.entries(kinds).flatMap(([kind, paths]) =>
    paths
      .split(' ')
      .filter((path: string) => path !== VARIABLE)
      .map((path: string) => ({ type, path, kind })),
  ),
);
const VARIABLE_ATTRIBUTES = Object.values(ENVIRONMENT).map((name) => ({
  type: 'aws_lambda_function',
  path: `${VARIABLE}.${name}`,
  kind: 'string',
}));
const ALL = [...ATTRIBUTES, ...VARIABLE_ATTRIBUTES];

test('every attribute of the provider, and every variable of the manager, has one class', () => {
  const unclassed = ALL.filter(({ type, path }) => classesFor(type, path).length !== 1);
  // A new one is put into a group with the same meaning, or into one of its own with the reason.
  expect({ file: FILES, unclassed: unclassed.map(({ type, path }) => `${type}.${path}`) }).toEqual({
    file: FILES,
    unclassed: [],
  });
});

/** Attributes that only provider 6 has: they are classed before it is used. */
const OF_PROVIDER_6 = [
  'region',
  'skip_destroy',
  'rule.blocked_encryption_types',
  'deletion_protection_enabled',
  'replica.consistency_mode',
  'replica.deletion_protection_enabled',
];

test('nothing is classed twice, nor what no provider has', () => {
  const wrong = Object.entries(CLASSES).flatMap(([type, { attributes }]) => {
    const paths = attributes.flatMap((one) => one.attributes);
    const twice = paths.filter((path, index) => paths.indexOf(path) !== index);
    const absent = paths.filter((path) => {
      const isIt = (known: string) => (path.endsWith('.*') ? known.startsWith(path.slice(0, -1)) : known === path);
      const everywhere = ['id', 'arn', 'tags', 'tags_all', 'timeouts.*', ...OF_PROVIDER_6];
      return !everywhere.includes(path) && !ALL.some((one) => one.type === type && isIt(one.path));
    });
    return [...twice, ...absent].map((path) => `${type}.${path}`);
  });
  expect(wrong).toEqual([]);
});

const SAID: Readonly<Record<Exclude<Verdict, 'judged'>, Said>> = {
  harmless: 'harmless',
  look: 'look',
  headed: 'headed',
};

const classOf = (type: string, path: string): AttributeClass | undefined => classesFor(type, path)[0];

test.each(Object.keys(CLASSES))('%s: what is classed is said, whichever way the attribute goes', (type) => {
  const wrong = ALL.filter((one) => one.type === type).flatMap(({ path, kind }) => {
    const verdict = classOf(type, path)?.verdict;
    if (verdict === undefined || verdict === 'judged') return [];
    const [old, now] = valuesOf(kind);
    return WAYS.flatMap((way) => {
      const said = saidOf(changeOf({ type, path, old, now }, way));
      // The snapshot manager does not start without these variables.
      const isMissing = path.startsWith(`${VARIABLE}.`) && (way === 'removed' || way === 'null');
      const expected = isMissing ? 'refused' : SAID[verdict];
      return said === expected ? [] : `${path} ${way}: ${said}, classed ${verdict}`;
    });
  });
  expect(wrong).toEqual([]);
});

/** An attribute whose values decide: the worst that it can do, and what is said when it goes in another way. */
interface Sample extends Omit<Step, 'type' | 'path'> {
  readonly said: Said;
  readonly but?: Partial<Record<Way, Said>>;
}

const CONFIGURATION = 'application_configuration';
const RUN = `${CONFIGURATION}.run_configuration`;
const RESTORE = `${RUN}.application_restore_configuration`;
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const expiring = { 'lifecycle_rule.enabled': true, 'lifecycle_rule.expiration': [{ days: 30 }] };
const ofLifecycle = { 'rule.expiration': [{ days: 30 }] };

const SAMPLES: Readonly<Record<string, Readonly<Record<string, Sample>>>> = {
  aws_kinesisanalyticsv2_application: {
    [`${CONFIGURATION}.application_snapshot_configuration.snapshots_enabled`]: {
      old: true,
      now: false,
      said: 'refused',
    },
    [`${CONFIGURATION}.flink_application_configuration.checkpoint_configuration.checkpointing_enabled`]: {
      ...{ old: true, now: false, said: 'refused' },
      // Computed: without a value it is the service's default, which is on.
      but: { removed: 'harmless', null: 'harmless', unknown: 'harmless' },
    },
    // Whatever it was, it is off where it is not set.
    force_stop: { old: false, now: true, said: 'refused', but: { removed: 'harmless', null: 'harmless' } },
    start_application: { old: true, now: false, context: { force_stop: true }, said: 'refused' },
    // Computed, so that unknown and not set are what the service has.
    [`${RESTORE}.application_restore_type`]: {
      ...{ old: 'RESTORE_FROM_LATEST_SNAPSHOT', now: 'SKIP_RESTORE_FROM_SNAPSHOT', said: 'refused' },
      but: { removed: 'harmless', null: 'harmless', unknown: 'harmless' },
    },
    [`${RESTORE}.snapshot_name`]: {
      ...{ old: 'first', now: 'second', said: 'look' },
      context: { [`${RESTORE}.application_restore_type`]: 'RESTORE_FROM_CUSTOM_SNAPSHOT' },
    },
    [`${RUN}.flink_run_configuration.allow_non_restored_state`]: {
      ...{ old: false, now: true, said: 'refused' },
      but: { removed: 'harmless', null: 'harmless', unknown: 'harmless' },
    },
    runtime_environment: { old: 'FLINK-1_13', now: 'FLINK-1_20', said: 'headed' },
  },
  aws_cloudwatch_event_rule: {
    state: {
      old: 'ENABLED',
      now: 'DISABLED',
      said: 'refused',
      but: { removed: 'harmless', null: 'harmless', unknown: 'look' },
    },
    is_enabled: {
      ...{ old: true, now: false, context: { state: null }, said: 'refused' },
      but: { removed: 'harmless', null: 'harmless', unknown: 'look' },
    },
    schedule_expression: {
      old: 'rate(10 minutes)',
      now: 'at(2027-01-01T00:00:00)',
      said: 'refused',
      but: { unknown: 'headed' },
    },
    event_pattern: {
      old: '{"a":[1]}',
      now: '{"b":[1]}',
      said: 'headed',
      but: { removed: 'harmless', null: 'harmless', unknown: 'look' },
    },
  },
  aws_cloudwatch_event_target: {
    arn: { old: MANAGER, now: 'arn:aws:sqs:eu-west-1:000000000000:q', said: 'refused', but: { unknown: 'look' } },
    input: { old: '{"a":1}', now: '{"a":2}', said: 'headed' },
    input_path: { old: '$.a', now: '$.b', said: 'headed' },
    'input_transformer.input_paths': {
      old: { time: '$.time' },
      now: { id: '$.id' },
      said: 'refused',
      but: { unknown: 'headed' },
    },
    'input_transformer.input_template': { old: '{"a":<a>}', now: '{"b":<b>}', said: 'headed' },
  },
  aws_scheduler_schedule: {
    state: {
      old: 'ENABLED',
      now: 'DISABLED',
      said: 'refused',
      but: { removed: 'harmless', null: 'harmless', unknown: 'look' },
    },
    'target.arn': {
      old: MANAGER,
      now: 'arn:aws:sqs:eu-west-1:000000000000:q',
      said: 'refused',
      but: { unknown: 'look' },
    },
    end_date: {
      old: '2027-01-01',
      now: '2026-12-24',
      said: 'refused',
      but: { removed: 'harmless', null: 'harmless', unknown: 'look' },
    },
    start_date: {
      old: '2026-12-24',
      now: '2027-01-01',
      said: 'headed',
      but: { removed: 'harmless', null: 'harmless', unknown: 'look' },
    },
    schedule_expression: {
      old: 'rate(10 minutes)',
      now: 'at(2027-01-01T00:00:00)',
      said: 'refused',
      but: { unknown: 'headed' },
    },
    'target.input': { old: '{"a":1}', now: '{"a":2}', said: 'headed' },
  },
  aws_lambda_function: {
    reserved_concurrent_executions: {
      ...{ old: 5, now: 0, said: 'refused' },
      but: { removed: 'harmless', null: 'harmless', unknown: 'look' },
    },
    timeout: { old: 300, now: 3, said: 'refused', but: { unknown: 'headed' } },
    [`${VARIABLE}.RETENTION`]: {
      old: VARIABLES.RETENTION,
      now: '{"keepLast":3}',
      said: 'refused',
      but: { unknown: 'headed' },
    },
    [`${VARIABLE}.APPLICATIONS`]: {
      old: '["orders","a"]',
      now: '["orders","b"]',
      said: 'refused',
      but: { unknown: 'headed' },
    },
    [`${VARIABLE}.HOLDS_TABLE`]: { old: 'holds', now: 'others', said: 'refused' },
  },
  aws_iam_role: {
    permissions_boundary: { old: 'arn:a', now: ADMIN, said: 'refused', but: { unknown: 'look' } },
    'inline_policy.policy': { old: TAKES, now: READS, said: 'refused', but: { unknown: 'look' } },
  },
  aws_iam_role_policy: { policy: { old: TAKES, now: READS, said: 'refused', but: { unknown: 'look' } } },
  aws_iam_policy: { policy: { old: TAKES, now: READS, said: 'refused', but: { unknown: 'look' } } },
  aws_iam_role_policy_attachment: {
    policy_arn: {
      ...{ old: 'arn:aws:iam::000000000000:policy/shared', now: ADMIN, said: 'refused' },
      but: { unknown: 'look' },
    },
  },
  aws_dynamodb_table: {
    'point_in_time_recovery.enabled': { old: true, now: false, said: 'refused' },
    'point_in_time_recovery.recovery_period_in_days': {
      ...{ old: 35, now: 3, said: 'look' },
      but: { removed: 'harmless', null: 'harmless', unknown: 'look' },
    },
    deletion_protection_enabled: { old: true, now: false, said: 'look' },
    'ttl.enabled': { old: false, now: true, said: 'look', but: { removed: 'harmless', null: 'harmless' } },
    'ttl.attribute_name': { old: 'a', now: 'b', context: { 'ttl.enabled': true }, said: 'look' },
  },
  aws_s3_bucket: {
    force_destroy: { old: false, now: true, said: 'look', but: { removed: 'harmless', null: 'harmless' } },
    'versioning.enabled': { old: true, now: false, said: 'refused', but: { unknown: 'harmless' } },
    'lifecycle_rule.enabled': {
      ...{ old: false, now: true, context: { ...expiring }, said: 'refused' },
      but: { removed: 'harmless', null: 'harmless', unknown: 'look' },
    },
    'lifecycle_rule.prefix': { old: 'x/', now: 'a', context: expiring, said: 'refused' },
    'lifecycle_rule.expiration.date': {
      ...{ old: null, now: '2027-01-01', context: { 'lifecycle_rule.enabled': true }, said: 'refused' },
      but: { removed: 'harmless', null: 'harmless', unknown: 'look' },
    },
    'lifecycle_rule.expiration.days': {
      ...{ old: 90, now: 30, context: { 'lifecycle_rule.enabled': true }, said: 'refused' },
      but: { removed: 'harmless', null: 'harmless', unknown: 'look' },
    },
    'lifecycle_rule.noncurrent_version_expiration.days': {
      ...{ old: 90, now: 3, context: { 'lifecycle_rule.enabled': true }, said: 'look' },
      but: { removed: 'harmless', null: 'harmless' },
    },
  },
  aws_s3_bucket_versioning: {
    'versioning_configuration.status': { old: 'Enabled', now: 'Suspended', said: 'refused' },
  },
  aws_s3_bucket_lifecycle_configuration: {
    'rule.status': {
      ...{ old: 'Disabled', now: 'Enabled', context: ofLifecycle, said: 'refused' },
      but: { removed: 'harmless', null: 'harmless', unknown: 'look' },
    },
    'rule.prefix': { old: 'x/', now: 'a', context: ofLifecycle, said: 'refused' },
    'rule.filter.prefix': { old: 'x/', now: 'a', context: ofLifecycle, said: 'refused' },
    'rule.filter.and.prefix': { old: 'x/', now: 'a', context: ofLifecycle, said: 'refused' },
    'rule.expiration.date': {
      old: null,
      now: '2027-01-01',
      said: 'refused',
      but: { removed: 'harmless', null: 'harmless', unknown: 'look' },
    },
    'rule.expiration.days': {
      old: 90,
      now: 30,
      said: 'refused',
      but: { removed: 'harmless', null: 'harmless', unknown: 'look' },
    },
    'rule.noncurrent_version_expiration.noncurrent_days': {
      ...{ old: 90, now: 3, said: 'look' },
      but: { removed: 'harmless', null: 'harmless' },
    },
    'rule.noncurrent_version_expiration.newer_noncurrent_versions': {
      ...{ old: 20, now: 1, context: { 'rule.noncurrent_version_expiration.noncurrent_days': 3 }, said: 'look' },
    },
  },
  aws_kms_key: {
    is_enabled: { old: true, now: false, said: 'refused' },
  },
  aws_sns_topic: {
    kms_master_key_id: {
      old: 'a',
      now: 'alias/aws/sns',
      said: 'headed',
      but: { removed: 'look', null: 'look', unknown: 'look' },
    },
  },
  aws_sns_topic_subscription: {
    filter_policy: { old: '{"a":[1]}', now: '{"b":[1]}', said: 'look', but: { removed: 'harmless', null: 'harmless' } },
  },
  aws_cloudwatch_metric_alarm: {
    actions_enabled: { old: true, now: false, said: 'refused' },
    alarm_actions: { old: [TOPIC], now: [], said: 'refused', but: { unknown: 'harmless' } },
    ok_actions: { old: [TOPIC], now: [], said: 'refused', but: { unknown: 'harmless' } },
    treat_missing_data: { old: 'breaching', now: 'ignore', said: 'look' },
    namespace: { old: 'a', now: 'b', said: 'look' },
    metric_name: { old: 'a', now: 'b', said: 'look' },
    dimensions: { old: { a: 'b' }, now: { a: 'c' }, said: 'look' },
    comparison_operator: { old: 'a', now: 'b', said: 'look' },
  },
  aws_cloudwatch_composite_alarm: {
    actions_enabled: { old: true, now: false, said: 'refused' },
    alarm_actions: { old: [TOPIC], now: [], said: 'refused', but: { unknown: 'harmless' } },
    ok_actions: { old: [TOPIC], now: [], said: 'refused', but: { unknown: 'harmless' } },
    alarm_rule: { old: 'a', now: 'b', said: 'look' },
  },
};

const JUDGED = ALL.filter(
  ({ type, path }) => classOf(type, path)?.verdict === 'judged' && !path.startsWith('metric_query.'),
).map(({ type, path }) => [type, path] as const);

test.each(JUDGED)('%s.%s: the rule that judges it does so, whichever way it goes', (type, path) => {
  const sample = SAMPLES[type]?.[path];
  expect(sample).toBeDefined();
  if (sample === undefined) return;
  const said = Object.fromEntries(WAYS.map((way) => [way, saidOf(changeOf({ type, path, ...sample }, way))]));
  const expected = Object.fromEntries(WAYS.map((way) => [way, sample.but?.[way] ?? sample.said]));
  expect(said).toEqual(expected);
});

/** Verdict of a rule on an object whose class is `judged`; refused unless listed here. */
const OBJECTS: Readonly<Record<string, Said>> = {
  'aws_s3_bucket_versioning replaced': 'harmless', // the same bucket stays versioned
  'aws_s3_bucket_lifecycle_configuration replaced': 'harmless', // nothing expires newly
  'aws_s3_object destroyed': 'look',
  'aws_s3_object replaced': 'look', // under the same key
  'aws_s3_object_copy destroyed': 'look',
  'aws_s3_object_copy replaced': 'look', // under the same key
  'aws_cloudwatch_metric_alarm replaced': 'harmless',
  'aws_cloudwatch_composite_alarm replaced': 'harmless',
  'aws_iam_role_policy_attachment replaced': 'harmless', // the same policy again
  'aws_sns_topic_subscription replaced': 'harmless', // the same recipient again, who need not confirm
};

function expectedOf(type: string, happens: ObjectChange): Said | undefined {
  const classes = CLASSES[type];
  const verdict = classes && { forgotten: FORGOTTEN, ...classes }[happens].verdict;
  if (verdict === undefined || verdict !== 'judged') return verdict && SAID[verdict];
  return OBJECTS[`${type} ${happens}`] ?? (happens === 'forgotten' ? 'look' : 'refused');
}

describe.each(Object.keys(CLASSES))('%s', (type) => {
  const before = attributesOf(type);
  const changes = {
    destroyed: destroy(type, before),
    replaced: update(type, before, before, { action: 'replace' }),
    forgotten: destroy(type, before, { action: 'forget' }),
  };

  test.each(OBJECT_CHANGES)('%s is said as it is classed', (happens) => {
    expect(saidOf(changes[happens])).toBe(expectedOf(type, happens));
  });

  test('tainted is said as replaced; moved is nobody’s concern', () => {
    expect(saidOf({ ...changes.replaced, reason: 'replace_because_tainted' })).toBe(expectedOf(type, 'replaced'));
    const moved = update(type, before, before, { action: 'move', previousAddress: `${type}.old` });
    expect(saidOf(moved)).toBe('harmless');
  });

  test('replaced for whichever attribute is never said more softly than replaced', () => {
    const GRAVITY: readonly Said[] = ['harmless', 'look', 'headed', 'refused'];
    const least = GRAVITY.indexOf(saidOf(changes.replaced));
    const softer = ATTRIBUTES.filter((one) => one.type === type && !KEEPS_IDENTITY.test(one.path)).flatMap(
      ({ path, kind }) => {
        const [old, now] = valuesOf(kind);
        const one = changeOf({ type, path, old, now }, 'changed', {
          action: 'replace',
          replacedFor: [path.split('.')],
        });
        return GRAVITY.indexOf(saidOf(one)) < least ? path : [];
      },
    );
    expect(softer).toEqual([]);
  });
});

/** Attributes that identify resources here: with another value it is another resource. */
const KEEPS_IDENTITY =
  /^(arn|name|bucket|key|role|rule|function_name|topic_arn|policy|policy_arn|target\.arn|alarm_name|inline_policy\..*)$/;

test('an attribute that the review does not know is looked at, in a resource that snapshots depend on only', () => {
  const [old, now] = [{ brand_new: 'a' }, { brand_new: 'b' }];
  const table = (before: object, after: object) => update('aws_dynamodb_table', before, after);
  expect(
    saidOf(table({ ...attributesOf('aws_dynamodb_table'), ...old }, { ...attributesOf('aws_dynamodb_table'), ...now })),
  ).toBe('look');
  expect(findingsIn(table(old, now)).cautions).toEqual([]);
});

test('functions, roles and rules that snapshots do not depend on are nobody’s concern', () => {
  const others = [
    update(
      'aws_lambda_function',
      { function_name: 'web', timeout: 300, runtime: 'a' },
      { function_name: 'web', timeout: 3 },
    ),
    update('aws_iam_role', { name: 'web', description: 'a' }, { name: 'web', assume_role_policy: '{}' }),
    destroy('aws_iam_role_policy', { role: 'web', policy: TAKES }),
    change('aws_cloudwatch_event_rule', { action: 'forget', before: { name: 'web' } }),
    update(
      'aws_lambda_permission',
      { function_name: 'web', source_arn: 'a' },
      { function_name: 'web', source_arn: 'b' },
    ),
  ].map((one) => ({ ...one, address: `${one.type}.web` }));
  const { refusals, cautions } = findingsIn(...worldWithout(''), ...others);
  expect([...refusals, ...cautions]).toEqual([]);
});
