import { fieldsOf } from './log-line';

/** Condition of a query on one line. */
export type LineFilter = (message: string) => boolean;

/** Error for a query whose filter is more than this program can judge by itself. */
export class QueryFilterError extends Error {
  override readonly name = 'QueryFilterError';
}

/** One part of a filter: a text, a regular expression, an operator, a bracket, or a word. */
const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|\/((?:[^/\\]|\\.)*)\/|(!=|=|\(|\))|([@\w.]+))/y;

type Token =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'pattern'; readonly value: RegExp }
  | { readonly kind: 'sign'; readonly value: string }
  | { readonly kind: 'word'; readonly value: string };

/**
 * Condition of a Logs Insights query: all of its `filter` commands, with `=`, `!=`, `like`, `and`, `or`, `not` and
 * brackets. It serves where Logs Insights does not answer.
 *
 * @throws QueryFilterError for a filter of another form.
 */
export function filterOf(query: string): LineFilter {
  const filters = commandsOf(query)
    .filter((command) => command.startsWith('filter '))
    .map((command) => new FilterReader(command.slice('filter '.length)).read());
  return (message) => filters.every((filter) => filter(message));
}

/** Commands of a query: its parts between the bars that lie in no text and no regular expression. */
function commandsOf(query: string): string[] {
  return [...query.matchAll(/(?:"(?:[^"\\]|\\.)*"|\/(?:[^/\\]|\\.)*\/|[^|"/])+/g)].map(([command]) => command.trim());
}

class FilterReader {
  private readonly tokens: Token[];

  constructor(private readonly text: string) {
    this.tokens = [...tokensOf(text)];
  }

  read(): LineFilter {
    const filter = this.either();
    if (this.tokens.length > 0) throw this.trouble();
    return filter;
  }

  private either(): LineFilter {
    const one = this.both();
    if (!this.takes('or')) return one;
    const other = this.either();
    return (message) => one(message) || other(message);
  }

  private both(): LineFilter {
    const one = this.single();
    if (!this.takes('and')) return one;
    const other = this.both();
    return (message) => one(message) && other(message);
  }

  private single(): LineFilter {
    if (this.takes('not')) {
      const inner = this.single();
      return (message) => !inner(message);
    }
    if (this.takes('(')) {
      const inner = this.either();
      if (!this.takes(')')) throw this.trouble();
      return inner;
    }
    return this.comparison();
  }

  private comparison(): LineFilter {
    const [field, operator, value] = this.tokens.splice(0, 3);
    if (field?.kind !== 'word' || value === undefined) throw this.trouble();
    const { value: name } = field;
    if (operator?.value === 'like' && value.kind === 'pattern') {
      return (message) => value.value.test(fieldOf(name, message) ?? '');
    }
    if (value.kind !== 'text') throw this.trouble();
    if (operator?.value === 'like') return (message) => (fieldOf(name, message) ?? '').includes(value.value);
    if (operator?.value === '=') return (message) => fieldOf(name, message) === value.value;
    if (operator?.value === '!=') return (message) => fieldOf(name, message) !== value.value;
    throw this.trouble();
  }

  private takes(value: string): boolean {
    const [token] = this.tokens;
    if (token?.value !== value || token.kind === 'text') return false;
    this.tokens.shift();
    return true;
  }

  private trouble(): QueryFilterError {
    return new QueryFilterError(`The filter "${this.text}" can't be judged without Logs Insights.`);
  }
}

function* tokensOf(text: string): Generator<Token> {
  const trimmed = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const at = TOKEN.lastIndex;
    const [, quoted, pattern, sign, word] = TOKEN.exec(trimmed) ?? [];
    const next = TOKEN.lastIndex;
    if (quoted !== undefined) yield { kind: 'text', value: quoted.replaceAll(/\\(.)/g, '$1') };
    else if (pattern !== undefined) yield { kind: 'pattern', value: new RegExp(pattern) };
    else if (sign !== undefined) yield { kind: 'sign', value: sign };
    else if (word !== undefined) yield { kind: 'word', value: word };
    else throw new QueryFilterError(`The filter "${text}" can't be judged without Logs Insights: "${text.slice(at)}".`);
    TOKEN.lastIndex = next;
  }
}

function fieldOf(field: string, message: string): string | undefined {
  if (field === '@message') return message;
  const value = fieldsOf(message)?.[field];
  return value === undefined || value === null ? undefined : String(value);
}
