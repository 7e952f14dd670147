import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SCHEMA_FILE } from './load-settings';
import { settingsSchema } from './settings';

/** The JSON Schema by which editors complete and check `config/*.json`. */
export function settingsJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(settingsSchema, { io: 'input' }), tuningOnce, 2)}\n`;
}

/** What can be tuned stands once, under `alarms.tune`; an application's entry refers to it. */
function tuningOnce(this: object, key: string, value: { readonly description?: string }): unknown {
  const isOfAnEntry = key === 'tune' && 'prefix' in this;
  return isOfAnEntry ? { description: value.description, $ref: '#/properties/alarms/properties/tune' } : value;
}

if (require.main === module) {
  writeFileSync(join(__dirname, SCHEMA_FILE), settingsJsonSchema());
}
