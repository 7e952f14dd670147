import { describeTrouble } from './aws-trouble';

/**
 * Error for a question that could not be answered: no access, or what should answer does not exist. A command that only
 * reads then ends with exit code 3, not with that of a bad answer.
 */
export class UndeterminedError extends Error {
  override readonly name: string = 'UndeterminedError';
}

/**
 * True if the error leaves the answer open: an UndeterminedError, trouble with credentials, rights or the network, or a
 * service that has no time or fails.
 */
export function isUndetermined(error: unknown): boolean {
  if (error instanceof UndeterminedError || isOfTheService(error)) return true;
  return describeTrouble(error) !== undefined;
}

/** AWS error names for too many calls. */
const THROTTLED: readonly string[] = [
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
];

/** True for an answer of AWS that has nothing to do with the question. */
function isOfTheService(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'SnapshotApiError') return isOfTheService(error.cause);
  return THROTTLED.includes(error.name) || ('$fault' in error && error.$fault === 'server');
}
