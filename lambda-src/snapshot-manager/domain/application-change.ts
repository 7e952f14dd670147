import type { ApplicationState, RestoreSource } from './application-state';

/**
 * What happened to the application since the run first saw it that forbids deletions: somebody may be restoring it from
 * any of its snapshots. It is a whole sentence; `undefined` when nothing happened.
 */
export function changeSince(before: ApplicationState, now: ApplicationState): string | undefined {
  if (now.status !== 'RUNNING') return `The application became ${now.status} while the run was at work.`;
  if (now.createdAt?.getTime() !== before.createdAt?.getTime()) {
    return 'The application was deleted and made anew while the run was at work.';
  }
  const [from, to] = [sourceText(before.restoresFrom), sourceText(now.restoresFrom)];
  return from === to
    ? undefined
    : `The snapshot to restore from changed from ${from} to ${to} while the run was at work.`;
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
