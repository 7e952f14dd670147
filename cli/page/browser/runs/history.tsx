import type { TimeText } from '../../../status/words';
import { duration } from '../../../times';
import { whatHappened } from '../../../views/what-happened';
import type { HistoryDocument } from '../../api/runs';
import { Mark } from '../parts/mark';
import { Problem } from '../parts/problem';
import { ReadAt } from '../parts/read-at';
import { localSentence } from '../parts/sentence';
import { TableRegion } from '../parts/table-region';
import { useTimes } from '../shell/place-context';
import type { Loaded } from '../use-document';
import { deletionsText, messageText, type Row, signOf, snapshotText, tookText } from './run-words';

interface HistoryProps {
  readonly application: string;
  readonly loaded: Loaded<HistoryDocument>;
}

/** Rows of the audit about an application, newest first, as `kda history` has them. */
export function History({ application, loaded: { document, problem } }: HistoryProps) {
  return (
    <section aria-labelledby="history-title">
      <div class="section-head">
        <h2 id="history-title">Runs of {application}</h2>
        {document ? (
          <span class="quiet">
            <ReadAt at={document.readAt} />
          </span>
        ) : null}
      </div>
      <Problem text={problem} />
      {document ? (
        <HistoryRows found={document} />
      ) : (
        <div class="waiting quiet">{problem ? '' : 'Reading the audit …'}</div>
      )}
    </section>
  );
}

export function HistoryRows({ found }: { readonly found: HistoryDocument }) {
  const time = useTimes(found.at);
  const { rows, strip, gaps } = found;
  return (
    <>
      <p class="strip">
        <time dateTime={strip.from}>{time(new Date(strip.from))}</time> <code aria-hidden="true">{strip.text}</code>{' '}
        <time dateTime={strip.to}>{time(new Date(strip.to))}</time>
      </p>
      <p class="quiet" aria-hidden="true">
        {strip.legend.map(({ character, word }) => `${character} ${word}`).join(' · ')}
      </p>
      <ul class="gaps">
        {gaps.map(({ from, to, seconds }) => (
          <li key={from}>
            ✖ {time(new Date(from))} to {time(new Date(to))}: {duration(seconds)} without a new snapshot
          </li>
        ))}
      </ul>
      {rows.length === 0 ? (
        <p>The audit has no row of this time.</p>
      ) : (
        <TableRegion label="Rows of the audit" hasCards={true}>
          <thead>
            <tr>
              {COLUMNS.map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <HistoryRow key={`${row.writtenBy} ${row.runId} ${row.time} ${row.outcome}`} row={row} time={time} />
            ))}
          </tbody>
        </TableRegion>
      )}
    </>
  );
}

const COLUMNS = ['time', 'outcome', 'snapshot', 'took', 'deletions', 'message'] as const;

function HistoryRow({ row, time }: { readonly row: Row; readonly time: TimeText }) {
  return (
    <tr>
      <td class="run-time">{row.time === null ? '?' : <time dateTime={row.time}>{time(new Date(row.time))}</time>}</td>
      <td class="run-outcome">
        <Mark verdict={signOf(row)} isWordElsewhere={true} /> {whatHappened(row)}
      </td>
      <td class="mono" data-name="snapshot">
        {snapshotText(row)}
      </td>
      <td data-name="took">{tookText(row)}</td>
      <td data-name="deletions" title={[...row.deleted, ...row.failedToDelete].join('\n')}>
        {deletionsText(row)}
      </td>
      <td class="message">{localSentence(messageText(row), time)}</td>
    </tr>
  );
}
