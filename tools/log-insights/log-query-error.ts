/** Error for a query of Logs Insights that can't be read, or that uses what is not emulated; the message names it. */
export class LogQueryError extends Error {
  override readonly name = 'LogQueryError';
}
