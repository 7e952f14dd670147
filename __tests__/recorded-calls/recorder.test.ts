import { readHead } from '../../local/cloud/aws-call';
import { Recorder } from './recorder';

const PROVIDER = 'APN/1.0 HashiCorp/1.0 Terraform/1.11.4 terraform-provider-aws/5.100.0';

function callOf(target: string, agent = PROVIDER) {
  const authorization = 'AWS4-HMAC-SHA256 Credential=AKIA/20261129/eu-west-1/dynamodb/aws4_request, SignedHeaders=host';
  const head = readHead('POST', '/', {
    authorization,
    'user-agent': agent,
    'x-amz-target': `DynamoDB_20120810.${target}`,
  });
  return { ...head, body: Buffer.from('{"TableName":"audit"}') };
}

function recorderOf() {
  return new Recorder({ region: 'eu-west-1', accountId: '1' });
}

test('it wants only what the provider calls, and only in a phase', () => {
  const recorder = recorderOf();
  expect(recorder.wants(callOf('DescribeTable'))).toBe(false);

  recorder.phase = 'plan';
  expect(recorder.wants(callOf('DescribeTable'))).toBe(true);
  expect(recorder.wants(callOf('DescribeTable', 'aws-sdk-js/3.1112.0'))).toBe(false);
});

test('a request is kept once a phase', () => {
  const recorder = recorderOf();
  for (const phase of ['create', 'plan', 'plan'] as const) {
    recorder.phase = phase;
    recorder.record(callOf('DescribeTable'));
  }
  const request = {
    action: 'dynamodb:DescribeTable',
    resource: 'arn:aws:dynamodb:eu-west-1:1:table/audit',
    context: {},
  };

  expect(recorder.requests('plan')).toEqual([{ phase: 'plan', ...request }]);
  expect(recorder.requests('create', 'plan')).toHaveLength(2);
});

test('a call that nobody knows is kept for the test, not thrown into the gateway', () => {
  const recorder = recorderOf();
  recorder.phase = 'change';
  recorder.record(callOf('RestoreTableFromBackup'));

  expect(recorder.requests('change')).toEqual([]);
  expect(recorder.unknown()).toEqual([expect.stringMatching(/^change: .*dynamodb RestoreTableFromBackup/)]);
});
