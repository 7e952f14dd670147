import { REASONS } from '../../lambda-src/snapshot-manager/domain/reasons';
import { markdownTable, withPart } from './document-part';

/**
 * Updates the table of reasons in the manager's document.
 *
 * @throws Error when its marks are missing.
 */
export function withReasonsTable(document: string): string {
  const rows = Object.entries(REASONS).map(([reason, { outcome, isContinued, advice }]) => [
    outcome,
    `\`${reason}\``,
    isContinued ? 'goes on' : 'the same result',
    advice,
  ]);
  const table = markdownTable(['outcome', 'reason', 'a retry of the event', 'what to do'], rows);
  return withPart(document, 'docs/snapshot-manager.md', 'reasons', table);
}
