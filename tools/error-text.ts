/** Errors that mean a bug in this project, so that their stack trace is shown. */
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
 * Error as shown to a person: only the sentence for this project's own errors, with the name for AWS's, because its
 * documentation lists them. A bug is returned unchanged, with its stack trace.
 */
export function errorText(error: unknown): unknown {
  if (!(error instanceof Error) || BUGS.includes(error.name)) return error;
  return '$fault' in error ? `${error.name}: ${error.message}` : error.message;
}
