import type { ExpressionReader, LogExpression } from './expression';
import { type FieldValue, numberOf, type Row, textOf } from './fields';
import { LogQueryError } from './log-query-error';
import type { TokenReader } from './tokens';

/** Condition of a `filter` command on one row. */
export type Condition = (row: Row) => boolean;

const COMPARISONS: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
};

/** Functions that are conditions, by whether their field is there and what its text is. */
const TESTS: Readonly<Record<string, (text: string | undefined) => boolean>> = {
  ispresent: (text) => text !== undefined,
  isempty: (text) => text === undefined || text === '',
  isblank: (text) => text === undefined || text.trim() === '',
};

/** Reader of conditions: comparisons, like, in, with and, or, not and brackets. */
export class ConditionReader {
  constructor(
    private readonly tokens: TokenReader,
    private readonly expressions: ExpressionReader,
  ) {}

  /** @throws LogQueryError for another condition. */
  read(): Condition {
    const conditions = [this.both()];
    while (this.tokens.takes('or')) conditions.push(this.both());
    return (row) => conditions.some((condition) => condition(row));
  }

  private both(): Condition {
    const conditions = [this.single()];
    while (this.tokens.takes('and')) conditions.push(this.single());
    return (row) => conditions.every((condition) => condition(row));
  }

  private single(): Condition {
    if (this.tokens.takes('not')) {
      const inner = this.single();
      return (row) => !inner(row);
    }
    if (this.tokens.takes('(')) {
      const inner = this.read();
      this.tokens.expect(')');
      return inner;
    }
    return this.test() ?? this.comparison(this.expressions.read());
  }

  private test(): Condition | undefined {
    const token = this.tokens.peek();
    const test = token?.kind === 'word' ? TESTS[token.value.toLowerCase()] : undefined;
    if (test === undefined || !this.tokens.isAt('(', 1)) return undefined;
    this.tokens.takes('(', 1);
    const { valueIn } = this.expressions.read();
    this.tokens.expect(')');
    return (row) => {
      const value = valueIn(row);
      return test(value === undefined ? undefined : textOf(value));
    };
  }

  private comparison({ valueIn }: LogExpression): Condition {
    if (this.tokens.takes('not')) {
      const inner = this.likeOrIn(valueIn);
      if (inner === undefined) throw this.tokens.trouble('like or in');
      return (row) => !inner(row);
    }
    const found = this.likeOrIn(valueIn);
    if (found !== undefined) return found;
    const { kind, value: sign } = this.tokens.next('a comparison');
    if (kind !== 'sign') throw new LogQueryError(`Found "${sign}" where a comparison is expected.`);
    const compared = COMPARISONS[sign];
    if (compared === undefined && sign !== '=' && sign !== '!=') {
      throw new LogQueryError(`Found "${sign}" where a comparison is expected: =, !=, <, <=, >, >=, like or in.`);
    }
    const other = this.expressions.read();
    if (compared === undefined) return (row) => isEqual(valueIn(row), other.valueIn(row)) === (sign === '=');
    return (row) => {
      const [a, b] = [numberOf(valueIn(row)), numberOf(other.valueIn(row))];
      return a !== undefined && b !== undefined && compared(a, b);
    };
  }

  private likeOrIn(valueIn: LogExpression['valueIn']): Condition | undefined {
    if (this.tokens.takes('in')) {
      this.tokens.expect('[');
      const others = this.tokens.list(() => this.expressions.read());
      this.tokens.expect(']');
      return (row) => others.some((other) => isEqual(valueIn(row), other.valueIn(row)));
    }
    if (!this.tokens.takes('like') && !this.tokens.takes('=~')) return undefined;
    const token = this.tokens.next('a text or /a pattern/');
    if (token.kind !== 'text' && token.kind !== 'pattern') {
      throw new LogQueryError(`Found "${token.value}" where a text or /a pattern/ is expected.`);
    }
    if (token.kind === 'pattern') {
      const pattern = patternOf(token.value);
      return (row) => pattern.test(textIn(valueIn(row)));
    }
    return (row) => textIn(valueIn(row)).includes(token.value);
  }
}

function textIn(value: FieldValue | undefined): string {
  return value === undefined ? '' : textOf(value);
}

function isEqual(one: FieldValue | undefined, other: FieldValue | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (textOf(one) === textOf(other)) return true;
  if (typeof one === 'string' && typeof other === 'string') return false;
  return numberOf(one) !== undefined && numberOf(one) === numberOf(other);
}

/** @throws LogQueryError for a pattern of another dialect. */
export function patternOf(source: string): RegExp {
  const [, flag, rest = source] = /^\(\?(i)\)(.*)$/s.exec(source) ?? [];
  try {
    return new RegExp(rest, flag);
  } catch (error) {
    throw new LogQueryError(`The pattern /${source}/ can't be read here.`, { cause: error });
  }
}
