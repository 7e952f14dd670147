import { type Condition, ConditionReader } from './condition';
import { ExpressionReader, type LogExpression } from './expression';
import { LogQueryError } from './log-query-error';
import { type FieldParser, readParse } from './parse-command';
import { named, readStatistics, type Statistics } from './statistics';
import { type Token, TokenReader, tokensOf } from './tokens';

/** Command of a query. */
export type Command =
  | { readonly kind: 'fields' | 'display'; readonly fields: readonly (LogExpression & { readonly name: string })[] }
  | { readonly kind: 'filter'; readonly condition: Condition }
  | { readonly kind: 'sort'; readonly by: readonly (LogExpression & { readonly isDescending: boolean })[] }
  | { readonly kind: 'limit'; readonly most: number }
  | { readonly kind: 'dedup'; readonly fields: readonly LogExpression[] }
  | { readonly kind: 'stats'; readonly statistics: Statistics }
  | { readonly kind: 'parse'; readonly parser: FieldParser };

const KINDS = ['fields', 'display', 'filter', 'sort', 'limit', 'dedup', 'stats', 'parse'] as const;

/**
 * Reads a query of Logs Insights: its commands, in their order.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 *
 * @throws LogQueryError for what can't be read, and for what is not emulated.
 */
export function parseLogQuery(query: string): Command[] {
  const made = new Set<string>();
  const commands = commandsOf(tokensOf(query)).map((tokens) => readCommand(new TokenReader(tokens), made));
  if (commands.length === 0) throw new LogQueryError('The query is empty.');
  return commands;
}

function commandsOf(tokens: readonly Token[]): Token[][] {
  const commands: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'sign' && token.value === '|') commands.push([]);
    else commands.at(-1)?.push(token);
  }
  return commands.filter((command, index) => command.length > 0 || index > 0);
}

function readCommand(tokens: TokenReader, made: Set<string>): Command {
  const name = tokens.word('a command');
  const kind = KINDS.find((each) => each === name.toLowerCase());
  if (kind === undefined) {
    throw new LogQueryError(`The command "${name}" is not emulated here; ${KINDS.join(', ')} are.`);
  }
  const command = readArguments(kind, tokens, new ExpressionReader(tokens, made));
  if (tokens.peek() !== undefined) throw tokens.trouble('the end of the command');
  return command;
}

function readArguments(kind: Command['kind'], tokens: TokenReader, expressions: ExpressionReader): Command {
  switch (kind) {
    case 'fields':
    case 'display': {
      const fields = tokens.list(() => named(expressions.read(), tokens));
      for (const { name } of fields) expressions.made.add(name);
      return { kind, fields };
    }
    case 'filter':
      return { kind, condition: new ConditionReader(tokens, expressions).read() };
    case 'sort':
      return { kind, by: tokens.list(() => sortKey(tokens, expressions)) };
    case 'limit': {
      const { value } = tokens.next('a number');
      const most = Number(value);
      if (!Number.isInteger(most) || most < 1 || most > 10_000) {
        throw new LogQueryError(`limit is ${value}, expected a whole number from 1 to 10000.`);
      }
      return { kind, most };
    }
    case 'dedup':
      return { kind, fields: tokens.list(() => expressions.read()) };
    case 'stats':
      return { kind, statistics: readStatistics(tokens, expressions) };
    case 'parse':
      return { kind, parser: readParse(tokens, expressions) };
  }
}

/** Key of `sort`: a field, a function, or the column of a figure such as count(*). */
function sortKey(tokens: TokenReader, expressions: ExpressionReader) {
  const column = [...expressions.made].find((name) => takesColumn(name, tokens));
  const key: LogExpression =
    column === undefined ? expressions.read() : { text: column, valueIn: (row) => row.get(column) };
  const isDescending = tokens.takes('desc');
  if (!isDescending) tokens.takes('asc');
  return { ...key, isDescending };
}

/** Takes the tokens of a column's name if they are next: `count(*)` are four. */
function takesColumn(name: string, tokens: TokenReader): boolean {
  if (!name.includes('(')) return false;
  const parts = tokensOf(name);
  if (
    !parts.every(({ kind, value }, index) => tokens.peek(index)?.kind === kind && tokens.peek(index)?.value === value)
  ) {
    return false;
  }
  for (const _ of parts) tokens.next('a column');
  return true;
}
