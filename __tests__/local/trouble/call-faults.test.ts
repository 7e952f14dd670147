import { readHead } from '../../../local/cloud/aws-call';
import { CallFaults } from '../../../local/trouble/call-faults';

const DENIED = {
  kind: 'tables-denied',
  tables: ['audit', 'holds'],
  arnPrefix: 'arn:aws:dynamodb:us-east-1:000000000000:table/',
  role: 'arn:aws:sts::000000000000:assumed-role/m-us-east-1/m',
} as const;

function call(service: string, target: string, body: object, key = '000000000000') {
  const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20261129/us-east-1/${service}/aws4_request, Signature=x`;
  const head = readHead('POST', '/', { authorization, 'x-amz-target': target });
  return { ...head, body: Buffer.from(JSON.stringify(body)) };
}
const describeOrders = (key?: string) =>
  call('kinesisanalytics', 'KinesisAnalytics_20180523.DescribeApplication', { ApplicationName: 'orders' }, key);
const put = (TableName: string, key?: string) => call('dynamodb', 'DynamoDB_20120810.PutItem', { TableName }, key);

test('throttled, each call of a function to Managed Flink is refused in the service’s form, and no other', () => {
  const faults = new CallFaults();
  faults.set('throttle d', { kind: 'throttled' });
  expect(faults.wants(describeOrders())).toBe(true);
  const refusal = faults.refusal(describeOrders());
  expect(refusal?.status).toBe(400);
  expect(JSON.parse(String(refusal?.body))).toEqual({ __type: 'ThrottlingException', message: 'Rate exceeded' });
  expect(faults.refusal(put('audit'))).toBeUndefined();
});

test('people are not throttled: they have to look', () => {
  const faults = new CallFaults();
  faults.set('throttle d', { kind: 'throttled' });
  faults.set('deny d', DENIED);
  expect(faults.wants(describeOrders('test'))).toBe(false);
  expect(faults.wants(put('audit', 'test'))).toBe(false);
});

test('a session of a role is a function’s, too', () => {
  const faults = new CallFaults();
  faults.set('throttle d', { kind: 'throttled' });
  expect(faults.wants(describeOrders('ASIA0123456789ABCDEF'))).toBe(true);
});

test('denied, the manager’s tables are refused by name, ARN and in batches; other tables are not', () => {
  const faults = new CallFaults();
  faults.set('deny d', DENIED);
  expect(JSON.parse(String(faults.refusal(put('holds'))?.body))).toEqual({
    __type: 'com.amazon.coral.service#AccessDeniedException',
    message:
      'User: arn:aws:sts::000000000000:assumed-role/m-us-east-1/m is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/holds because no identity-based policy allows the dynamodb:PutItem action',
  });
  const batch = call('dynamodb', 'DynamoDB_20120810.BatchWriteItem', { RequestItems: { audit: [] } });
  expect(faults.refusal(batch)?.status).toBe(400);
  expect(faults.refusal(put('arn:aws:dynamodb:us-east-1:000000000000:table/audit'))?.status).toBe(400);
  expect(faults.refusal(put('other'))).toBeUndefined();
  expect(faults.refusal(put('audit-of-others'))).toBeUndefined();
  expect(faults.refusal(describeOrders())).toBeUndefined();
});

test('an ended fault refuses nothing, and of two the other stays', () => {
  const faults = new CallFaults();
  faults.set('throttle d', { kind: 'throttled' });
  faults.set('deny d', DENIED);
  faults.end('throttle d');
  faults.end('throttle d');
  expect(faults.refusal(describeOrders())).toBeUndefined();
  expect(faults.refusal(put('audit'))?.status).toBe(400);
  faults.end('deny d');
  expect(faults.wants(put('audit'))).toBe(false);
});
