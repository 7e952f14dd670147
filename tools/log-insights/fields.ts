/** Value of a field; a Date is one of @timestamp or bin(). */
export type FieldValue = string | number | Date;

/** Fields of one row, by name. */
export type Row = ReadonlyMap<string, FieldValue>;

/** Event of a log group. */
export interface LogEvent {
  readonly at: Date;
  readonly message: string;
  readonly logStream: string;
  /** `account:group`. */
  readonly log: string;
  readonly pointer: string;
  readonly ingestedAt?: Date;
}

/** Fields that every event has, and those of its JSON: dotted, lists by number, true and false as 1 and 0. */
export function rowOf({ at, message, logStream, log, pointer, ingestedAt = at }: LogEvent): Map<string, FieldValue> {
  const row = rowOfMessage(message);
  for (const [name, value] of [
    ['@timestamp', at],
    ['@ingestionTime', ingestedAt],
    ['@logStream', logStream],
    ['@log', log],
    ['@ptr', pointer],
  ] as const) {
    row.set(name, value);
  }
  return row;
}

/** @message, and the fields of a message in JSON. */
export function rowOfMessage(message: string): Map<string, FieldValue> {
  const row = new Map<string, FieldValue>();
  if (message.trimStart().startsWith('{')) {
    try {
      discover('', JSON.parse(message), row);
    } catch {
      // It only looks like JSON.
    }
  }
  return row.set('@message', message);
}

function discover(name: string, value: unknown, row: Map<string, FieldValue>): void {
  if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) discover(name === '' ? key : `${name}.${key}`, member, row);
  } else if (typeof value === 'boolean') row.set(name, Number(value));
  else if (typeof value === 'string' || typeof value === 'number') row.set(name, value);
}

/** Value as Logs Insights returns it: times as "2026-11-28 02:10:00.000", in UTC. */
export function textOf(value: FieldValue): string {
  return value instanceof Date ? value.toISOString().replace('T', ' ').replace('Z', '') : String(value);
}

/** Value as a number; undefined for a text that is none. */
export function numberOf(value: FieldValue | undefined): number | undefined {
  if (value === undefined || (typeof value === 'string' && value.trim() === '')) return undefined;
  const number = value instanceof Date ? value.getTime() : Number(value);
  return Number.isNaN(number) ? undefined : number;
}

/** Order of two values: numbers by size, before texts by letters; missing ones last. */
export function compare(one: FieldValue | undefined, other: FieldValue | undefined): number {
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
  const [a, b] = [numberOf(one), numberOf(other)];
  if (a !== undefined && b !== undefined) return a - b;
  if (a !== undefined || b !== undefined) return a === undefined ? 1 : -1;
  const [x, y] = [textOf(one), textOf(other)];
  return x < y ? -1 : Number(x > y);
}
