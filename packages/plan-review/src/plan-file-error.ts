/** Error for a file that is not a plan. No other file is then reviewed, so that an incomplete set never looks fine. */
export class PlanFileError extends Error {
  override readonly name = 'PlanFileError';
}
