import { APPLICATION_STATUSES } from '../../lambda-src/snapshot-manager/domain/application-status';
import { withGeneratedPart } from '../../tools/generated-part';

const MARKS = {
  file: 'docs/runbook.md',
  start: '<!-- statuses: npm run generate writes what follows -->',
  end: '<!-- statuses end -->',
};

/**
 * Updates the table of application statuses in the runbook.
 *
 * @throws Error when its marks are missing.
 */
export function withStatusTable(document: string): string {
  return withGeneratedPart(document, MARKS, statusTable());
}

function statusTable(): string {
  const rows = Object.entries(APPLICATION_STATUSES)
    .filter(([, { kind }]) => kind !== 'running')
    .map(([status, { meaning, whenItLasts }]) => `| ${status} | ${meaning} | ${whenItLasts} |`);
  return ['| status | what happens | what to do |', '|---|---|---|', ...rows, ''].join('\n');
}
