import { LogQueryError } from './log-query-error';

/** Part of a query of Logs Insights. */
export type Token =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'pattern'; readonly value: string }
  | { readonly kind: 'number'; readonly value: string }
  /** Name of a command, a function or a field, a duration (`5m`), or a field in backticks. */
  | { readonly kind: 'word'; readonly value: string; readonly isQuoted?: boolean }
  | { readonly kind: 'sign'; readonly value: string };

const SPACE = /(?:\s+|#[^\n]*(?:\n|$))*/y;
const TOKEN =
  /(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\/((?:[^/\\\n]|\\.)+)\/|`([^`]*)`|(-?\d+(?:\.\d+)?(?![\w.]))|(=~|[!<>]?=|[<>()[\],|*+%-])|([@\w.]+))/y;

/** @throws LogQueryError for what is no part of the language. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  for (let from = afterSpace(query, 0); from < query.length; from = afterSpace(query, TOKEN.lastIndex)) {
    TOKEN.lastIndex = from;
    const [, double, single, pattern, field, number, sign, word] = TOKEN.exec(query) ?? [];
    const text = double ?? single;
    if (text !== undefined) tokens.push({ kind: 'text', value: text.replaceAll(/\\(.)/g, '$1') });
    else if (pattern !== undefined) tokens.push({ kind: 'pattern', value: pattern });
    else if (field !== undefined) tokens.push({ kind: 'word', value: field, isQuoted: true });
    else if (number !== undefined) tokens.push({ kind: 'number', value: number });
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else throw new LogQueryError(`Cannot read the query from "${query.slice(from).trim()}".`);
  }
  return tokens;
}

/** Place of the next token: after spaces and comments. */
function afterSpace(query: string, from: number): number {
  SPACE.lastIndex = from;
  SPACE.exec(query);
  return SPACE.lastIndex;
}

/** Reader of tokens from left to right. */
export class TokenReader {
  private place = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.place + ahead];
  }

  next(expected: string): Token {
    const token = this.tokens[this.place];
    if (token === undefined) throw new LogQueryError(`The query ends where ${expected} is expected.`);
    this.place += 1;
    return token;
  }

  /** Takes a sign, or a word in any case, if it is next. */
  takes(value: string, ahead = 0): boolean {
    if (!this.isAt(value, ahead)) return false;
    this.place += ahead + 1;
    return true;
  }

  isAt(value: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    if (token?.kind === 'sign') return token.value === value;
    return token?.kind === 'word' && !token.isQuoted && token.value.toLowerCase() === value;
  }

  expect(value: string): void {
    if (!this.takes(value)) throw this.trouble(`"${value}"`);
  }

  word(expected: string): string {
    const token = this.next(expected);
    if (token.kind === 'word') return token.value;
    throw new LogQueryError(`Found "${token.value}" where ${expected} is expected.`);
  }

  /** Items with commas between them, at least one. */
  list<Item>(item: () => Item): Item[] {
    const items = [item()];
    while (this.takes(',')) items.push(item());
    return items;
  }

  trouble(expected: string): LogQueryError {
    const token = this.peek();
    return new LogQueryError(
      token === undefined
        ? `The query ends where ${expected} is expected.`
        : `Found "${token.value}" where ${expected} is expected.`,
    );
  }
}
