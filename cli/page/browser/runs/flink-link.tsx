import type { FlinkUi } from '../../api/runs';
import { Problem } from '../parts/problem';
import { useAsk } from '../parts/use-ask';
import { change } from '../server';
import { useTimes } from '../shell/place-context';

/** Way to the application's Flink web UI. Its address lets in whoever has it, so it is asked for when it is wanted. */
export function FlinkLink({ application }: { readonly application: string }) {
  const { answer, problem, isBusy, ask } = useAsk<FlinkUi>();
  const time = useTimes();
  const open = async () => {
    const found = await change<FlinkUi>(`/api/flink-ui/${encodeURIComponent(application)}`, {});
    window.open(found.url, '_blank', 'noopener,noreferrer');
    return found;
  };
  return (
    <div class="actions">
      <button type="button" disabled={isBusy} onClick={() => ask(open)}>
        Flink web UI of {application}
      </button>
      {answer ? (
        <a href={answer.url} target="_blank" rel="noopener noreferrer">
          open it (until {time(new Date(answer.expiresAt))})
        </a>
      ) : null}
      <Problem text={problem} />
    </div>
  );
}
