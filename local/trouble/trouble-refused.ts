/** Error for a trouble that can't begin or be mended; its message is for a person. */
export class TroubleRefusedError extends Error {
  override readonly name = 'TroubleRefusedError';

  constructor(
    readonly httpStatus: 400 | 404 | 409,
    message: string,
  ) {
    super(message);
  }
}
