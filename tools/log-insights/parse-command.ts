import { patternOf } from './condition';
import type { ExpressionReader, LogExpression } from './expression';
import { type FieldValue, type Row, textOf } from './fields';
import { LogQueryError } from './log-query-error';
import type { TokenReader } from './tokens';

/** Command `parse`, read: new fields from the text of another one. */
export interface FieldParser {
  readonly fields: readonly string[];
  /** New fields of a row; none if its text has another form. */
  readonly apply: (row: Row) => ReadonlyMap<string, FieldValue>;
}

/** Reads `@message "user=* after *" as user, ms`, or a pattern with named groups: `@message /user=(?<user>\S+)/`. */
export function readParse(tokens: TokenReader, expressions: ExpressionReader): FieldParser {
  const first = tokens.peek();
  const source: LogExpression =
    first?.kind === 'text' || first?.kind === 'pattern'
      ? { text: '@message', valueIn: (row) => row.get('@message') }
      : expressions.read();
  const form = tokens.next('a text with * or /a pattern/');
  const parser =
    form.kind === 'pattern' ? byPattern(form.value) : form.kind === 'text' ? byGlob(form.value, tokens) : undefined;
  if (parser === undefined) {
    throw new LogQueryError(`Found "${form.value}" where a text with * or /a pattern/ is expected.`);
  }
  for (const name of parser.fields) expressions.made.add(name);
  return {
    fields: parser.fields,
    apply: (row) => {
      const value = source.valueIn(row);
      return new Map(value === undefined ? [] : parser.parse(textOf(value)));
    },
  };
}

interface TextParser {
  readonly fields: readonly string[];
  readonly parse: (text: string) => [string, string][];
}

function byPattern(source: string): TextParser {
  const pattern = patternOf(source);
  const fields = [...source.matchAll(/\(\?<(\w+)>/g)].map(([, name = '']) => name);
  if (fields.length === 0) throw new LogQueryError(`parse /${source}/ needs a named group: (?<name>…).`);
  return {
    fields,
    parse: (text) => Object.entries(pattern.exec(text)?.groups ?? {}).filter(([, value]) => value !== undefined),
  };
}

function byGlob(glob: string, tokens: TokenReader): TextParser {
  const parts = glob.split('*').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  tokens.expect('as');
  const fields = tokens.list(() => tokens.word('a name'));
  if (fields.length !== parts.length - 1) {
    throw new LogQueryError(`parse "${glob}" has ${parts.length - 1} *, and ${fields.length} names after "as".`);
  }
  // The last * takes the rest of the text if nothing comes after it.
  const pattern = new RegExp(parts.join('(.*?)') + (parts.at(-1) === '' ? '$' : ''), 's');
  return {
    fields,
    parse: (text) => {
      const [, ...values] = pattern.exec(text) ?? [];
      return values.map((value, index): [string, string] => [fields[index] ?? '', value]);
    },
  };
}
