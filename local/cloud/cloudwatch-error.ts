/** Error types of CloudWatch that the local cloud answers with. */
export type CloudWatchErrorCode =
  | 'InvalidNextToken'
  | 'InvalidParameterCombination'
  | 'InvalidParameterValue'
  | 'ResourceNotFound'
  | 'ResourceNotFoundException'
  | 'ValidationError';

/** Error of CloudWatch's own; `code` is its error type. */
export class CloudWatchError extends Error {
  override readonly name = 'CloudWatchError';

  constructor(
    readonly code: CloudWatchErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** A request's fault in the words of the code that found it. */
export function validationError(message: string): CloudWatchError {
  return new CloudWatchError('ValidationError', message);
}
