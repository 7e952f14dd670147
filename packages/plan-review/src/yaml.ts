import { parseDocument } from 'yaml';
import { type Json, jsonSchema } from './json';

/** The value that a text holds as YAML or JSON; undefined for any other. Tags such as `!Sub` are left out of it. */
export function yamlInText(text: Json | undefined): Json | undefined {
  if (typeof text !== 'string') return undefined;
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0) return undefined;
  try {
    return jsonSchema.safeParse(document.toJS({ maxAliasCount: 100 })).data;
  } catch {
    return undefined; // aliases without end
  }
}
