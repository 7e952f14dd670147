import { errorText } from './error-text';

/** What a person reads of an error at the end of a program that printed what it did. */
export function describeError(error: unknown): unknown {
  const text = errorText(error);
  return error instanceof Error && typeof text === 'string' ? `\n${text}` : text;
}
