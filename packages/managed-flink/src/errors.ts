/** The error types of the service that this server answers with, and the HTTP status of each. */
const STATUS = {
  ConcurrentModificationException: 400,
  InvalidApplicationConfigurationException: 400,
  InvalidArgumentException: 400,
  InvalidRequestException: 400,
  LimitExceededException: 400,
  ResourceInUseException: 400,
  ResourceNotFoundException: 400,
  SerializationException: 400,
  ThrottlingException: 400,
  TooManyTagsException: 400,
  UnknownOperationException: 400,
  UnsupportedOperationException: 400,
  ValidationException: 400,
  CodeValidationException: 400,
  UnableToDetectSchemaException: 400,
  InvalidSignatureException: 400,
  AccessDeniedException: 400,
  RequestEntityTooLargeException: 413,
  InternalFailure: 500,
  ServiceUnavailableException: 503,
} as const;

export type ServiceErrorType = keyof typeof STATUS;

export const SERVICE_ERROR_TYPES = Object.keys(STATUS).filter(isServiceErrorType);

export function isServiceErrorType(text: string): text is ServiceErrorType {
  return Object.hasOwn(STATUS, text);
}

/** An answer of the service that is not a success: its type reaches the SDK as the class of the same name. */
export class ServiceError extends Error {
  readonly httpStatus: number;

  constructor(
    readonly type: ServiceErrorType,
    message: string,
  ) {
    super(message);
    this.name = type;
    this.httpStatus = STATUS[type];
  }
}

/**
 * Error of an engine when the job itself is at fault (it does not start, its state does not fit, it declines a
 * snapshot). The failure details of the operation show the message to the caller of the API.
 */
export class JobError extends Error {
  override readonly name = 'JobError';
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
