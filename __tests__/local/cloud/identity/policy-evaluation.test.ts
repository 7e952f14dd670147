import fc from 'fast-check';
import {
  type Decision,
  decide,
  type PolicyRequest,
  policyStatements,
} from '../../../../local/cloud/identity/policy-evaluation';

const ORDERS = 'arn:aws:kinesisanalytics:eu-west-1:111122223333:application/orders';

interface Written {
  readonly Effect?: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: unknown;
}

function judge(statements: readonly Written[], request: Partial<PolicyRequest> = {}): Decision {
  const document = {
    Version: '2012-10-17',
    Statement: statements.map(
      ({ Effect = 'Allow', Action = 'kinesisanalytics:*', Resource = '*', Condition = {} }) => ({
        Effect,
        Action,
        Resource,
        Condition,
      }),
    ),
  };
  const { action = 'kinesisanalytics:DescribeApplication', resource = ORDERS, context = {} } = request;
  return decide(policyStatements(JSON.stringify(document)), { action, resource, context });
}

test.each<[string, readonly Written[], Decision]>([
  ['no statement', [], 'implicitDeny'],
  ['an Allow for another action', [{ Action: 'kinesisanalytics:DeleteApplication' }], 'implicitDeny'],
  ['an Allow for another resource', [{ Resource: `${ORDERS}-2` }], 'implicitDeny'],
  ['an Allow for a prefix of the name', [{ Resource: ORDERS.slice(0, -2) }], 'implicitDeny'],
  [
    'an Allow with a wildcard',
    [{ Action: 'kinesisanalytics:Describe*', Resource: ORDERS.replace('ders', '*') }],
    'allowed',
  ],
  ['an action in another case', [{ Action: 'KinesisAnalytics:describeapplication' }], 'allowed'],
  ['a resource in another case', [{ Resource: ORDERS.toUpperCase() }], 'implicitDeny'],
  ['one of several actions', [{ Action: ['s3:GetObject', 'kinesisanalytics:DescribeApplication'] }], 'allowed'],
  ['a Deny after an Allow', [{}, { Effect: 'Deny' }], 'explicitDeny'],
  ['a Deny before an Allow', [{ Effect: 'Deny' }, {}], 'explicitDeny'],
  ['a Deny for something else', [{}, { Effect: 'Deny', Action: 's3:*' }], 'allowed'],
])('%s', (_case, statements, decision) => {
  expect(judge(statements)).toBe(decision);
});

type Context = PolicyRequest['context'];
const TEAM = 'aws:ResourceTag/team';

test.each<[string, Record<string, unknown>, Context, boolean]>([
  ['StringEquals with the value', { StringEquals: { [TEAM]: 'a' } }, { [TEAM]: 'a' }, true],
  ['StringEquals with another value', { StringEquals: { [TEAM]: 'a' } }, { [TEAM]: 'b' }, false],
  ['StringEquals with another case', { StringEquals: { [TEAM]: 'a' } }, { [TEAM]: 'A' }, false],
  ['StringEquals without the key', { StringEquals: { [TEAM]: 'a' } }, {}, false],
  ['StringEquals with a key in another case', { StringEquals: { [TEAM]: 'a' } }, { 'AWS:resourcetag/Team': 'a' }, true],
  ['StringEquals takes no wildcards', { StringEquals: { [TEAM]: '*' } }, { [TEAM]: 'a' }, false],
  ['StringEquals with one of two values', { StringEquals: { [TEAM]: ['a', 'b'] } }, { [TEAM]: 'b' }, true],
  ['StringEqualsIfExists without the key', { StringEqualsIfExists: { [TEAM]: 'a' } }, {}, true],
  ['StringEqualsIfExists with another value', { StringEqualsIfExists: { [TEAM]: 'a' } }, { [TEAM]: 'b' }, false],
  ['StringNotEquals with the value', { StringNotEquals: { [TEAM]: 'a' } }, { [TEAM]: 'a' }, false],
  ['StringNotEquals with another value', { StringNotEquals: { [TEAM]: 'a' } }, { [TEAM]: 'b' }, true],
  ['StringNotEquals without the key', { StringNotEquals: { [TEAM]: 'a' } }, {}, true],
  ['StringNotEquals with neither of two', { StringNotEquals: { [TEAM]: ['a', 'b'] } }, { [TEAM]: 'c' }, true],
  ['StringNotEquals with one of two', { StringNotEquals: { [TEAM]: ['a', 'b'] } }, { [TEAM]: 'b' }, false],
  ['StringLike', { StringLike: { [TEAM]: 'team-?*' } }, { [TEAM]: 'team-a1' }, true],
  ['StringLike of less', { StringLike: { [TEAM]: 'team-?' } }, { [TEAM]: 'team-' }, false],
  ['StringNotLike', { StringNotLike: { [TEAM]: 'team-*' } }, { [TEAM]: 'team-a' }, false],
  [
    'ForAnyValue with one that fits',
    { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } },
    { 'aws:TagKeys': ['b', 'a'] },
    true,
  ],
  ['ForAnyValue with none', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } }, { 'aws:TagKeys': ['b'] }, false],
  ['ForAnyValue without the key', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } }, {}, false],
  [
    'ForAnyValue with an empty list',
    { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } },
    { 'aws:TagKeys': [] },
    false,
  ],
  ['ForAnyValue negated, without the key', { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'a' } }, {}, false],
  [
    'ForAnyValue negated, one other',
    { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'a' } },
    { 'aws:TagKeys': ['a', 'b'] },
    true,
  ],
  [
    'ForAllValues with one other',
    { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } },
    { 'aws:TagKeys': ['a', 'b'] },
    false,
  ],
  ['ForAllValues without the key', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } }, {}, true],
  ['Null true without the key', { Null: { [TEAM]: 'true' } }, {}, true],
  ['Null true with the key', { Null: { [TEAM]: 'true' } }, { [TEAM]: '' }, false],
  ['Null false with the key', { Null: { [TEAM]: 'false' } }, { [TEAM]: '' }, true],
  ['Bool', { Bool: { 'aws:SecureTransport': 'false' } }, { 'aws:SecureTransport': 'false' }, true],
  [
    'two keys, one of which fails',
    { StringEquals: { [TEAM]: 'a', 'aws:PrincipalTag/x': 'y' } },
    { [TEAM]: 'a' },
    false,
  ],
  [
    'two operators, one of which fails',
    { StringEquals: { [TEAM]: 'a' }, StringLike: { [TEAM]: 'b*' } },
    { [TEAM]: 'a' },
    false,
  ],
])('a condition: %s', (_case, Condition, context, holds) => {
  expect(judge([{ Condition }], { context })).toBe(holds ? 'allowed' : 'implicitDeny');
});

test('StringNotEquals is always the opposite of StringEquals, also without the key', () => {
  const word = fc.constantFrom('a', 'b', 'c');
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.option(word, { nil: undefined }), (wanted, value) => {
      const context = value === undefined ? undefined : { [TEAM]: value };
      const verdict = (operator: string) =>
        judge([{ Condition: { [operator]: { [TEAM]: wanted } } }], context === undefined ? {} : { context });
      expect(verdict('StringNotEquals') === 'allowed').toBe(verdict('StringEquals') === 'implicitDeny');
    }),
  );
});

test.each([
  ['an operator', { NumericLessThan: { 'aws:MultiFactorAuthAge': '300' } }, 'NumericLessThan is not evaluated locally'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM's own syntax
  ['a policy variable', { StringEquals: { [TEAM]: '${aws:PrincipalTag/team}' } }, 'policy variable'],
])('%s that is not known is an error, never a guess', (_case, Condition, message) => {
  expect(() => judge([{ Condition }], { context: { [TEAM]: 'a' } })).toThrow(message);
});

test('an element that is not judged is refused', () => {
  const document = { Statement: { Effect: 'Allow', Action: '*', NotResource: ORDERS } };
  expect(() => policyStatements(JSON.stringify(document))).toThrow('NotResource');
});
