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
