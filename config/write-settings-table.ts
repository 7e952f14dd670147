import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withGeneratedPart } from './generated-part';
import { settingsTable } from './settings-table';

const MARKS = {
  file: 'docs/settings.md',
  start: '<!-- settings-table: npm run schema writes what follows -->',
  end: '<!-- settings-table ends -->',
};

/** The document with the settings' table as the definition has it now. @throws Error when its marks are missing. */
export function withSettingsTable(document: string): string {
  return withGeneratedPart(document, MARKS, settingsTable());
}

if (require.main === module) {
  const file = join(__dirname, '..', 'docs', 'settings.md');
  writeFileSync(file, withSettingsTable(readFileSync(file, 'utf8')));
}
