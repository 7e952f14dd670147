import { SnapshotApiError } from '../../lambda-src/snapshot-manager/ports';
import { describeAwsTrouble } from '../../tools/aws-trouble';

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

test('an error of the manager’s ports is looked through, any other is not ours to explain', () => {
  const cause = errorOf('CredentialsProviderError', 'Could not load credentials from any providers');
  expect(describeAwsTrouble(new SnapshotApiError('other', 'Asked to describe orders, …', { cause }))).toContain(
    'No AWS credentials were found. ',
  );
  expect(describeAwsTrouble(new SnapshotApiError('other', 'Asked to describe orders, …'))).toBeUndefined();
  expect(describeAwsTrouble(errorOf('AccessDeniedException', 'no'))).toBeUndefined();
  expect(describeAwsTrouble('text')).toBeUndefined();
});
