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

test('a right is unneeded when no request has an action that fits it', () => {
  const requests = [requestOf('plan', 's3:GetObject', 'arn:aws:s3:::a/b')];

  expect(unneeded(requests, statementsWith(['s3:Get*', 's3:PutObject', 'iam:GetRole']))).toEqual([
    ...['iam:GetRole', 's3:PutObject'],
  ]);
});
