import type { JsonSchema } from './detail-schema';

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * Faults of a value by a schema, each with its path; none for a valid one. Stricter than JSON Schema in one point: a
 * field that the schema does not name is a fault, because the sender must not publish what is not documented.
 */
export function faultsOf(schema: JsonSchema, value: unknown, path = 'detail'): readonly string[] {
  switch (schema.type) {
    case 'string':
      return typeof value === 'string' ? textFaults(schema, value, path) : [`${path} is no text`];
    case 'integer':
      return Number.isSafeInteger(value) ? numberFaults(schema, Number(value), path) : [`${path} is no whole number`];
    case 'object':
      return isObject(value) ? objectFaults(schema, value, path) : [`${path} is no object`];
  }
}

function textFaults({ enum: allowed, minLength = 0, maxLength, format }: JsonSchema, value: string, path: string) {
  const faults: string[] = [];
  if (allowed && !allowed.includes(value)) faults.push(`${path} is ${JSON.stringify(value)}, not one of its values`);
  if (value.length < minLength) faults.push(`${path} is empty`);
  if (maxLength !== undefined && value.length > maxLength) {
    faults.push(`${path} has ${value.length} characters, at most ${maxLength} are allowed`);
  }
  const isTime = DATE_TIME.test(value) && !Number.isNaN(Date.parse(value));
  if (format && !isTime) faults.push(`${path} is ${JSON.stringify(value)}, no time in UTC`);
  return faults;
}

function numberFaults({ const: only, minimum }: JsonSchema, value: number, path: string): readonly string[] {
  if (only !== undefined && value !== only) return [`${path} is ${value}, not ${only}`];
  return minimum !== undefined && value < minimum ? [`${path} is ${value}, below ${minimum}`] : [];
}

function objectFaults({ properties = {}, required = [] }: JsonSchema, value: object, path: string): readonly string[] {
  const missing = required.filter((name) => !(name in value)).map((name) => `${path}.${name} is missing`);
  return [
    ...missing,
    ...Object.entries(value).flatMap(([name, each]) => {
      const schema = properties[name];
      return schema ? faultsOf(schema, each, `${path}.${name}`) : [`${path}.${name} is not in the schema`];
    }),
  ];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
