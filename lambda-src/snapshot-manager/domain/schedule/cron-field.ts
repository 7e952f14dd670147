import { ScheduleExpressionError } from './schedule';

interface Field {
  readonly min: number;
  readonly max: number;
  readonly names?: string;
}

const FIELDS = {
  minutes: { min: 0, max: 59 },
  hours: { min: 0, max: 23 },
  'day-of-month': { min: 1, max: 31 },
  month: { min: 1, max: 12, names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC' },
  /** Sunday is 1 (EventBridge), not 0 (Unix). */
  'day-of-week': { min: 1, max: 7, names: 'SUN MON TUE WED THU FRI SAT' },
  year: { min: 1970, max: 2199 },
} as const satisfies Record<string, Field>;

/** Numbers that a field allows. */
export type ReadField = (name: keyof typeof FIELDS, value: string) => ReadonlySet<number>;

/** Reader of the fields of one expression: `*`, numbers, names, lists, ranges, steps. */
export function fieldReader(expression: string): ReadField {
  return (name, value) => {
    const fail = (reason: string): never => {
      throw new ScheduleExpressionError(expression, `${name} ${reason}`);
    };
    return readField(FIELDS[name], value, fail);
  };
}

type Fail = (reason: string) => never;

function readField(field: Field, value: string, fail: Fail): ReadonlySet<number> {
  const all = new Set<number>();
  for (const part of value.split(',')) {
    const [, range, step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    if (range === undefined) return fail(`"${part}" cannot be read`);
    const [first, last] = readRange(field, range, step !== undefined, fail);
    const by = step === undefined ? 1 : Number(step);
    if (by < 1) fail(`"${part}": a step is at least 1`);
    for (let number = first; number <= last; number += by) all.add(number);
  }
  return all;
}

function readRange(field: Field, range: string, isStepped: boolean, fail: Fail): readonly [number, number] {
  if (range === '*') return [field.min, field.max];
  const [from, to, ...more] = range.split('-');
  const first = readNumber(field, from ?? '', fail);
  // "5/10" means from 5 to the maximum, in steps of 10.
  const last = to === undefined ? (isStepped ? field.max : first) : readNumber(field, to, fail);
  if (more.length > 0 || last < first) fail(`"${range}" is not a range`);
  return [first, last];
}

function readNumber(field: Field, text: string, fail: Fail): number {
  const named = field.names?.split(' ').indexOf(text.toUpperCase()) ?? -1;
  const number = named >= 0 ? named + field.min : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= field.min && number <= field.max
    ? number
    : fail(`"${text}" is not from ${field.min} to ${field.max}`);
}
