import { ENVIRONMENT } from '../../../lambda-src/contract';
import type { AttributeClass, ObjectChange, Verdict } from '../src/attribute-class';
import { FORGOTTEN, OBJECT_CHANGES } from '../src/attribute-class';
import { CLASSES, classesFor } from '../src/classes';
import { changeOf, type Said, saidOf, valuesOf, WAYS } from './attribute-matrix';
import { SAMPLES } from './attribute-samples';
import { attributesOf, TAKES, worldWithout } from './dependent-world';
import { change, destroy, findingsIn, update } from './plan-of';
import provider from './provider-attributes.json';

const FILES = 'packages/plan-review/src/classes-of-*.ts';
const VARIABLE = 'environment.variables';

/** Attributes of all types, and the kind of their values. The function's variables replace their map. */
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
  // Put a new attribute into a class with the same meaning, or into a new one with its reason.
  expect({ file: FILES, unclassed: unclassed.map(({ type, path }) => `${type}.${path}`) }).toEqual({
    file: FILES,
    unclassed: [],
  });
});

/** Attributes of provider 6, classed before the project uses it. */
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

const JUDGED = ALL.filter(
  ({ type, path }) => classOf(type, path)?.verdict === 'judged' && !path.startsWith('metric_query.'),
).map(({ type, path }) => [type, path] as const);

test.each(JUDGED)('%s.%s: the rule that judges it does so, whichever way it goes', (type, path) => {
  const sample = SAMPLES[type]?.[path];
  expect(sample).toBeDefined();
  if (sample === undefined) return;
  const said = Object.fromEntries(WAYS.map((way) => [way, saidOf(changeOf({ type, path, ...sample }, way))]));
  const expected = Object.fromEntries(WAYS.map((way) => [way, sample.but[way] ?? sample.said]));
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
  'aws_sns_topic_subscription replaced': 'harmless', // the same recipient again, which need not confirm
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

/** Attributes that identify a resource in these tests: with another value, it is another resource. */
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
