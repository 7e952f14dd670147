import { S3ServiceException } from '@aws-sdk/client-s3';

/** The state bucket can't be made as the settings ask. The message says what, where, the value and what to do. */
export class BucketProblem extends Error {
  override readonly name = 'BucketProblem';
}

/**
 * Whether S3 answered with this error code. By name, since S3 describes few of its errors as types of their own: the
 * SDK has no class for "there is no bucket policy".
 */
export function isS3Error(error: unknown, code: string): error is S3ServiceException {
  return error instanceof S3ServiceException && error.name === code;
}

const NO_CREDENTIALS =
  'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; with single sign-on, run "aws sso login" first.';

/** What AWS calls credentials that were good once, or never. */
const BAD_CREDENTIALS: readonly string[] = [
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
];

/** Says what to do about an error of AWS's or of the way there; undefined for one that this does not know. */
export function describeAwsTrouble(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'CredentialsProviderError') return `No AWS credentials were found. ${NO_CREDENTIALS}`;
  if (BAD_CREDENTIALS.includes(error.name)) {
    return `AWS refuses these credentials (${error.name}: ${error.message}). Renew them. ${NO_CREDENTIALS}`;
  }
  if ('code' in error && ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT'].includes(String(error.code))) {
    return `AWS was not reached (${String(error.code)}: ${error.message}). Check the network, state.region, and AWS_ENDPOINT_URL if it is set.`;
  }
  return undefined;
}
