import type { QueryRows, SavedQueries as Saved } from '../../api/logs';
import { LogTable } from '../parts/log-table';
import { Problem } from '../parts/problem';
import { useAsk } from '../parts/use-ask';
import { read } from '../server';
import { useTimes } from '../shell/place-context';
import { useDocument } from '../use-document';

/** Queries that are saved in the account, as buttons, with the table of the one that was asked. */
export function SavedQueries() {
  const saved = useDocument<Saved>('/api/saved-queries', undefined);
  const { answer, problem, isBusy, ask } = useAsk<QueryRows>();
  const queries = saved.document?.queries ?? [];
  return (
    <section aria-labelledby="queries-title" aria-busy={isBusy}>
      <div class="section-head">
        <h2 id="queries-title">Saved queries</h2>
        <p class="actions">
          {queries.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              onClick={() => ask(() => read<QueryRows>(`/api/saved-queries/${encodeURIComponent(id)}`))}
            >
              {name}
            </button>
          ))}
        </p>
      </div>
      {saved.document && queries.length === 0 ? <p>The deployment saved no query.</p> : null}
      <Problem text={problem ?? saved.problem} />
      <div class="result" role="status">
        {isBusy ? <p class="quiet">Asking …</p> : null}
        {answer ? <QueryTable found={answer} /> : null}
      </div>
    </section>
  );
}

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

export function QueryTable({ found }: { readonly found: QueryRows }) {
  const time = useTimes(found.to);
  const { query, columns, rows, isCut, from } = found;
  const shown = (cell: string | null) => (cell !== null && TIME.test(cell) ? time(new Date(cell)) : cell);
  return (
    <>
      <p class="quiet">
        {query.name}: {rows.length} {rows.length === 1 ? 'row' : 'rows'} since {time(new Date(from))}
        {isCut ? '; the log has more' : ''}
      </p>
      {rows.length === 0 ? null : (
        <LogTable label={query.name} columns={columns} rows={rows.map((cells) => cells.map(shown))} />
      )}
    </>
  );
}
