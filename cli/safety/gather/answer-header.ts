/** Header of an answer of any service; undefined if it has none. */
export function headerOf(response: unknown, name: string): string | undefined {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  const headers: Partial<Record<string, unknown>> = { ...Object(response.headers) };
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}
