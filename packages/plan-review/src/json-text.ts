import { z } from 'zod';
import { isTooDeep, type Json } from './json';

export const jsonSchema: z.ZodType<Json> = z.json();

/** Object or list in a JSON text (a policy, a dashboard); undefined for any other text. */
export function jsonInText(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isTooDeep(parsed) ? undefined : jsonSchema.parse(parsed);
  } catch {
    return undefined; // It only looks like JSON and is compared like any other text.
  }
}
