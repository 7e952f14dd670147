import { useContext } from 'preact/hooks';
import type { LogsDocument } from '../../api/logs';
import { Problem } from '../parts/problem';
import { useAsk } from '../parts/use-ask';
import { useMarkedInView } from '../parts/use-marked-in-view';
import { read } from '../server';
import { PlaceContext, useTimes } from '../shell/place-context';
import { clockIn } from './clock-time';

const QUERIES = [
  { id: 'errors', title: 'Errors' },
  { id: 'restored', title: 'Restored state' },
  { id: 'users', title: 'Users' },
] as const;

/** Queries of `kda logs` as buttons: reading a log has a price, so nothing is read before one is pressed. */
export function Logs({ application }: { readonly application: string }) {
  const { answer, problem, isBusy, ask } = useAsk<LogsDocument>();
  const path = (query: string) => `/api/logs/${encodeURIComponent(application)}?query=${query}`;
  return (
    <section class="logs" aria-labelledby="logs-title" aria-busy={isBusy}>
      <div class="section-head">
        <h2 id="logs-title">Logs of {application}</h2>
        <p class="actions">
          {QUERIES.map(({ id, title }) => (
            <button key={id} type="button" onClick={() => ask(() => read<LogsDocument>(path(id)))}>
              {title}
            </button>
          ))}
        </p>
      </div>
      <Problem text={problem} />
      <div class="result" role="status">
        {isBusy ? <p class="quiet">Asking …</p> : null}
        {answer ? <LogLines found={answer} /> : null}
      </div>
    </section>
  );
}

const HOUR_MS = 3_600_000;

interface LogLinesProps {
  readonly found: LogsDocument;
  /** Time of the line to look at; missing: the newest. */
  readonly marked?: string | undefined;
}

/** Lines that a query found, oldest first; the marked one is in view, else the newest. */
export function LogLines({ found, marked }: LogLinesProps) {
  const time = useTimes(found.to);
  const clock = clockIn(useContext(PlaceContext)?.timeZone);
  const list = useMarkedInView<HTMLOListElement>(found);
  const { lines, logs, query, from, to } = found;
  // Minutes say too little of a short time.
  const written = Date.parse(to) - Date.parse(from) < HOUR_MS ? clock : (at: string) => time(new Date(at));
  const markedAt = lines.findIndex(({ at }) => at === marked);
  return (
    <>
      {logs.map(({ of, problem }) =>
        problem === null ? null : <Problem key={of} text={`Log of the ${of}: ${problem}`} />,
      )}
      <p class="quiet">
        {lines.length} {lines.length === 1 ? 'line' : 'lines'} of the query {query} from {written(from)} to{' '}
        {written(to)}, oldest first
        {logs.some(({ isCut }) => isCut) ? '; the log has more' : ''}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls what has the focus. */}
      <ol class="log-lines mono" aria-label="Lines of the log, oldest first" tabIndex={0} ref={list}>
        {lines.map(({ of, at, level, text, cause }, index) => (
          <li key={`${index} ${at}`} data-level={level} data-marked={index === markedAt}>
            <time dateTime={at}>{clock(at)}</time> {of === 'manager' ? 'manager: ' : ''}
            {text}
            {cause === null ? '' : ` ← ${cause}`}
          </li>
        ))}
      </ol>
    </>
  );
}
