import { ServiceError } from '../src/errors';
import { readRequest } from '../src/http/read-request';
import { runtimeEnvironment } from '../src/model/runtime-environment';
import type { OperationName } from '../src/service-operations';
import { applicationRequest } from './api-client';

function errorOf(operation: OperationName, body: string): [string, string] {
  try {
    readRequest(operation, body);
  } catch (error) {
    if (error instanceof ServiceError) return [error.type, error.message];
    throw error;
  }
  return ['none', ''];
}

test('times are seconds on the wire, and dates after it', () => {
  const request = { ApplicationName: 'app', SnapshotName: 'one', SnapshotCreationTimestamp: 1763892000.25 };
  expect(readRequest('DeleteApplicationSnapshot', JSON.stringify(request))).toEqual({
    ...request,
    SnapshotCreationTimestamp: new Date(1763892000250),
  });
});

test('members that the service does not know, and those that are null, are left out', () => {
  expect(
    readRequest('DescribeApplication', '{"ApplicationName":"app","Else":1,"IncludeAdditionalDetails":null}'),
  ).toEqual({
    ApplicationName: 'app',
  });
});

test.each<[string, OperationName, string, string, string]>([
  ['a body that is not JSON', 'ListApplications', '{', 'SerializationException', 'The body of the request is not JSON'],
  [
    'a body that is a list',
    'ListApplications',
    '[]',
    'SerializationException',
    'The body of the request is not a JSON object',
  ],
  [
    'a number where a text belongs',
    'DescribeApplication',
    '{"ApplicationName":7}',
    'SerializationException',
    "ApplicationName is '7', expected string",
  ],
  [
    'a missing member',
    'CreateApplicationSnapshot',
    '{"ApplicationName":"app"}',
    'ValidationException',
    "1 validation error detected: Value null at 'snapshotName' failed to satisfy constraint: Member must not be null",
  ],
  [
    'a name with a blank',
    'CreateApplicationSnapshot',
    '{"ApplicationName":"app","SnapshotName":"a b"}',
    'ValidationException',
    "1 validation error detected: Value 'a b' at 'snapshotName' failed to satisfy constraint: " +
      'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
  ],
  [
    'a limit above the highest',
    'ListApplicationSnapshots',
    '{"ApplicationName":"app","Limit":51}',
    'ValidationException',
    "1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: " +
      'Member must have value less than or equal to 50',
  ],
  [
    'a missing word of a list',
    'CreateApplicationPresignedUrl',
    '{"ApplicationName":"app"}',
    'ValidationException',
    "1 validation error detected: Value null at 'urlType' failed to satisfy constraint: Member must not be null",
  ],
  [
    'a runtime that does not exist, and nothing else wrong',
    'CreateApplication',
    '{"ApplicationName":"app","RuntimeEnvironment":"FLINK-9","ServiceExecutionRole":"arn:aws:iam::000000000000:role/r"}',
    'ValidationException',
    "1 validation error detected: Value 'FLINK-9' at 'runtimeEnvironment' failed to satisfy constraint: " +
      `Member must satisfy enum value set: [${runtimeEnvironment.options.join(', ')}]`,
  ],
  [
    'each member that is wrong, in lists too,',
    'TagResource',
    `{"ResourceARN":"orders","Tags":[{"Key":"team"},{"Key":""}]}`,
    'ValidationException',
    "2 validation errors detected: Value 'orders' at 'resourceARN' failed to satisfy constraint: " +
      "Member must satisfy regular expression pattern: arn:.*; Value '' at 'tags.2.member.key' failed to satisfy " +
      'constraint: Member must have length greater than or equal to 1',
  ],
])('%s is refused', (_, operation, body, type, message) => {
  expect(errorOf(operation, body)).toEqual([type, message]);
});

test.each([
  ['VpcConfigurations', { VpcConfigurations: [{ SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] }] }],
  ['SqlApplicationConfiguration', { SqlApplicationConfiguration: {} }],
])('%s, which cannot be honoured here, is refused instead of ignored', (member, configuration) => {
  const request = { ...applicationRequest('app'), ApplicationConfiguration: configuration };
  expect(errorOf('CreateApplication', JSON.stringify(request))).toEqual([
    'UnsupportedOperationException',
    `ApplicationConfiguration.${member} is not supported by the local Managed Flink API`,
  ]);
});
