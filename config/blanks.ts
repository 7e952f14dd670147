/**
 * Fills each blank `<…>` of a settings file with a valid value; the rest is unchanged. For tools that only read the
 * stacks (the scan, the comparison of checkouts and engines), where any valid value serves.
 */
export function withBlanksFilled(text: string): string {
  let blanks = 0; // Numbered, because two buckets need two names.
  return text.replace(/"(\w+)": (\[?)"<[^"]*>"/g, (_blank, key: string, list: string) => {
    return `"${key}": ${list}"${FILLING[key] ?? `filled-in-${++blanks}`}"`;
  });
}

/** Fillings by key; keys that accept any name need none. */
const FILLING: Readonly<Record<string, string>> = {
  region: 'eu-west-1',
  mailAddresses: 'on-call@example.com',
  runbookUrl: 'https://example.com/runbook.md',
};
