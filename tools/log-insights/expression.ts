import { type FieldValue, numberOf, type Row, textOf } from './fields';
import { LogQueryError } from './log-query-error';
import type { TokenReader } from './tokens';

/** Value that is made from a row's fields. */
export interface LogExpression {
  /** The expression as results name it: `bin(5m)`. */
  readonly text: string;
  readonly valueIn: (row: Row) => FieldValue | undefined;
}

/** Fields with @ that events have here. Others exist on AWS for some services' logs. */
const AT_FIELDS = ['@timestamp', '@message', '@logStream', '@log', '@ptr', '@ingestionTime'];

const FUNCTIONS: Readonly<Record<string, (values: readonly (FieldValue | undefined)[]) => FieldValue | undefined>> = {
  abs: ([value]) => mapped(value, Math.abs),
  ceil: ([value]) => mapped(value, Math.ceil),
  floor: ([value]) => mapped(value, Math.floor),
  coalesce: (values) => values.find((value) => value !== undefined),
  concat: (values) => values.map((value) => (value === undefined ? '' : textOf(value))).join(''),
  strlen: ([value]) => (value === undefined ? undefined : textOf(value).length),
  tolower: ([value]) => (value === undefined ? undefined : textOf(value).toLowerCase()),
  toupper: ([value]) => (value === undefined ? undefined : textOf(value).toUpperCase()),
  trim: ([value]) => (value === undefined ? undefined : textOf(value).trim()),
};

function mapped(value: FieldValue | undefined, change: (number: number) => number): number | undefined {
  const number = numberOf(value);
  return number === undefined ? undefined : change(number);
}

/** Reader of expressions: fields, literals, bin() and some functions; no arithmetic. */
export class ExpressionReader {
  constructor(
    private readonly tokens: TokenReader,
    /** Fields that the query made itself. */
    readonly made: Set<string>,
  ) {}

  read(): LogExpression {
    const token = this.tokens.next('a field');
    if (token.kind === 'number') return { text: token.value, valueIn: () => Number(token.value) };
    if (token.kind === 'text') return { text: `"${token.value}"`, valueIn: () => token.value };
    if (token.kind !== 'word') throw new LogQueryError(`Found "${token.value}" where a field is expected.`);
    const { value: name, isQuoted } = token;
    if (!isQuoted && (name === 'true' || name === 'false'))
      return { text: name, valueIn: () => Number(name === 'true') };
    if (!isQuoted && this.tokens.takes('(')) return this.call(name);
    this.checkField(name);
    return { text: name, valueIn: (row) => row.get(name) };
  }

  private call(name: string): LogExpression {
    if (name === 'bin') {
      const duration = this.tokens.word('a duration such as 5m');
      this.tokens.expect(')');
      const ms = millisecondsOf(duration);
      return { text: `bin(${duration})`, valueIn: (row) => binned(row.get('@timestamp'), ms) };
    }
    const apply = FUNCTIONS[name];
    if (apply === undefined) throw new LogQueryError(`The function ${name}() is not emulated here.`);
    const args = this.tokens.list(() => this.read());
    this.tokens.expect(')');
    return {
      text: `${name}(${args.map(({ text }) => text).join(',')})`,
      valueIn: (row) => apply(args.map(({ valueIn }) => valueIn(row))),
    };
  }

  private checkField(name: string): void {
    if (!name.startsWith('@') || AT_FIELDS.includes(name) || this.made.has(name)) return;
    throw new LogQueryError(`The field ${name} is not emulated here; ${AT_FIELDS.join(', ')} are.`);
  }
}

const UNITS_MS: Readonly<Record<string, number>> = {
  ...{ ms: 1, msec: 1, s: 1_000, sec: 1_000, m: 60_000, min: 60_000 },
  ...{ h: 3_600_000, hr: 3_600_000, d: 86_400_000, day: 86_400_000, w: 604_800_000 },
};

function millisecondsOf(duration: string): number {
  const [, count, unit = ''] = /^(\d+)([a-z]+)$/.exec(duration) ?? [];
  const ms = Number(count) * (UNITS_MS[unit] ?? UNITS_MS[unit.replace(/s$/, '')] ?? Number.NaN);
  if (!(ms > 0)) throw new LogQueryError(`bin(${duration}): expected a duration such as 30s, 5m, 1h or 1d.`);
  return ms;
}

function binned(at: FieldValue | undefined, ms: number): Date | undefined {
  const time = numberOf(at);
  return time === undefined ? undefined : new Date(Math.floor(time / ms) * ms);
}
