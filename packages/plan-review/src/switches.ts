import type { Shown } from './attribute-changes';
import { at, isEmpty, isEqual, isList, isObject, type Json, jsonInText } from './json';
import { hasTrue, maskAt } from './masks';
import type { ResourceChange } from './plan';

/** An attribute before and after, as a rule looks at it. */
export interface Watched {
  readonly path: string;
  readonly old: Json | undefined;
  readonly now: Json | undefined;
  /** Known after apply only: it may become anything. */
  readonly isUnknown: boolean;
  readonly shown: { readonly old: Shown; readonly now: Shown };
}

/**
 * One attribute of a changed resource. The path names blocks without their index: there is one of each. It goes on
 * within a text that holds JSON.
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

/** Whether it was `on` and is not any more, or may not be. An attribute that is left out is off. */
export function turnsOff({ old, now, isUnknown }: Watched, on: Json = true): boolean {
  return isEqual(old, on) && (isUnknown || !isEqual(now, on));
}

/** Whether it was not `on` and is now, or may be. */
export function turnsOn({ old, now, isUnknown }: Watched, on: Json = true): boolean {
  return !isEqual(old, on) && (isUnknown || isEqual(now, on));
}

/** Whether a list that had something has nothing now. One that is known after apply only will have something. */
export function isEmptied({ old, now, isUnknown }: Watched): boolean {
  return !isEmpty(old) && !isUnknown && isEmpty(now);
}

function inBlocks(value: Json, names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>((inner, name) => {
    const block = isList(inner) ? inner[0] : inner;
    return at(typeof block === 'string' ? jsonInText(block) : block, name);
  }, value);
}

/** `true` at the attribute or any part of it, or at any block around it. */
function isSensitiveAt(mask: Json, names: readonly string[]): boolean {
  const inBlock = (inner: Json | undefined) => (isList(inner) ? maskAt(inner, 0) : inner);
  return hasTrue(names.reduce<Json | undefined>((inner, name) => maskAt(inBlock(inner), name), mask));
}

/** `true` at the attribute, at any block around it, or (for a list) at one of its items. */
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
