import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsTable } from './settings-table';

const START = '<!-- settings-table: npm run schema writes what follows -->';
const END = '<!-- settings-table ends -->';

/** The document with the settings' table as the definition has it now. @throws Error when its marks are missing. */
export function withSettingsTable(document: string): string {
  const start = document.indexOf(START);
  const end = document.indexOf(END);
  if (start < 0 || end < start) {
    throw new Error(
      `docs/settings.md lacks the lines "${START}" and "${END}", between which the settings' table stands.`,
    );
  }
  return `${document.slice(0, start)}${START}\n\n${settingsTable()}\n${document.slice(end)}`;
}

if (require.main === module) {
  const file = join(__dirname, '..', 'docs', 'settings.md');
  writeFileSync(file, withSettingsTable(readFileSync(file, 'utf8')));
}
