import { REASONS } from '../../lambda-src/snapshot-manager/domain/reasons';
import { withGeneratedPart } from '../../tools/generated-part';

const MARKS = {
  file: 'docs/snapshot-manager.md',
  start: '<!-- reasons: npm run generate writes what follows -->',
  end: '<!-- reasons end -->',
};

/**
 * Updates the table of reasons in the manager's document.
 *
 * @throws Error when its marks are missing.
 */
export function withReasonsTable(document: string): string {
  return withGeneratedPart(document, MARKS, reasonsTable());
}

function reasonsTable(): string {
  const rows = Object.entries(REASONS).map(
    ([reason, { outcome, isContinued, advice }]) =>
      `| ${outcome} | \`${reason}\` | ${isContinued ? 'goes on' : 'the same result'} | ${advice} |`,
  );
  return ['| outcome | reason | a retry of the event | what to do |', '|---|---|---|---|', ...rows, ''].join('\n');
}
