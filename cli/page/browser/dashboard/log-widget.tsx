import { useState } from 'preact/hooks';
import type { LogRows, LogWidget, Range } from '../../api/dashboard';
import { LogTable } from '../parts/log-table';
import { Problem } from '../parts/problem';
import { read, sentenceOf } from '../server';
import { useDocument } from '../use-document';

interface LogContentProps {
  readonly widget: LogWidget;
  readonly range: Range;
  readonly isLocal: boolean;
}

/** Rows of a log's query: by themselves on a local cloud; in a real account, where each query costs, on demand. */
export function LogContent({ widget, range, isLocal }: LogContentProps) {
  const path = `${widget.rows}?range=${range}`;
  return isLocal ? <LocalRows path={path} title={widget.title} /> : <RowsOnDemand path={path} widget={widget} />;
}

function LocalRows({ path, title }: { readonly path: string; readonly title: string }) {
  const { document, problem } = useDocument<LogRows>(path, 'dashboard');
  return <Rows rows={document} problem={problem} title={title} />;
}

function RowsOnDemand({ path, widget }: { readonly path: string; readonly widget: LogWidget }) {
  const [answer, setAnswer] = useState<{ readonly rows?: LogRows; readonly problem?: string }>({});
  const [isRunning, setRunning] = useState(false);
  const run = async () => {
    setRunning(true);
    try {
      setAnswer({ rows: await read<LogRows>(path) });
    } catch (error) {
      setAnswer({ problem: sentenceOf(error) });
    }
    setRunning(false);
  };
  return (
    <>
      <p>
        <button type="button" onClick={() => void run()} disabled={isRunning}>
          {isRunning ? 'Running …' : 'Run the query'}
        </button>{' '}
        <span class="quiet">CloudWatch Logs Insights charges for each GB that it scans.</span>
      </p>
      {answer.rows === undefined && answer.problem === undefined ? (
        <pre class="log-query">{widget.query}</pre>
      ) : (
        <Rows rows={answer.rows} problem={answer.problem} title={widget.title} />
      )}
    </>
  );
}

interface RowsProps {
  readonly rows: LogRows | undefined;
  readonly problem: string | undefined;
  readonly title: string;
}

/** Rows of a query as a table. */
export function Rows({ rows, problem, title }: RowsProps) {
  const trouble = problem ?? rows?.problem ?? null;
  if (trouble !== null) return <Problem text={trouble} />;
  if (rows === undefined) return <p class="quiet">Asking the log …</p>;
  if (rows.rows.length === 0) return <p class="quiet">The query finds nothing in this range.</p>;
  return <LogTable label={`Rows: ${title}`} columns={rows.columns} rows={rows.rows} />;
}
