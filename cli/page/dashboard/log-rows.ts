import { columnsOf, type LogReader, valueIn } from '../../logs/log-reader';
import type { LogRows } from '../api/dashboard';
import type { ReadWidget } from './body';
import { logSourceOf } from './log-source';
import type { Span } from './ranges';

/** Most rows of a widget: a query without a limit of its own would return 10,000. */
const MOST_ROWS = 100;

/**
 * Asks Logs Insights for the rows of a log widget.
 *
 * @throws LogTroubleError
 */
export async function readLogRows(
  { properties }: ReadWidget & { readonly kind: 'log' },
  reader: Pick<LogReader, 'rows'>,
  { from, to }: Span,
  now: Date,
): Promise<LogRows> {
  const { groups, query } = logSourceOf(properties.query);
  const range = { from: new Date(from * 1000), to: new Date(to * 1000) };
  const rows = await reader.rows(groups, query, range, MOST_ROWS);
  const columns = columnsOf(rows);
  return {
    columns,
    rows: rows.map((row) => columns.map((column) => valueIn(row, column) ?? '')),
    readAt: now.toISOString(),
    problem: null,
  };
}
