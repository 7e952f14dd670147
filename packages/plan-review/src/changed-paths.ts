import { isEmpty, isEqual, isList, isObject, type Json } from './json';
import { jsonInText } from './json-text';
import { hasTrue, maskAt } from './masks';
import type { ResourceChange } from './plan';

/** Differing attribute, by its path in the provider's schema: blocks without their index. */
export interface ChangedPath {
  /** Path: `application_configuration.run_configuration.flink_run_configuration.allow_non_restored_state`. */
  readonly path: string;
  readonly old: Json | undefined;
  readonly now: Json | undefined;
  /** True if known only after apply. */
  readonly isUnknown: boolean;
}

/**
 * Attributes of a resource that differ or may differ. null and an empty text, list or object are equal, and so are two
 * texts with the same JSON. `isLeaf` is true for a map that is one attribute, whatever its keys.
 */
export function changedPaths(
  { before, after, unknown }: Pick<ResourceChange, 'before' | 'after' | 'unknown'>,
  isLeaf: (path: string) => boolean,
): ChangedPath[] {
  const found = new Map<string, ChangedPath>();
  const walk = (old: Json | undefined, now: Json | undefined, mask: Json | undefined, path: string): void => {
    if (!isLeaf(path) && (hasParts(old) || hasParts(now))) {
      for (const [left, right, inner] of pairs(old, now, mask)) {
        const [a, b] = [isObject(left) ? left : {}, isObject(right) ? right : {}];
        const names = new Set([...Object.keys(a), ...Object.keys(b), ...(isObject(inner) ? Object.keys(inner) : [])]);
        for (const name of names) {
          walk(a[name], b[name], maskAt(inner, name), path === '' ? name : `${path}.${name}`);
        }
      }
      return;
    }
    const isUnknown = hasTrue(mask);
    if (isUnknown || !isSame(old, now)) found.set(path, { path, old, now, isUnknown });
  };
  walk(before ?? {}, after ?? {}, unknown, '');
  return [...found.values()];
}

/** True for an object, or a list of blocks. */
function hasParts(value: Json | undefined): boolean {
  return isObject(value) || (isList(value) && value.some(isObject));
}

type Pair = readonly [Json | undefined, Json | undefined, Json | undefined];

/** Pairs equal blocks with each other, the others in their order. */
function pairs(old: Json | undefined, now: Json | undefined, mask: Json | undefined): readonly Pair[] {
  const [before, after] = [items(old), items(now)];
  const maskOf = (index: number) => (isList(now) || isList(old) ? maskAt(mask, index) : mask);
  const isKept = (one: Json, others: readonly Json[]) => others.some((other) => isEqual(one, other));
  const left = before.filter((one) => !isKept(one, after));
  const right = after.flatMap((one, index) =>
    isKept(one, before) && !hasTrue(maskOf(index)) ? [] : { one, mask: maskOf(index) },
  );
  const length = Math.max(left.length, right.length);
  // All existing blocks may change if the list is unknown as a whole.
  if (length === 0 && mask === true) return before.map((one): Pair => [one, undefined, true]);
  return Array.from(
    { length },
    (_, index): Pair => [left[index], right[index]?.one, right[index]?.mask ?? (mask === true ? true : undefined)],
  );
}

function items(value: Json | undefined): readonly Json[] {
  if (isList(value)) return value;
  return isEmpty(value) || value === undefined ? [] : [value];
}

function isSame(old: Json | undefined, now: Json | undefined): boolean {
  if (isEmpty(old) && isEmpty(now)) return true;
  if (isEqual(old, now)) return true;
  const [before, after] = [jsonInText(old), jsonInText(now)];
  return before !== undefined && after !== undefined && isEqual(before, after);
}
