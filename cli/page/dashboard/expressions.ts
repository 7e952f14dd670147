/** Parts of an expression: quoted texts stay whole. */
const PARTS = /'[^']*'|"[^"]*"|[A-Za-z_]\w*|\d+(?:\.\d+)?|[^'"\w]+|./g;

/** Ids that an expression refers to, or `all` with METRICS(). */
export function referencesIn(expression: string): readonly string[] | 'all' {
  const words = (expression.match(PARTS) ?? []).filter((part) => /^[A-Za-z_]/.test(part));
  return words.some((word) => word.toUpperCase() === 'METRICS') ? 'all' : words.filter((word) => /^[a-z]/.test(word));
}

/** Gives the words of an expression that are not quoted, ids and functions, other names. */
export function withWords(expression: string, nameOf: (word: string) => string): string {
  return expression.replace(PARTS, (part) => (/^[A-Za-z_]/.test(part) ? nameOf(part) : part));
}

/** True for an expression that may return several lines: a search, a query by SQL, a list. */
export function returnsSeveral(expression: string): boolean {
  return /^\s*SELECT\b/i.test(expression) || /\bSEARCH\s*\(/i.test(expression);
}

/** Finest period that the searches of an expression name; undefined: none does. */
export function searchedPeriod(expression: string): number | undefined {
  const periods = searchesOf(expression).flatMap(({ period }) => period ?? []);
  return periods.length === 0 ? undefined : Math.min(...periods);
}

/** Gives the searches of an expression a period, in place of a finer one or of none. */
export function withPeriod(expression: string, seconds: number): string {
  let text = '';
  let from = 0;
  for (const { end, periodFrom, period } of searchesOf(expression)) {
    text += expression.slice(from, periodFrom ?? end);
    text += period === undefined ? `, ${seconds}` : String(Math.max(period, seconds));
    from = end;
  }
  return text + expression.slice(from);
}

interface Search {
  /** Index of its closing parenthesis. */
  readonly end: number;
  readonly period?: number;
  readonly periodFrom?: number;
}

/** Searches of an expression: `SEARCH('…', 'Sum')` or `SEARCH('…', 'Sum', 300)`. */
function searchesOf(expression: string): Search[] {
  const search = /\bSEARCH\s*\(\s*(?:'[^']*'|"[^"]*")\s*(?:,\s*(?:'[^']*'|"[^"]*")\s*(?:,\s*(\d+)\s*)?)?\)/gi;
  return [...expression.matchAll(search)].map((found) => {
    const end = found.index + found[0].length - 1;
    const [, period] = found;
    if (period === undefined) return { end };
    return { end, period: Number(period), periodFrom: found.index + found[0].lastIndexOf(period) };
  });
}
