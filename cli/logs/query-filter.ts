import { rowOfMessage } from '../../tools/log-insights/fields';
import { parseLogQuery } from '../../tools/log-insights/query';

/** Condition of a query on one line. */
export type LineFilter = (message: string) => boolean;

/**
 * Condition of a Logs Insights query: all of its `filter` commands. It serves where Logs Insights does not answer.
 *
 * @throws LogQueryError for a query that this program can't judge by itself.
 */
export function filterOf(query: string): LineFilter {
  const conditions = parseLogQuery(query).flatMap((command) => (command.kind === 'filter' ? [command.condition] : []));
  return (message) => {
    const row = rowOfMessage(message);
    return conditions.every((condition) => condition(row));
  };
}
