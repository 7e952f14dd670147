import { compare, type FieldValue, type LogEvent, type Row, rowOf, textOf } from './fields';
import type { Command } from './query';

/** Result of a query: rows of fields and their texts, as Logs Insights returns them. */
export interface QueryResult {
  readonly rows: readonly (readonly { readonly field: string; readonly value: string }[])[];
  /** Number of events that all filters let through. */
  readonly matched: number;
}

/** Rows that a query returns without a limit. */
export const MOST_ROWS = 10_000;

interface State {
  rows: readonly Row[];
  columns: readonly string[];
  matched: number;
  /** True: rows are events, each with its pointer. */
  areEvents: boolean;
}

/** Runs a query on events, newest first unless it sorts them. A field that an event lacks is not in its row. */
export function runLogQuery(commands: readonly Command[], events: readonly LogEvent[], most = MOST_ROWS): QueryResult {
  const newestFirst = events.toSorted((one, other) => other.at.getTime() - one.at.getTime());
  const state: State = {
    rows: newestFirst.map(rowOf),
    columns: [],
    matched: events.length,
    areEvents: true,
  };
  for (const command of commands) apply(command, state);
  const columns = state.columns.length === 0 ? ['@timestamp', '@message'] : state.columns;
  const shown = [...new Set(state.areEvents ? [...columns, '@ptr'] : columns)];
  return {
    matched: state.matched,
    rows: state.rows.slice(0, most).map((row) =>
      shown.flatMap((field) => {
        const value = row.get(field);
        return value === undefined ? [] : [{ field, value: textOf(value) }];
      }),
    ),
  };
}

function apply(command: Command, state: State): void {
  switch (command.kind) {
    case 'fields':
    case 'display': {
      const names = command.fields.map(({ name }) => name);
      state.rows = state.rows.map((row) =>
        withFields(
          row,
          command.fields.map(({ name, valueIn }) => [name, valueIn(row)]),
        ),
      );
      state.columns = command.kind === 'display' ? names : [...state.columns, ...names];
      return;
    }
    case 'filter':
      state.rows = state.rows.filter(command.condition);
      if (state.areEvents) state.matched = state.rows.length;
      return;
    case 'sort':
      state.rows = state.rows.toSorted((one, other) => order(one, other, command.by));
      return;
    case 'limit':
      state.rows = state.rows.slice(0, command.most);
      return;
    case 'dedup':
      state.rows = distinct(state.rows, command.fields);
      return;
    case 'parse':
      state.rows = state.rows.map((row) => withFields(row, [...command.parser.apply(row)]));
      if (state.columns.length > 0) state.columns = [...state.columns, ...command.parser.fields];
      return;
    case 'stats':
      state.rows = command.statistics.apply(state.rows);
      state.columns = command.statistics.columns;
      state.areEvents = false;
  }
}

function withFields(row: Row, fields: readonly (readonly [string, FieldValue | undefined])[]): Row {
  const all = new Map(row);
  for (const [name, value] of fields) if (value !== undefined) all.set(name, value);
  return all;
}

function order(one: Row, other: Row, by: Extract<Command, { kind: 'sort' }>['by']): number {
  for (const { valueIn, isDescending } of by) {
    const [a, b] = [valueIn(one), valueIn(other)];
    // Missing values come last in either direction.
    const difference = a === undefined || b === undefined || !isDescending ? compare(a, b) : compare(b, a);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** First row of each combination of values; rows without one of them are left out. */
function distinct(rows: readonly Row[], fields: Extract<Command, { kind: 'dedup' }>['fields']): Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const values = fields.map(({ valueIn }) => valueIn(row));
    if (values.includes(undefined)) return false;
    const key = JSON.stringify(values.map((value) => (value === undefined ? '' : textOf(value))));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
