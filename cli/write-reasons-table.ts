import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REASONS } from '../lambda-src/snapshot-manager/outcomes';

const START = '<!-- reasons: npm run schema writes what follows -->';
const END = '<!-- reasons end -->';

/** The manager's document with the table of reasons as the code has them. @throws Error when its marks are missing. */
export function withReasonsTable(document: string): string {
  const start = document.indexOf(START);
  const end = document.indexOf(END);
  if (start < 0 || end < start) {
    throw new Error(
      `docs/snapshot-manager.md lacks the lines "${START}" and "${END}", between which the reasons stand.`,
    );
  }
  return `${document.slice(0, start)}${START}\n\n${reasonsTable()}\n${document.slice(end)}`;
}

function reasonsTable(): string {
  const rows = Object.entries(REASONS).map(
    ([reason, { outcome, isFinal, advice }]) =>
      `| ${outcome} | \`${reason}\` | ${isFinal ? 'the same result' : 'goes on'} | ${advice} |`,
  );
  return ['| outcome | reason | a retry of the event | what to do |', '|---|---|---|---|', ...rows, ''].join('\n');
}

if (require.main === module) {
  const file = join(__dirname, '..', 'docs', 'snapshot-manager.md');
  writeFileSync(file, withReasonsTable(readFileSync(file, 'utf8')));
}
