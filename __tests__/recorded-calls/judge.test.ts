import { policyStatements } from '../../local/cloud/identity/policy-evaluation';
import { refusals, unneeded } from './judge';
import type { Phase, RecordedRequest } from './recorder';

const KEY = 'arn:aws:kms:eu-west-1:1:key/k-1';
const OTHER = 'arn:aws:kms:eu-west-1:1:key/unknown';

function requestOf(phase: Phase, action: string, resource: string): RecordedRequest {
  return { phase, action, resource, context: {} };
}

function statementsWith(Action: readonly string[], Condition?: object) {
  return policyStatements(JSON.stringify({ Statement: [{ Effect: 'Allow', Action, Resource: '*', Condition }] }));
}

const withTag = { StringEquals: { 'aws:ResourceTag/deployment': 'kda' } };

test('a refusal names phase, action and resource', () => {
  const request = requestOf('change', 'iam:UpdateRoleDescription', 'arn:aws:iam::1:role/kda-manager');

  expect(refusals([request], statementsWith(['iam:GetRole']), 'kda')).toEqual([
    'change: no statement allows iam:UpdateRoleDescription on arn:aws:iam::1:role/kda-manager',
  ]);
  expect(refusals([request], statementsWith(['iam:Update*']), 'kda')).toEqual([]);
});

test('a key has the deployment’s tag, but a key that is just made may have it or not', () => {
  const describe = requestOf('change', 'kms:DescribeKey', KEY);
  const made = [requestOf('create', 'kms:CreateKey', '*'), requestOf('create', 'kms:DescribeKey', KEY)];
  const statements = [...statementsWith(['kms:DescribeKey'], withTag), ...statementsWith(['kms:CreateKey'])];

  expect(refusals([describe], statements, 'kda')).toEqual([]);
  expect(refusals(made, statements, 'kda')).toEqual([`create: no statement allows kms:DescribeKey on ${KEY}`]);
});

test('a key behind an alias of AWS has no tag of the deployment', () => {
  const request = requestOf('plan', 'kms:DescribeKey', OTHER);

  expect(refusals([request], statementsWith(['kms:DescribeKey'], withTag), 'kda')).toHaveLength(1);
});

describe('what no request needs', () => {
  const object = requestOf('plan', 's3:GetObject', 'arn:aws:s3:::a/b');
  const unneededOf = (requests: readonly RecordedRequest[], ...statements: readonly object[]) =>
    unneeded(requests, policyStatements(JSON.stringify({ Statement: statements })), 'kda');
  const allow = (Sid: string, Action: readonly string[], Resource: readonly string[], Condition?: object) => ({
    Sid,
    Effect: 'Allow',
    Action,
    Resource,
    Condition,
  });

  test('is an action that fits none of them', () => {
    expect(unneededOf([object], allow('Read', ['s3:Get*', 's3:PutObject', 'iam:GetRole'], ['*']))).toEqual([
      'Read iam:GetRole',
      'Read s3:PutObject',
    ]);
  });

  test('is an action on resources that none of them is about, though another statement needs it on its own', () => {
    const statements = [
      allow('State', ['s3:GetObject'], ['arn:aws:s3:::state/*']),
      allow('Artifacts', ['s3:GetObject'], ['arn:aws:s3:::a/*']),
    ];

    expect(unneededOf([object], ...statements)).toEqual(['State arn:aws:s3:::state/*', 'State s3:GetObject']);
  });

  test('is one of several resources that none of them is about', () => {
    expect(unneededOf([object], allow('Read', ['s3:GetObject'], ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*']))).toEqual([
      'Read arn:aws:s3:::b/*',
    ]);
  });

  test('is an action under a condition that none of them meets', () => {
    const condition = { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } };
    const describe = requestOf('plan', 'kms:DescribeKey', KEY);

    expect(unneededOf([describe], allow('Through', ['kms:DescribeKey'], ['*'], condition))).toEqual([
      'Through *',
      'Through kms:DescribeKey',
    ]);
  });

  test('is judged with the tags that a key has, and that it may not have yet', () => {
    const made = [requestOf('create', 'kms:CreateKey', '*'), requestOf('create', 'kms:DescribeKey', KEY)];
    const untagged = { Null: { 'aws:ResourceTag/deployment': 'true' } };

    expect(
      unneededOf(
        made,
        allow('Make', ['kms:CreateKey'], ['*']),
        allow('New', ['kms:DescribeKey'], [KEY], untagged),
        allow('Tagged', ['kms:DescribeKey'], [KEY], withTag),
      ),
    ).toEqual([]);
  });

  test('is no denial: it is there for what nobody does', () => {
    expect(unneededOf([], { ...allow('Never', ['s3:*'], ['*']), Effect: 'Deny' })).toEqual([]);
  });
});
