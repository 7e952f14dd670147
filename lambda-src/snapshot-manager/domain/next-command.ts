import type { MailKind } from './notification-policy';
import { REASONS } from './reasons';
import type { RunRecord } from './record';

/**
 * Command that comes next after a mail about a record. It shows what is wrong or what is kept, and changes nothing: what
 * then is to be done, the command and the advice of the mail say.
 */
export function nextCommand(
  { application, reason }: Pick<RunRecord, 'application' | 'reason'>,
  kind: MailKind,
): string {
  if (kind === 'all-clear') return `kda status ${application}`;
  const { condition } = REASONS[reason ?? 'unexpected-error'];
  switch (condition) {
    case 'well':
    case 'not-running':
      return `kda status ${application}`;
    case 'cleanup-incomplete':
      return `kda retention ${application}`;
    case 'quota-reached':
      return `kda snapshots ${application}`;
    default:
      return `kda why ${application}`;
  }
}

/** Last line of a mail. */
export function nextLine(command: string): string {
  return `Next: ${command}`;
}
