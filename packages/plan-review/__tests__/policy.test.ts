import { type Grant, globCovers, policiesIn, widened } from '../src/policy';
import { change } from './plan-of';

const policy = (...Statement: object[]) => JSON.parse(JSON.stringify({ Version: '2012-10-17', Statement }));
const allow = (parts: object) => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::code/a',
  ...parts,
});
const shown = (grants: readonly Grant[]) =>
  grants.map(({ action, resource, principal }) => `${action} on ${resource} to ${principal}`);
const gained = (before: object[], after: object[], isKeyPolicy = false) =>
  shown(widened({ before: [policy(...before)], after: policy(...after) }, isKeyPolicy).wide);

describe('newly wide is', () => {
  test.each<[string, object[], object[], string[]]>([
    [
      'each pair of an action and *',
      [],
      [allow({ Action: ['a:B', 'a:C'], Resource: '*' })],
      ['a:B on * to whoever has the policy', 'a:C on * to whoever has the policy'],
    ],
    [
      'another action on * than before',
      [allow({ Action: 'a:B', Resource: '*' })],
      [allow({ Action: ['a:B', 'a:C'], Resource: '*' })],
      ['a:C on * to whoever has the policy'],
    ],
    [
      'an ARN of nothing but a service',
      [],
      [allow({ Resource: 'arn:aws:s3:::*' })],
      ['s3:GetObject on arn:aws:s3:::* to whoever has the policy'],
    ],
    [
      'every resource of a type, in the account',
      [],
      [
        allow({
          Action: 'a:B',
          Resource: ['arn:aws:lambda:eu-west-1:1:function:*', 'arn:aws:dynamodb:*:*:table/*/index/*'],
        }),
      ],
      [
        'a:B on arn:aws:lambda:eu-west-1:1:function:* to whoever has the policy',
        'a:B on arn:aws:dynamodb:*:*:table/*/index/* to whoever has the policy',
      ],
    ],
    [
      'an ARN that ends early',
      [],
      [allow({ Action: 'a:B', Resource: ['arn:*', 'arn:aws:dynamodb:*'] })],
      ['a:B on arn:* to whoever has the policy', 'a:B on arn:aws:dynamodb:* to whoever has the policy'],
    ],
    [
      'more than to list or describe',
      [],
      [allow({ Action: ['a:List*', 'a:Get*', 'a:*List', 'a:l*'], Resource: '*' })],
      [
        'a:Get* on * to whoever has the policy',
        'a:*List on * to whoever has the policy',
        'a:l* on * to whoever has the policy',
      ],
    ],
    ['to list for everybody', [], [allow({ Action: 'a:ListB', Resource: '*', Principal: '*' })], ['a:ListB on * to *']],
    [
      'everything but some actions',
      [],
      [{ Effect: 'Allow', NotAction: 'iam:*', Resource: 'arn:a' }],
      ['* on arn:a to whoever has the policy'],
    ],
    [
      'everything but some resources',
      [],
      [{ Effect: 'Allow', Action: 'a:B', NotResource: 'arn:a' }],
      ['a:B on * to whoever has the policy'],
    ],
    ['everybody but some', [], [allow({ NotPrincipal: { AWS: '1' } })], ['s3:GetObject on arn:aws:s3:::code/a to *']],
    [
      'everybody among others',
      [],
      [allow({ Principal: { AWS: ['arn:a', '*'] } })],
      ['s3:GetObject on arn:aws:s3:::code/a to *'],
    ],
    [
      'a condition that is gone',
      [allow({ Resource: '*', Condition: { Bool: { a: 'b' } } })],
      [allow({ Resource: '*' })],
      ['s3:GetObject on * to whoever has the policy'],
    ],
    [
      'everybody, under a condition that narrows nothing',
      [],
      [allow({ Principal: '*', Condition: { StringLike: { 'aws:SourceArn': '*' } } })],
      ['s3:GetObject on arn:aws:s3:::code/a to *'],
    ],
    [
      'everybody who is not somebody',
      [],
      [allow({ Principal: '*', Condition: { StringNotEquals: { 'aws:SourceAccount': '1' } } })],
      ['s3:GetObject on arn:aws:s3:::code/a to *'],
    ],
    [
      'a single statement that is no list',
      [],
      [allow({ Action: 's3:*' })],
      ['s3:* on arn:aws:s3:::code/a to whoever has the policy'],
    ],
  ])('%s', (_, before, after, expected) => expect(gained(before, after)).toEqual(expected));
});

describe('not newly wide is', () => {
  test.each<[string, object[], object[]]>([
    ['what a wider statement gave before', [allow({ Action: 's3:*', Resource: '*' })], [allow({ Resource: '*' })]],
    [
      'what everything gave before',
      [allow({ Action: '*', Resource: '*' })],
      [allow({ Action: 's3:*', Resource: '*' })],
    ],
    ['the same in other letters', [allow({ Action: 'S3:getobject', Resource: '*' })], [allow({ Resource: '*' })]],
    [
      'an action that takes no resource',
      [],
      [
        allow({
          Action: ['kinesisanalytics:ListApplications', 'ec2:DescribeSubnets', 'cloudwatch:PutMetricData'],
          Resource: '*',
        }),
      ],
    ],
    [
      'a part of a resource',
      [],
      [
        allow({
          Resource: [
            'arn:aws:s3:::code/*',
            'arn:aws:s3:::code*/*',
            'arn:aws:sns:eu-west-1:000000000000:alerts:*',
            'arn:aws:logs:eu-west-1:000000000000:log-group:/aws/lambda/*',
            'arn:aws:logs:eu-west-1:000000000000:log-group:orders:*',
            'arn:aws:iam::000000000000:role/service/*',
            'arn:aws:execute-api:eu-west-1:000000000000:api/*',
          ],
        }),
      ],
    ],
    [
      'writing logs, into every group of the account',
      [],
      [
        allow({
          Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: 'arn:aws:logs:eu-west-1:000000000000:log-group:*:*',
        }),
      ],
    ],
    ['to list and describe', [], [allow({ Action: ['a:List*', 'a:describeB'], Resource: ['*', 'arn:aws:a:::b/*'] })]],
    ['a part of a service', [], [allow({ Action: 's3:Get*' })]],
    [
      'everybody, from one source',
      [],
      [allow({ Principal: '*', Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::code' } } })],
    ],
    [
      'everybody of the organization',
      [],
      [allow({ Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })],
    ],
    ['a denial of everything', [], [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }]],
  ])('%s', (_, before, after) => expect(gained(before, after)).toEqual([]));
});

describe('in a key’s own policy', () => {
  const everything = { Effect: 'Allow', Action: 'kms:*', Resource: '*' };

  test('* is the key, and the account may everything with it', () => {
    expect(gained([], [{ ...everything, Principal: { AWS: 'arn:aws:iam::000000000000:root' } }], true)).toEqual([]);
    expect(gained([], [{ ...everything, Principal: { AWS: '000000000000' } }], true)).toEqual([]);
  });

  test('a role that may everything with it is new', () => {
    expect(gained([], [{ ...everything, Principal: { AWS: 'arn:aws:iam::000000000000:role/a' } }], true)).toEqual([
      'kms:* on * to AWS arn:aws:iam::000000000000:role/a',
    ]);
  });
});

test('policies are found wherever they stand, each with all that stood there before', () => {
  const text = (...Statement: object[]) => JSON.stringify(policy(...Statement));
  const found = policiesIn(
    change('aws_iam_role', {
      before: { policy: text(), name: 'a' },
      after: { policy: text(allow({})), name: '{"Statement"', inline_policy: [{ name: 'b' }, { policy: text() }] },
    }),
  );
  expect(found.map(({ path, before }) => [path, before])).toEqual([
    ['policy', [policy()]],
    ['inline_policy[1].policy', [policy()]],
  ]);
});

test.each([
  ['*', 's3:Get*', true],
  ['s3:*', 's3:GetObject', true],
  ['s3:Get*', 's3:*', false],
  ['s3:Get?bject', 's3:GetObject', true],
  ['s3:Get?bject', 's3:Get*bject', false],
  ['a.b', 'axb', false],
  [`s3:${'*a'.repeat(60)}*b`, `s3:${'a'.repeat(400)}`, false],
  ['arn:aws:s3:::code/*', 'arn:aws:s3:::code/a/*', true],
])('%s covers %s: %s', (wide, narrow, expected) => expect(globCovers(wide, narrow)).toBe(expected));
