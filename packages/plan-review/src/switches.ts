import type { Shown } from './attribute-changes';
import { at, isEmpty, isEqual, isList, isObject, type Json } from './json';
import { jsonInText } from './json-text';
import { hasTrue, maskAt } from './masks';
import type { ResourceChange } from './plan';

/** Attribute before and after, for a rule. */
export interface Watched {
  readonly path: string;
  readonly old: Json | undefined;
  readonly now: Json | undefined;
  /** True if known only after apply, so that it may become anything. */
  readonly isUnknown: boolean;
  readonly shown: { readonly old: Shown; readonly now: Shown };
}

/**
 * Attribute of a changed resource. The path names blocks without their index, because there is one of each, and
 * continues within a text that contains JSON.
 */
export function watch(change: ResourceChange, ...names: readonly string[]): Watched {
  const old = inBlocks(change.before, names);
  const now = inBlocks(change.after, names);
  const isUnknown = isUnknownAt(change.unknown, names);
  const isSensitive = [change.beforeSensitive, change.afterSensitive].some((mask) => isSensitiveAt(mask, names));
  const side = (value: Json | undefined): Shown => {
    if (isSensitive) return { is: 'sensitive' };
    return value === undefined || value === null ? { is: 'absent' } : { is: 'value', value };
  };
  return {
    path: names.join('.'),
    old,
    now,
    isUnknown,
    shown: {
      old: side(old),
      now: isUnknown ? { is: 'unknown' } : side(now),
    },
  };
}

/** True if it was `on` and no longer is, or may not be. A missing attribute is off. */
export function turnsOff({ old, now, isUnknown }: Watched, on: Json = true): boolean {
  return isEqual(old, on) && (isUnknown || !isEqual(now, on));
}

/** True if it was not `on` and now is, or may be. */
export function turnsOn({ old, now, isUnknown }: Watched, on: Json = true): boolean {
  return !isEqual(old, on) && (isUnknown || isEqual(now, on));
}

/** True if it does not change; null and an empty text, list or object are equal. */
export function isSame({ old, now }: Watched): boolean {
  return (isEmpty(old) && isEmpty(now)) || isEqual(old, now);
}

/** True if either side is sensitive, so that no detail may show it. */
export function isSecret({ shown: { old, now } }: Watched): boolean {
  return old.is === 'sensitive' || now.is === 'sensitive';
}

/** True if a list becomes empty. An unknown list is not empty. */
export function isEmptied({ old, now, isUnknown }: Watched): boolean {
  return !isEmpty(old) && !isUnknown && isEmpty(now);
}

function inBlocks(value: Json, names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>((inner, name) => {
    const block = isList(inner) ? inner[0] : inner;
    return at(typeof block === 'string' ? jsonInText(block) : block, name);
  }, value);
}

/** True if the mask is `true` at the attribute or any part of it, or at any block around it. */
function isSensitiveAt(mask: Json, names: readonly string[]): boolean {
  const inBlock = (inner: Json | undefined) => (isList(inner) ? maskAt(inner, 0) : inner);
  return hasTrue(names.reduce<Json | undefined>((inner, name) => maskAt(inBlock(inner), name), mask));
}

/** True if the mask is `true` at the attribute, at any block around it, or (for a list) at one of its items. */
function isUnknownAt(mask: Json, names: readonly string[]): boolean {
  let inner: Json | undefined = mask;
  for (const name of names) {
    if (inner === true) return true;
    inner = isList(inner) ? inner[0] : inner;
    if (inner === true) return true;
    inner = isObject(inner) ? inner[name] : undefined;
  }
  return inner === true || (isList(inner) && inner.includes(true));
}
