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
 * What a person reads of an error: the sentence alone of our own, since the name of its class says nothing to them; of
 * AWS's the name as well, since that is what its documentation lists. A bug stays as it is, with its stack trace.
 */
export function errorText(error: unknown): unknown {
  if (!(error instanceof Error) || BUGS.includes(error.name)) return error;
  return '$fault' in error ? `${error.name}: ${error.message}` : error.message;
}
