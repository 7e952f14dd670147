/** Maximum number of pages: ten times the service's default quota of snapshots per application, at 50 a page. */
const MOST_PAGES = 200;

/**
 * Reads a list to its last page.
 *
 * @param what name of the list, for the error.
 * @throws Error when the list does not end: a run must not spend its time on it.
 */
export async function readPages<T>(
  what: string,
  readPage: (token: string | undefined) => Promise<{ readonly entries: readonly T[]; readonly next?: string }>,
): Promise<readonly T[]> {
  const entries: T[] = [];
  const tokens = new Set<string>();
  let token: string | undefined;
  do {
    const page = await readPage(token);
    entries.push(...page.entries);
    token = page.next;
    if (token === undefined) return entries;
    if (tokens.has(token)) break;
    tokens.add(token);
  } while (tokens.size < MOST_PAGES);
  throw new Error(
    `The list of ${what} does not end: ${tokens.size} pages were read, the maximum is ${MOST_PAGES}, and none was the last.`,
  );
}
