import { describeTrouble } from './aws-trouble';

/** Errors that mean a bug in this project rather than something a person can mend: their stack trace is worth showing. */
const BUGS: readonly string[] = [
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'AssertionError',
  'AssertionError [ERR_ASSERTION]',
  'ZodError',
];

/**
 * Text of an error for a person, in every command. Trouble with credentials, rights or the network: a sentence with the
 * remedy. Our own errors: their sentence, without the name of the class. Others of AWS: the name as well, which its
 * documentation lists. A bug stays as it is, with its stack trace.
 */
export function errorText(error: unknown): unknown {
  const trouble = describeTrouble(error);
  if (trouble !== undefined) return trouble;
  if (!(error instanceof Error) || BUGS.includes(error.name)) return error;
  return '$fault' in error ? `${error.name}: ${error.message}` : error.message;
}
