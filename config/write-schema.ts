import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SCHEMA_FILE } from './load-settings';
import { settingsSchema } from './settings';

/** The JSON Schema by which editors complete and check `config/*.json`. */
export function settingsJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(settingsSchema, { io: 'input' }), undefined, 2)}\n`;
}

if (require.main === module) {
  writeFileSync(join(__dirname, SCHEMA_FILE), settingsJsonSchema());
}
