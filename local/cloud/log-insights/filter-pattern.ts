import { type FieldValue, numberOf, rowOfMessage, textOf } from '../../../tools/log-insights/fields';
import { LogsError } from './logs-answer';

/** Condition of a filter pattern on one message. */
export type MessageFilter = (message: string) => boolean;

const TOKEN = /\s*(?:\$\.([\w.@[\]-]+)|"((?:[^"\\]|\\.)*)"|(&&|\|\||[!<>]?=|[<>()])|([^\s()&|=<>!"]+))/y;

type Token = { readonly kind: 'selector' | 'text' | 'sign' | 'word'; readonly value: string };

/**
 * Reads a filter pattern for JSON, without its braces: `$.level = "ERROR" && ($.n > 3 || $.name = ord*)`, IS NULL,
 * NOT EXISTS, IS TRUE, IS FALSE.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @throws LogsError (InvalidParameterException) for another pattern.
 */
export function jsonPattern(pattern: string): MessageFilter {
  const tokens = tokensOf(pattern);
  const trouble = () => {
    const rest = tokens.map(({ value }) => value).join(' ');
    return new LogsError(
      'InvalidParameterException',
      `filterPattern "{${pattern}}" can't be read${rest === '' ? ' to its end' : ` at "${rest}"`}.`,
    );
  };
  const takes = (value: string): boolean => {
    const [next] = tokens;
    if (next === undefined || next.kind === 'text' || next.value.toUpperCase() !== value) return false;
    tokens.shift();
    return true;
  };
  const either = (): Condition => {
    const conditions = [both()];
    while (takes('||')) conditions.push(both());
    return (row) => conditions.some((condition) => condition(row));
  };
  const both = (): Condition => {
    const conditions = [single()];
    while (takes('&&')) conditions.push(single());
    return (row) => conditions.every((condition) => condition(row));
  };
  const single = (): Condition => {
    if (takes('(')) {
      const inner = either();
      if (!takes(')')) throw trouble();
      return inner;
    }
    const field = tokens.shift();
    if (field?.kind !== 'selector') throw trouble();
    const name = field.value.replaceAll(/\[(\d+)\]/g, '.$1');
    if (takes('IS')) {
      if (takes('NULL')) return (row) => !row.has(name);
      if (takes('TRUE')) return (row) => row.get(name) === 1;
      if (takes('FALSE')) return (row) => row.get(name) === 0;
    }
    if (takes('NOT') && takes('EXISTS')) return (row) => !row.has(name);
    const [operator, value] = tokens.splice(0, 2);
    const compare = COMPARISONS[operator?.value ?? ''];
    if (compare === undefined || value === undefined || (value.kind !== 'text' && value.kind !== 'word'))
      throw trouble();
    return (row) => {
      const found = row.get(name);
      return found !== undefined && compare(found, value.value);
    };
  };
  const condition = either();
  if (tokens.length > 0) throw trouble();
  return (message) => condition(rowOfMessage(message));
}

type Condition = (row: ReadonlyMap<string, FieldValue>) => boolean;

const numeric =
  (compare: (one: number, other: number) => boolean) =>
  (found: FieldValue, value: string): boolean => {
    const [one, other] = [numberOf(found), numberOf(value)];
    return one !== undefined && other !== undefined && compare(one, other);
  };

const COMPARISONS: Readonly<Record<string, (found: FieldValue, value: string) => boolean>> = {
  '=': isLike,
  '!=': (found, value) => !isLike(found, value),
  '<': numeric((one, other) => one < other),
  '<=': numeric((one, other) => one <= other),
  '>': numeric((one, other) => one > other),
  '>=': numeric((one, other) => one >= other),
};

/** Equal; a star stands for anything. */
function isLike(found: FieldValue, value: string): boolean {
  if (typeof found === 'number' && !value.includes('*')) return found === Number(value);
  const parts = value.split('*').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(textOf(found));
}

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < pattern.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const [, selector, text, sign, word] = TOKEN.exec(pattern) ?? [];
    if (selector !== undefined) tokens.push({ kind: 'selector', value: selector });
    else if (text !== undefined) tokens.push({ kind: 'text', value: text.replaceAll(/\\(.)/g, '$1') });
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else {
      const message = `filterPattern "{${pattern}}" can't be read from "${pattern.slice(from)}".`;
      throw new LogsError('InvalidParameterException', message);
    }
  }
  return tokens;
}
