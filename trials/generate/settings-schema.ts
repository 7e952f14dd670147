import { z } from 'zod';
import { NEEDS_A_PERSON } from '../../config/alarm-catalog/alarm-catalog';
import { settingsSchema } from '../../config/schema/settings';

/** JSON schema with which editors complete and check `config/*.json`. */
export function settingsJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(settingsSchema, { io: 'input' }), tuningOnce, 2)}\n`;
}

interface TuningSchema {
  readonly properties: Readonly<Record<string, object>>;
}

/** Writes the alarm tuning once, under `alarms.tune`; an application's entry refers to it. */
function tuningOnce(this: object, key: string, value: unknown): unknown {
  const isOfAnEntry = key === 'tune' && 'prefix' in this;
  return isOfAnEntry && isTuning(value) ? { ...value, properties: references(value) } : value;
}

function isTuning(value: unknown): value is TuningSchema {
  return typeof value === 'object' && value !== null && 'properties' in value;
}

function references({ properties }: TuningSchema): Record<string, object> {
  return Object.fromEntries(
    Object.entries(properties).map(([id, alarm]) => [
      id,
      id === NEEDS_A_PERSON ? alarm : { $ref: `#/properties/alarms/properties/tune/properties/${id}` },
    ]),
  );
}
