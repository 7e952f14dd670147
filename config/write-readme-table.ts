import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsTable } from './settings-table';

const START = '<!-- settings-table: npm run schema writes what follows -->';
const END = '<!-- settings-table ends -->';

/** The README with the settings' table as the definition has it now. @throws Error when its marks are missing. */
export function withSettingsTable(readme: string): string {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start < 0 || end < start) {
    throw new Error(`README.md lacks the lines "${START}" and "${END}", between which the settings' table stands.`);
  }
  return `${readme.slice(0, start)}${START}\n\n${settingsTable()}\n${readme.slice(end)}`;
}

if (require.main === module) {
  const file = join(__dirname, '..', 'README.md');
  writeFileSync(file, withSettingsTable(readFileSync(file, 'utf8')));
}
