import { SnapshotApiError } from '../../lambda-src/snapshot-manager/ports';
import { describeAwsTrouble, describeDenial } from '../../tools/aws-trouble';

function errorOf(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

test('credentials that are not there: one sentence, with what is known of the profile', () => {
  expect(describeAwsTrouble(errorOf('CredentialsProviderError', 'Could not load credentials from any providers'))).toBe(
    'No AWS credentials were found. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; with single sign-on, run "aws sso login" first.',
  );
  expect(describeAwsTrouble(errorOf('CredentialsProviderError', 'The SSO session of profile x has expired'))).toContain(
    'No AWS credentials were found (The SSO session of profile x has expired). ',
  );
});

test('credentials that AWS refuses', () => {
  expect(describeAwsTrouble(errorOf('ExpiredTokenException', 'It expired.'))).toContain(
    'AWS refused these credentials (ExpiredTokenException: It expired.). Renew them. ',
  );
});

test('a region that the account has not enabled', () => {
  expect(describeAwsTrouble(errorOf('OptInRequired', 'You are not subscribed to this service.'))).toBe(
    'The region does not serve this account (You are not subscribed to this service.). Check the region: AWS_REGION must be that of the deployment.',
  );
});

test('a table that does not exist, which DynamoDB does not name', () => {
  expect(describeAwsTrouble(errorOf('ResourceNotFoundException', 'Requested resource not found'))).toBe(
    'A table of the deployment does not exist: kda doctor names it, and says what to do.',
  );
  expect(describeAwsTrouble(errorOf('ResourceNotFoundException', 'Application orders not found'))).toBeUndefined();
});

const USER = 'User: arn:aws:iam::111122223333:user/ada is not authorized to perform:';
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/shop-audit';
const REMEDY = 'Ask who administers the account for this right, or use another AWS_PROFILE.';

test.each([
  [
    `${USER} dynamodb:Query on resource: ${TABLE} because no identity-based policy allows the dynamodb:Query action`,
    `These credentials may not do dynamodb:Query on ${TABLE}. ${REMEDY}`,
  ],
  [
    `${USER} dynamodb:Query on resource: ${TABLE} with an explicit deny in a service control policy`,
    `These credentials may not do dynamodb:Query on ${TABLE}. A policy denies it explicitly. ${REMEDY}`,
  ],
  [
    `${USER} ssm:DescribeParameters on resource: * because no identity-based policy allows it`,
    `These credentials may not do ssm:DescribeParameters. ${REMEDY}`,
  ],
  ['no', 'AWS denied it (AccessDeniedException: no). Ask who administers the account for the right.'],
])('a missing right: which action on which resource', (message, said) => {
  const denied = errorOf('AccessDeniedException', message);
  expect(describeDenial(denied)).toBe(said);
  expect(describeDenial(new SnapshotApiError('other', 'Asked to list', { cause: denied }))).toBe(said);
  expect(describeAwsTrouble(denied)).toBeUndefined();
});

test('an error of the manager’s ports is looked through, any other is not ours to explain', () => {
  const cause = errorOf('CredentialsProviderError', 'Could not load credentials from any providers');
  expect(describeAwsTrouble(new SnapshotApiError('other', 'Asked to describe orders, …', { cause }))).toContain(
    'No AWS credentials were found. ',
  );
  expect(describeAwsTrouble(new SnapshotApiError('other', 'Asked to describe orders, …'))).toBeUndefined();
  expect(describeAwsTrouble(errorOf('ValidationException', 'no'))).toBeUndefined();
  expect(describeDenial(errorOf('ValidationException', 'no'))).toBeUndefined();
  expect(describeAwsTrouble('text')).toBeUndefined();
});

test('a call that got no answer is told in plain words', () => {
  const message = '@smithy/node-http-handler - [ERROR] a request has exceeded the configured 10000 ms requestTimeout.';
  const error = Object.assign(new Error(message), { name: 'TimeoutError', code: 'ETIMEDOUT' });
  expect(describeAwsTrouble(error)).toBe(
    'AWS could not be reached (ETIMEDOUT: no answer within 10000 ms). Check the network, the region, and AWS_ENDPOINT_URL if it is set.',
  );
});
