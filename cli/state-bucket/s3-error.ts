import { S3ServiceException } from '@aws-sdk/client-s3';

/**
 * True if S3 answered with this error code. Compares names, because the SDK has no class for most S3 errors, such as a
 * missing bucket policy.
 */
export function isS3Error(error: unknown, code: string): error is S3ServiceException {
  return error instanceof S3ServiceException && error.name === code;
}
