import { APPLICATION_STATUSES } from '../../lambda-src/snapshot-manager/domain/application-status';
import { markdownTable, withPart } from './document-part';

/**
 * Updates the table of application statuses in the runbook.
 *
 * @throws Error when its marks are missing.
 */
export function withStatusTable(document: string): string {
  const rows = Object.entries(APPLICATION_STATUSES)
    .filter(([, { kind }]) => kind !== 'running')
    .map(([status, { meaning, whenItLasts }]) => [status, meaning, whenItLasts]);
  const table = markdownTable(['status', 'what happens', 'what to do'], rows);
  return withPart(document, 'docs/runbook.md', 'statuses', table);
}
