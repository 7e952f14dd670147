import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type ReachRow, reachTable } from '../../config/model/reach-table';
import { settingsTable } from '../../config/model/settings-table';
import { settingsSchema } from '../../config/schema/settings';
import { withGeneratedPart } from '../../tools/generated-part';

const MARKS = {
  file: 'docs/settings.md',
  start: '<!-- settings-table: npm run generate writes what follows -->',
  end: '<!-- settings-table ends -->',
};

const REACH_MARKS = {
  file: 'docs/settings.md',
  start: '<!-- reach: npm run generate writes what follows -->',
  end: '<!-- reach ends -->',
};

/**
 * Updates the generated tables of the document.
 *
 * @throws Error when its marks are missing.
 */
export function withSettingsTable(document: string): string {
  const reach = reachTable(['default', 'production'].map(reachRow));
  return withGeneratedPart(withGeneratedPart(document, MARKS, settingsTable()), REACH_MARKS, reach);
}

const environmentFile = z.object({ snapshots: settingsSchema.in.shape.snapshots });

/** Row of one environment. The blanks of production.json do not matter: only its snapshots are read. */
function reachRow(environment: string): ReachRow {
  const text = readFileSync(join(__dirname, '../../config', `${environment}.json`), 'utf8');
  return { name: `\`${environment}.json\``, settings: environmentFile.parse(JSON.parse(text)) };
}
