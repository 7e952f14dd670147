import { errorText } from './error-text';

/** Error as shown at the end of a program that printed its progress. */
export function describeError(error: unknown): unknown {
  const text = errorText(error);
  return error instanceof Error && typeof text === 'string' ? `\n${text}` : text;
}
