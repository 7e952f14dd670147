import { APPLICATION_ERRORS } from '../../config/dashboards/log-queries';
import { type LogLine, type RawLine, readLogLine } from '../logs/log-line';
import { filterOf } from '../logs/query-filter';

const MOST_LINES = 20;

/** Errors, warnings and failed checkpoints among an application's lines; those that repeat are one, with their number. */
export function relevantLines(lines: readonly RawLine[], most = MOST_LINES): LogLine[] {
  const isError = filterOf(APPLICATION_ERRORS.query);
  const found = new Map<string, { readonly line: LogLine; count: number }>();
  for (const raw of lines) {
    const line = readLogLine(raw);
    if (line.level !== 'WARN' && !isError(raw.message)) continue;
    // Numbers of checkpoints, ids of jobs and addresses differ in lines that say the same.
    const key = `${line.level} ${line.text.replaceAll(/[0-9a-f]{16,}|\d+/g, '#')} ${line.cause}`;
    const seen = found.get(key);
    if (seen) seen.count += 1;
    else found.set(key, { line, count: 1 });
  }
  return [...found.values()]
    .slice(0, most)
    .map(({ line, count }) => (count === 1 ? line : { ...line, text: `${line.text} (${count} such lines)` }));
}
