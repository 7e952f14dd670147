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

/** AWS error names for a missing right. */
const DENIED: readonly string[] = [
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'NotAuthorized',
  'UnauthorizedOperation',
];

/** Action and resource in AWS's message about a missing right. */
const NOT_AUTHORIZED = /not authorized to perform:? ([\w-]+:[\w*-]+)(?: on resource:? (arn:\S+?|\*)(?=[\s,;]|\.?$))?/;

/** Begin of DynamoDB's message, which does not name the table. */
const NO_TABLE = 'Requested resource not found';

/** Message of the SDK about a call that its client gave up. */
const TIMED_OUT = /^@smithy.* exceeded the configured (\d+) ms requestTimeout\.?.*$/s;

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
  if (error.name === 'OptInRequired') {
    return `The region does not serve this account (${error.message}). Check ${region}: AWS_REGION must be that of the deployment.`;
  }
  if (error.name === 'ResourceNotFoundException' && error.message.startsWith(NO_TABLE)) {
    return 'A table of the deployment does not exist: kda doctor names it, and says what to do.';
  }
  if ('code' in error && NOT_REACHED.includes(String(error.code))) {
    const said = error.message.replace(TIMED_OUT, 'no answer within $1 ms');
    return `AWS could not be reached (${String(error.code)}: ${said}). Check the network, ${region}, and AWS_ENDPOINT_URL if it is set.`;
  }
  return undefined;
}

/**
 * Sentence on a missing right: which action on which resource, as far as AWS says it.
 *
 * @returns `undefined` for any other error.
 */
export function describeDenial(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message, cause } = error;
  if (name === 'SnapshotApiError') return describeDenial(cause);
  if (!DENIED.includes(name)) return undefined;
  const [, action, resource] = NOT_AUTHORIZED.exec(message) ?? [];
  if (action === undefined)
    return `AWS denied it (${name}: ${message}). Ask who administers the account for the right.`;
  const on = resource === undefined || resource === '*' ? '' : ` on ${resource}`;
  const why = /explicit deny/.test(message) ? ' A policy denies it explicitly.' : '';
  return `These credentials may not do ${action}${on}.${why} Ask who administers the account for this right, or use another AWS_PROFILE.`;
}

/** Sentence on trouble with credentials, rights or the network; `undefined` for any other error. */
export function describeTrouble(error: unknown): string | undefined {
  return describeAwsTrouble(error) ?? describeDenial(error);
}
