import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type ReachRow, reachTable } from '../../config/model/reach-table';
import { settingsTable } from '../../config/model/settings-table';
import { settingsSchema } from '../../config/schema/settings';
import { withPart } from './document-part';

const FILE = 'docs/settings.md';

/**
 * Updates the generated tables of the document.
 *
 * @throws Error when its marks are missing.
 */
export function withSettingsTable(document: string): string {
  const reach = reachTable(['default', 'production'].map(reachRow));
  return withPart(withPart(document, FILE, 'settings-table', settingsTable()), FILE, 'reach', reach);
}

const environmentFile = z.object({ snapshots: settingsSchema.in.shape.snapshots });

/** Row of one environment. The blanks of production.json do not matter: only its snapshots are read. */
function reachRow(environment: string): ReachRow {
  const text = readFileSync(join(__dirname, '../../config', `${environment}.json`), 'utf8');
  return { name: `\`${environment}.json\``, settings: environmentFile.parse(JSON.parse(text)) };
}
