import { useEffect, useState } from 'preact/hooks';
import { fullCommand, useCommandOptions } from './full-command';

const SHOWN_MS = 2000;

/** Command line with a button that copies it; it names the page's deployment. */
export function CopyCommand({ line: given }: { readonly line: string }) {
  const line = fullCommand(given, useCommandOptions());
  const [state, setState] = useState<'Copy' | 'Copied' | 'Failed'>('Copy');
  useEffect(() => {
    if (state === 'Copy') return undefined;
    const timer = setTimeout(() => setState('Copy'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    navigator.clipboard.writeText(line).then(
      () => setState('Copied'),
      () => setState('Failed'),
    );
  return (
    <span class="copy-command">
      <code>{line}</code>
      <button type="button" aria-label={`Copy ${line}`} onClick={copy}>
        {state}
      </button>
      <span class="spoken" role="status">
        {state === 'Copied' ? `Copied ${line}` : ''}
      </span>
    </span>
  );
}
