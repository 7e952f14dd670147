/** Query of a log widget: log groups, and the query on them. */
export interface LogSource {
  readonly groups: readonly string[];
  readonly query: string;
}

const SOURCE = /^\s*SOURCE\s+(?:'([^']*)'|"([^"]*)")\s*(?:\|\s*)?/i;

/**
 * Reads `SOURCE 'group' | SOURCE 'group' | query`. A query that finds its groups otherwise, such as
 * `SOURCE logGroups(…)`, has none and stays whole.
 */
export function logSourceOf(text: string): LogSource {
  const groups: string[] = [];
  let query = text;
  for (let found = SOURCE.exec(query); found !== null; found = SOURCE.exec(query)) {
    groups.push(found[1] ?? found[2] ?? '');
    query = query.slice(found[0].length);
  }
  return { groups, query };
}
