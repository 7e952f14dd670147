/** Errors that mean a bug in this project rather than something a person can mend: their stack trace is worth showing. */
const BUGS: readonly string[] = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'AssertionError'];

/** What a person reads when a program ends with an error. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error) || BUGS.includes(error.name)) return error;
  return `\n${error.name === 'Error' ? '' : `${error.name}: `}${error.message}`;
}
