/** Value of a row of a log: of a JSON record its message, and the record as a whole on demand. */
export function LogCell({ value }: { readonly value: string | null }) {
  const record = recordIn(value);
  if (record === undefined) return <>{value}</>;
  return (
    <details class="log-record">
      <summary>{record.message}</summary>
      <pre>{record.text}</pre>
    </details>
  );
}

/** JSON record with a message; undefined: the value is another one. */
export function recordIn(value: string | null): { readonly message: string; readonly text: string } | undefined {
  if (!value?.startsWith('{')) return undefined;
  try {
    const record: unknown = JSON.parse(value);
    if (typeof record !== 'object' || record === null || !('message' in record)) return undefined;
    const { message } = record;
    return typeof message === 'string' && message !== ''
      ? { message, text: JSON.stringify(record, null, 2) }
      : undefined;
  } catch {
    return undefined;
  }
}
