import { eventsOf, type TimeText } from '../../drawing/timeline/words';
import type { LoadedLine } from './use-timelines';

/** Rows that are shown at most; the newest first. */
const MOST_ROWS = 200;

interface EventsTableProps {
  readonly applications: readonly string[];
  readonly lines: readonly LoadedLine[];
  readonly time: TimeText;
}

/** Table of gaps, failures, restores, drills, quiet hours and what comes next: the same as the drawing, in words. */
export function EventsTable({ applications, lines, time }: EventsTableProps) {
  const rows = applications.flatMap((application, row) => {
    const { line } = lines[row] ?? {};
    return line ? eventsOf(line, time).map((event) => ({ application, ...event })) : [];
  });
  const shown = rows.toSorted((one, other) => other.at - one.at).slice(0, MOST_ROWS);
  const left = rows.length - shown.length;
  return (
    <table class="timeline-events">
      <caption>
        {rows.length === 0
          ? 'No gap, no failure, no restore.'
          : 'Gaps, failures, restores, drills, quiet hours and what comes next, newest first'}
        {left > 0 ? `; ${left} older ones are left out` : ''}
      </caption>
      {shown.length === 0 ? null : (
        <thead>
          <tr>
            <th scope="col">application</th>
            <th scope="col">when</th>
            <th scope="col">what</th>
          </tr>
        </thead>
      )}
      <tbody>
        {shown.map(({ application, at, when, what }) => (
          <tr key={`${application} ${at} ${what}`}>
            <th scope="row">{application}</th>
            <td>{when}</td>
            <td>{what}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
