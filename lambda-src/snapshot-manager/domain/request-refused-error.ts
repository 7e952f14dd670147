/**
 * Error for a request on demand that cannot be read or fulfilled; nothing was changed. The message says what to request
 * instead.
 */
export class RequestRefusedError extends Error {
  override readonly name = 'RequestRefusedError';
}
