import fc from 'fast-check';
import { JUDGED_TYPES } from '../src/find';
import type { Json } from '../src/json';
import { maskedTexts } from '../src/masks';
import type { Action, ResourceChange } from '../src/plan';
import { renderReview } from '../src/render';
import { reportJson } from '../src/report-json';
import { review } from '../src/review';
import { change, planOf } from './plan-of';

// This is a system test only because it takes long; it starts no process.

/** Value that must never be written. It may also be part of a region. */
const SECRET = 'sentinel';

const written = (changes: readonly ResourceChange[], drift: readonly ResourceChange[] = []) => {
  const output = { name: 'o', unknown: false };
  const [first] = changes;
  const outputs = first
    ? [
        {
          ...output,
          before: first.before,
          after: first.after,
          beforeSensitive: first.beforeSensitive,
          afterSensitive: first.afterSensitive,
        },
      ]
    : [];
  const result = review({
    plans: [planOf(changes, { drift, outputs })],
    failed: [],
    exceptions: [],
    today: '2026-11-25',
  });
  return { result, text: `${renderReview(result)}\n${JSON.stringify(reportJson(result))}` };
};

const policy = (statement: object) => JSON.stringify({ Statement: [{ Effect: 'Allow', ...statement }] });
const details = (one: ResourceChange) => written([one]).result.refused.map(({ kind, detail }) => ({ kind, detail }));

describe('a refusal for what is sensitive says that it is:', () => {
  test.each<[string, ResourceChange, string]>([
    [
      'the rights of a policy',
      change('aws_iam_role_policy', {
        after: { policy: policy({ Action: `${SECRET}:*`, Resource: '*' }) },
        afterSensitive: { policy: true },
      }),
      'policy newly allows wide rights, which are sensitive.',
    ],
    [
      'of one that was sensitive before',
      change('aws_iam_role_policy', {
        before: { policy: policy({ Action: 'a:B', Resource: 'arn:a' }) },
        after: { policy: policy({ Action: `${SECRET}:*`, Resource: '*' }) },
        beforeSensitive: { policy: true },
      }),
      'policy newly allows wide rights, which are sensitive.',
    ],
    [
      'of one in a sensitive block, by the block only',
      change('aws_iam_role', {
        after: { inline_policy: [{ [SECRET]: policy({ Action: '*', Resource: '*' }) }] },
        afterSensitive: { inline_policy: true },
      }),
      'inline_policy newly allows wide rights, which are sensitive.',
    ],
    [
      'of one in a sensitive resource',
      change('aws_iam_policy', {
        after: { policy: policy({ Action: `${SECRET}:*`, Resource: '*' }) },
        afterSensitive: true,
      }),
      'a policy newly allows wide rights, which are sensitive.',
    ],
    [
      'an attached policy',
      change('aws_iam_role_policy_attachment', {
        after: { policy_arn: `arn:aws:iam::aws:policy/${SECRET}FullAccess` },
        afterSensitive: { policy_arn: true },
      }),
      'It attaches an AWS policy with full access, whose name is sensitive.',
    ],
  ])('%s', (_, one, detail) => {
    expect(details(one)).toEqual([{ kind: 'iam-widened', detail }]);
    expect(written([one]).text).not.toContain(SECRET);
  });
});

test('an import does not say the id that a sensitive attribute has', () => {
  const { text } = written([
    change('aws_s3_bucket', {
      action: 'import',
      importId: `eu-west-1/${SECRET}`,
      after: { bucket: SECRET },
      afterSensitive: { bucket: true },
    }),
  ]);
  expect(text).toContain('Imported. The id is sensitive.');
  expect(text).not.toContain(SECRET);
});

describe('whatever is sensitive in a change of a resource', () => {
  interface Masked {
    readonly value: Json;
    readonly mask: Json;
  }
  const NAMES = [
    ...['name', 'id', 'arn', 'url', 'key_id', 'bucket', 'role', 'alarm_name', 'function_name', 'application_name'],
    ...['policy', 'assume_role_policy', 'inline_policy', 'policy_arn', 'policy_arns', 'managed_policy_arn'],
    ...['managed_policy_arns', 'permissions_boundary', 'principal', 'source_arn', 'alarm_actions', 'ok_actions'],
    ...['actions_enabled', 'force_stop', 'start_application', 'application_configuration', 'run_configuration'],
    ...['application_snapshot_configuration', 'snapshots_enabled', 'application_restore_configuration'],
    ...['application_restore_type', 'flink_run_configuration', 'allow_non_restored_state', 'versioning', 'enabled'],
    ...['versioning_configuration', 'status', 'point_in_time_recovery', 'Sid', 'setting', 'tags'],
  ];
  const name = fc.constantFrom(...NAMES);
  const plain = fc
    .constantFrom<Json>('a', 'b', '', null, true, false, 1, 'Enabled', 'arn:aws:sns:eu-west-1:000000000000:a', '*')
    .map((value): Masked => ({ value, mask: false }));
  const secret = fc
    .constantFrom<Json>(
      SECRET,
      `${SECRET} of another length`,
      `arn:aws:iam::aws:policy/${SECRET}FullAccess`,
      `arn:aws:dynamodb:eu-${SECRET}-1:000000000000:table/a`,
      policy({ Action: `${SECRET}:*`, Resource: '*' }),
      policy({ Sid: SECRET, Action: 'a:B', Resource: `arn:aws:s3:::${SECRET}`, Principal: '*' }),
    )
    .map((value): Masked => ({ value, mask: true }));
  const whole = (mask: Json, isWhole: boolean): Json =>
    isWhole && JSON.stringify(mask).includes('true') ? true : mask;
  const object = (inner: fc.Arbitrary<Masked>) =>
    fc
      .tuple(fc.dictionary(name, inner, { maxKeys: 6, noNullPrototype: true }), fc.boolean())
      .map(([parts, isWhole]): Masked => {
        const entries = Object.entries(parts);
        const mask = Object.fromEntries(entries.map(([key, one]) => [key, one.mask]));
        return {
          value: Object.fromEntries(entries.map(([key, one]) => [key, one.value])),
          mask: whole(mask, isWhole),
        };
      });
  const list = (inner: fc.Arbitrary<Masked>) =>
    fc.tuple(fc.array(inner, { maxLength: 3 }), fc.boolean()).map(
      ([items, isWhole]): Masked => ({
        value: items.map(({ value }) => value),
        mask: whole(
          items.map(({ mask }) => mask),
          isWhole,
        ),
      }),
    );
  const { tree } = fc.letrec<{ tree: Masked }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      plain,
      secret,
      list(fc.oneof(plain, secret)),
      list(object(tie('tree'))),
      object(tie('tree')),
    ),
  }));
  /** Two blocks with different names, of which one may be sensitive. */
  const blocks = fc.tuple(fc.boolean(), plain, plain).map(
    ([isSensitive, one, two]): Masked => ({
      value: [
        { name: SECRET, v: one.value },
        { name: 'b', v: two.value },
      ].map((block) => (isSensitive || block.name === 'b' ? block : { ...block, name: 'a' })),
      mask: isSensitive ? [{ name: true }, {}] : [],
    }),
  );
  const resourceAttributes = fc
    .record({
      attributes: object(tree),
      name: plain,
      arn: fc.oneof(secret, plain),
      setting: fc.oneof(blocks, plain),
    })
    .map(
      ({ attributes, ...more }): Masked => ({
        value: Object.assign({}, attributes.value, ...Object.entries(more).map(([key, one]) => ({ [key]: one.value }))),
        mask:
          attributes.mask === true
            ? true
            : Object.assign({}, attributes.mask, ...Object.entries(more).map(([key, one]) => ({ [key]: one.mask }))),
      }),
    );
  const side = fc.oneof({ weight: 9, arbitrary: resourceAttributes }, { weight: 1, arbitrary: fc.constant(null) });
  const resource = fc
    .record({
      type: fc.constantFrom(...JUDGED_TYPES, 'aws_iam_role', 'aws_iam_role_policy', 'aws_sns_topic', 'aws_x'),
      action: fc.constantFrom<Action>('create', 'update', 'replace', 'replace-and-forget', 'destroy', 'import'),
      before: side,
      after: side,
      isNamed: fc.boolean(),
      replacedFor: fc.array(fc.array(name, { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
    })
    .map(({ type, action, before, after, isNamed, replacedFor }) =>
      change(type, {
        action,
        replacedFor,
        before: before?.value ?? null,
        after: after?.value ?? null,
        beforeSensitive: before?.mask ?? false,
        afterSensitive: after?.mask ?? false,
        importId: isNamed ? maskedTexts(after?.value, after?.mask)[0] : undefined,
      }),
    );

  test('is never written', () => {
    fc.assert(
      fc.property(resource, resource, (one, other) => {
        expect(written([one], [other]).text).not.toContain(SECRET);
      }),
      { numRuns: 800, seed: 4 },
    );
  });
});
