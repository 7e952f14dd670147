import { isList, isObject, type Json } from './json';

// A mask has the shape of a value, and `true` in place of each part that is sensitive or not known yet.

/** True if a mask has `true` anywhere: at the value itself, or at a part of it. */
export function hasTrue(mask: Json | undefined): boolean {
  if (mask === true) return true;
  return typeof mask === 'object' && mask !== null && Object.values(mask).some(hasTrue);
}

/** Mask of a part of a value; all of it if the whole is masked. */
export function maskAt(mask: Json | undefined, key: string | number): Json | undefined {
  if (mask === true) return true;
  if (typeof key === 'number') return isList(mask) ? mask[key] : undefined;
  return isObject(mask) ? mask[key] : undefined;
}

/** Masked texts of a value. */
export function maskedTexts(value: Json | undefined, mask: Json | undefined): string[] {
  if (!hasTrue(mask)) return [];
  if (isList(value)) return value.flatMap((item, index) => maskedTexts(item, maskAt(mask, index)));
  if (isObject(value)) return Object.entries(value).flatMap(([key, inner]) => maskedTexts(inner, maskAt(mask, key)));
  return typeof value === 'string' && value !== '' ? [value] : [];
}
