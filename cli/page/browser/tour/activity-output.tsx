import { duration } from '../../../times';
import type { Activity } from '../../api/activities';
import { Problem } from '../parts/problem';
import { useAsk } from '../parts/use-ask';
import { useEndInView } from '../parts/use-end-in-view';
import { change } from '../server';

/** Command with what it printed, as a terminal shows it. */
export function ActivityOutput({ activity }: { readonly activity: Activity }) {
  const { id, line, lines, endedAt, ifInterrupted } = activity;
  const { problem, ask } = useAsk<Activity>();
  const output = useEndInView<HTMLPreElement>(lines.length);
  const interrupt = () =>
    ask(() => change<Activity>(`/api/actions/activities/${encodeURIComponent(id)}/interrupt`, {}));
  return (
    <div class="activity">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls what has the focus. */}
      <pre class="terminal" role="log" aria-label={`Output of ${line}`} tabIndex={0} ref={output}>
        <strong>$ {line}</strong>
        {`\n${lines.join('\n')}`}
      </pre>
      <p class="actions">
        <span role="status">{endText(activity)}</span>
        {endedAt === null ? (
          <button type="button" onClick={interrupt}>
            Interrupt
          </button>
        ) : null}
        {ifInterrupted === null ? null : <span class="quiet">If interrupted: {ifInterrupted}</span>}
      </p>
      <Problem text={problem} />
    </div>
  );
}

/** Words on how a command ended, or that it runs. */
export function endText({ endedAt, startedAt, exitCode }: Activity): string {
  if (endedAt === null) return '… running';
  const took = duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
  if (exitCode === 0) return `✔ done after ${took}`;
  return exitCode === null ? `✖ ended by a signal after ${took}` : `✖ ended with exit code ${exitCode} after ${took}`;
}
