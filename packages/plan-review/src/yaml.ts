import { parseDocument } from 'yaml';
import type { Json } from './json';
import { jsonSchema } from './json-text';

/** Value in a YAML or JSON text; undefined for any other. Tags such as `!Sub` are dropped. */
export function yamlInText(text: Json | undefined): Json | undefined {
  if (typeof text !== 'string') return undefined;
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0) return undefined;
  try {
    return jsonSchema.safeParse(document.toJS({ maxAliasCount: 100 })).data;
  } catch {
    return undefined; // The document has too many aliases.
  }
}
