/**
 * Error for a state bucket that can't be as in the settings. The message says what, where, the value and what to do.
 */
export class BucketProblem extends Error {
  override readonly name = 'BucketProblem';
}
