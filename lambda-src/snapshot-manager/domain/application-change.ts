import type { ApplicationState, RestoreSource } from './application-state';

/**
 * Change of the application since the run first saw it that forbids deletions, because somebody may be restoring it
 * from any of its snapshots: a whole sentence; `undefined` without a change.
 */
export function changeSince(before: ApplicationState, now: ApplicationState): string | undefined {
  if (now.status !== 'RUNNING') return `The application became ${now.status} during the run.`;
  if (now.createdAt?.getTime() !== before.createdAt?.getTime()) {
    return 'The application was deleted and recreated during the run.';
  }
  const [from, to] = [sourceText(before.restoresFrom), sourceText(now.restoresFrom)];
  return from === to ? undefined : `The snapshot to restore from changed from ${from} to ${to} during the run.`;
}

function sourceText(source: RestoreSource): string {
  switch (source.kind) {
    case 'latest':
      return 'the newest one';
    case 'snapshot':
      return source.name;
    case 'none':
      return 'none';
  }
}
