import { at, isEmpty, isEqual, isList, isObject, type Json } from './json';
import { jsonInText } from './json-text';
import { hasTrue, maskAt } from './masks';
import type { OutputChange, ResourceChange } from './plan';

/** Value for display. Sensitive and unknown values are missing, so that they can't be shown by mistake. */
export type Shown =
  | { readonly is: 'value'; readonly value: Json }
  | { readonly is: 'absent' | 'sensitive' | 'unknown' };

/** Changed attribute. A list of plain values contains only the added and removed ones. */
export interface AttributeChange {
  /**
   * Path: `application_configuration.application_snapshot_configuration.snapshots_enabled`, `policy →
   * Statement[ReadCode].Action`.
   */
  readonly path: string;
  readonly old: Shown;
  readonly new: Shown;
  readonly forcesReplacement: boolean;
}

/** Both sides of one value, with their masks. */
interface Sides {
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly unknown: Json | undefined;
  readonly beforeSensitive: Json | undefined;
  readonly afterSensitive: Json | undefined;
}

type Path = readonly (string | number)[];

const ABSENT: Shown = { is: 'absent' };

/** Changed attributes of a resource, by name; texts that contain JSON are compared by their structure. */
export function attributeChanges(change: ResourceChange): AttributeChange[] {
  return walk(change, '', [], change.replacedFor);
}

/** Changed attributes of an output, whose value is one attribute named `value`. */
export function outputChanges(change: OutputChange): AttributeChange[] {
  return walk(change, 'value', [], []);
}

function walk(sides: Sides, shownPath: string, path: Path, replacedFor: readonly Path[]): AttributeChange[] {
  const found = (old: Shown, now: Shown): AttributeChange[] => [
    {
      path: shownPath,
      old,
      new: now,
      forcesReplacement: path.length > 0 && replacedFor.some((one) => isEqual(one, path)),
    },
  ];
  const { before, after, unknown } = sides;
  if (sides.beforeSensitive === true || sides.afterSensitive === true) {
    if (unknown !== true && isEqual(before ?? null, after ?? null)) return [];
    return found(
      isEmpty(before) ? ABSENT : { is: 'sensitive' },
      unknown === true ? { is: 'unknown' } : isEmpty(after) ? ABSENT : { is: 'sensitive' },
    );
  }
  if (unknown === true) return found(shown(before, sides.beforeSensitive), { is: 'unknown' });
  if (isEmpty(before) && isEmpty(after) && !hasTrue(unknown)) return [];

  const [beforeJson, afterJson] = [jsonInText(before), jsonInText(after)];
  if (beforeJson !== undefined && afterJson !== undefined ? true : isNewPolicy(before, afterJson)) {
    const inText = {
      before: beforeJson,
      after: afterJson,
      unknown: undefined,
      beforeSensitive: undefined,
      afterSensitive: undefined,
    };
    return walk(inText, `${shownPath} →`, path, replacedFor);
  }
  if (hasChildren(before, after)) {
    return pairs(sides).flatMap(({ key, label, sides: inner }) =>
      walk(inner, joined(shownPath, label), key === undefined ? path : [...path, key], replacedFor),
    );
  }
  if (hasTrue(unknown)) return found(shown(before, sides.beforeSensitive), { is: 'unknown' });
  if (isEqual(before ?? null, after ?? null)) return [];
  // A value that is sensitive on one side is hidden on both sides, in lists as well.
  const mask = hasTrue(sides.beforeSensitive) || hasTrue(sides.afterSensitive);
  if (isList(before) && isList(after) && !mask) return listChange(before, after, found);
  return found(shown(before, mask), shown(after, mask));
}

/** True for a new policy, which is shown statement by statement; a new dashboard is not. */
function isNewPolicy(before: Json | undefined, afterJson: Json | undefined): boolean {
  return isEmpty(before) && at(afterJson, 'Statement') !== undefined;
}

/** True for objects and lists of objects, which are compared part by part, even if one side is missing. */
function hasChildren(before: Json | undefined, after: Json | undefined): boolean {
  const present = [before, after].filter((side) => !isEmpty(side));
  return (
    present.length > 0 &&
    present.every((side) => isObject(side) || (isList(side) && side.some((item) => isObject(item))))
  );
}

function listChange(
  before: readonly Json[],
  after: readonly Json[],
  found: (old: Shown, now: Shown) => AttributeChange[],
): AttributeChange[] {
  const gone = before.filter((item) => !after.some((other) => isEqual(item, other)));
  const come = after.filter((item) => !before.some((other) => isEqual(item, other)));
  // Only the order changed, which may matter.
  if (gone.length === 0 && come.length === 0)
    return found({ is: 'value', value: before }, { is: 'value', value: after });
  return found(
    gone.length > 0 ? { is: 'value', value: gone } : ABSENT,
    come.length > 0 ? { is: 'value', value: come } : ABSENT,
  );
}

/** Value for display; hidden if any part of it is sensitive. */
function shown(value: Json | undefined, sensitive: Json | undefined): Shown {
  if (value === undefined || value === null) return ABSENT;
  return hasTrue(sensitive) ? { is: 'sensitive' } : { is: 'value', value };
}

interface Pair {
  readonly key: string | number | undefined;
  readonly label: string;
  readonly sides: Sides;
}

function pairs(sides: Sides): Pair[] {
  const { before, after, unknown } = sides;
  if (isList(before) || isList(after)) return itemPairs(sides);
  const keys = [
    ...new Set([before, after, unknown].flatMap((side) => (isObject(side) ? Object.keys(side) : []))),
  ].sort();
  return keys.map((key) => ({ key, label: key, sides: pick(sides, key, key) }));
}

function pick(sides: Sides, oldKey: string | number | undefined, newKey: string | number | undefined): Sides {
  const part = (side: Json | undefined, key: string | number | undefined) =>
    key === undefined ? undefined : at(side, key);
  const mask = (side: Json | undefined, key: string | number | undefined) =>
    key === undefined ? undefined : maskAt(side, key);
  return {
    before: part(sides.before, oldKey),
    beforeSensitive: mask(sides.beforeSensitive, oldKey),
    after: part(sides.after, newKey),
    afterSensitive: mask(sides.afterSensitive, newKey),
    unknown: mask(sides.unknown, newKey),
  };
}

/**
 * Pairs the items of two lists of objects: by a distinguishing name if there is one (a statement's Sid, a rule's id),
 * else equal ones first and the rest in order. A list of one block has no index.
 */
function itemPairs(sides: Sides): Pair[] {
  const before = isList(sides.before) ? sides.before : [];
  const after = isList(sides.after) ? sides.after : [];
  if (before.length <= 1 && after.length <= 1) {
    return [
      { key: 0, label: '', sides: pick(sides, before.length > 0 ? 0 : undefined, after.length > 0 ? 0 : undefined) },
    ];
  }
  const name = NAMES.find(
    (candidate) =>
      tellsApart(candidate, before, sides.beforeSensitive) && tellsApart(candidate, after, sides.afterSensitive),
  );
  if (name !== undefined) {
    const names = [...new Set([...before, ...after].map((item) => at(item, name)))];
    return names.map((one) => {
      const [oldIndex, newIndex] = [before, after].map((items) => indexOf(items, (item) => at(item, name) === one));
      return { key: newIndex ?? oldIndex, label: `[${String(one)}]`, sides: pick(sides, oldIndex, newIndex) };
    });
  }
  const leftBefore = before.flatMap((item, index) => (after.some((other) => isEqual(item, other)) ? [] : index));
  const leftAfter = after.flatMap((item, index) => (before.some((other) => isEqual(item, other)) ? [] : index));
  const longest = leftBefore.length > leftAfter.length ? leftBefore : leftAfter;
  return longest.map((_, position) => {
    const [oldIndex, newIndex] = [leftBefore[position], leftAfter[position]];
    const index = newIndex ?? oldIndex ?? 0;
    return { key: index, label: `[${index}]`, sides: pick(sides, oldIndex, newIndex) };
  });
}

const NAMES = ['Sid', 'id', 'Id', 'property_group_id', 'name'] as const;

/** True if a name distinguishes the items; a sensitive one must not, because it would be part of the path. */
function tellsApart(name: string, items: readonly Json[], mask: Json | undefined): boolean {
  if (items.some((_, index) => hasTrue(maskAt(maskAt(mask, index), name)))) return false;
  const names = items.map((item) => at(item, name));
  return names.every((one) => typeof one === 'string' && one !== '') && new Set(names).size === names.length;
}

function indexOf(items: readonly Json[], isIt: (item: Json) => boolean): number | undefined {
  const index = items.findIndex(isIt);
  return index < 0 ? undefined : index;
}

function joined(path: string, label: string): string {
  if (label === '' || path === '') return path + label;
  if (label.startsWith('[')) return path + label;
  return path.endsWith('→') ? `${path} ${label}` : `${path}.${label}`;
}
