import { useState } from 'preact/hooks';
import type { RunbookPage } from '../../api/alarms';
import { blocksOf } from '../parts/markdown';
import { Markdown } from '../parts/markdown-text';
import { Problem } from '../parts/problem';
import { read, sentenceOf } from '../server';

/** Page of the runbook for an alarm, read when it is asked for, and its address where that can be opened. */
export function Runbook({ id, address }: { readonly id: string; readonly address: string | null }) {
  const [page, setPage] = useState<RunbookPage>();
  const [problem, setProblem] = useState<string>();
  const open = () =>
    read<RunbookPage>(`/api/runbook/${encodeURIComponent(id)}`).then(
      (found) => setPage(found),
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  return (
    <div class="runbook">
      <p class="actions">
        <button type="button" aria-expanded={page !== undefined} onClick={page ? () => setPage(undefined) : open}>
          Runbook: {id}
        </button>
        {address?.startsWith('https://') ? (
          <a href={address} target="_blank" rel="noopener noreferrer">
            in the repository
          </a>
        ) : null}
      </p>
      <Problem text={problem} />
      {page === undefined ? null : (
        <section aria-label={`Runbook: ${id}`}>
          {page.text === null ? (
            <p>This installation has no runbook: docs/runbook.md of the repository has it, under {id}.</p>
          ) : (
            <Markdown blocks={blocksOf(page.text)} />
          )}
        </section>
      )}
    </div>
  );
}
