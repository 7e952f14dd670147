const NO_CREDENTIALS =
  'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; with single sign-on, run "aws sso login" first.';

/**
 * SDK message for missing credentials, which adds nothing to this one. Other messages name the profile or the session.
 */
const NOTHING_SET = 'Could not load credentials from any providers';

/** AWS error names for expired or invalid credentials. */
const BAD_CREDENTIALS: readonly string[] = [
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
];

const NOT_REACHED: readonly string[] = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT'];

/**
 * Advice on missing or refused credentials, and on an unreachable AWS.
 *
 * @param region where the region comes from, for the reader to check.
 * @returns `undefined` for any other error.
 */
export function describeAwsTrouble(error: unknown, region = 'the region'): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // Says what was asked of the service, which is not what is wrong here.
  if (error.name === 'SnapshotApiError') return describeAwsTrouble(error.cause, region);
  if (error.name === 'CredentialsProviderError' || error.name === 'TokenProviderError') {
    const said = error.message.includes(NOTHING_SET) ? '' : ` (${error.message})`;
    return `No AWS credentials were found${said}. ${NO_CREDENTIALS}`;
  }
  if (BAD_CREDENTIALS.includes(error.name)) {
    return `AWS refused these credentials (${error.name}: ${error.message}). Renew them. ${NO_CREDENTIALS}`;
  }
  if ('code' in error && NOT_REACHED.includes(String(error.code))) {
    return `AWS could not be reached (${String(error.code)}: ${error.message}). Check the network, ${region}, and AWS_ENDPOINT_URL if it is set.`;
  }
  return undefined;
}
