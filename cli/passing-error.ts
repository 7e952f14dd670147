/** Names of errors that say "not now". */
const NOT_NOW = /Throttl|TooManyRequests|RequestLimitExceeded|ServiceUnavailable|Timeout/;

/** True for throttling, an error of the service itself, and a network that is away: asked again it may be answered. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (NOT_NOW.test(error.name)) return true;
  const { $metadata, code } = error as { $metadata?: { httpStatusCode?: number }; code?: unknown };
  const status = $metadata?.httpStatusCode;
  if (status !== undefined) return status >= 500;
  return typeof code === 'string' && /^(E[A-Z]+|UND_ERR_.+)$/.test(code);
}
