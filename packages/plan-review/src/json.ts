/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Maximum depth: more than any plan or policy has, and less than exhausts the stack when a value is walked. */
export const DEEPEST = 500;

/** True if a value is nested more than `DEEPEST` levels deep; safe for any value. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Value below these keys and indexes; undefined if there is none. */
export function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, part) => {
    if (typeof part === 'number') return isList(inner) ? inner[part] : undefined;
    return isObject(inner) ? inner[part] : undefined;
  }, value);
}

/** True for equal values, whatever the order of keys. */
export function isEqual(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index]));
  }
  if (isObject(left) && isObject(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length && keys.every((key) => key in right && isEqual(left[key], right[key]))
    );
  }
  return false;
}

/** Part of an ARN after the last `/`. */
export function lastPart(arn: Json | undefined): string | undefined {
  return typeof arn === 'string' && arn !== '' ? arn.slice(arn.lastIndexOf('/') + 1) : undefined;
}

/** Items of a list; a single value is a list of one. */
export function asList(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

/** Texts in a list, or a single text. */
export function texts(value: Json | undefined): string[] {
  return asList(value).flatMap((one) => (typeof one === 'string' ? one : []));
}

/** True for null and for an empty text, list or object. */
export function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (isList(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}
