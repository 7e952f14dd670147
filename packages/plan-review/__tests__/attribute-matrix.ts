import { findAll } from '../src/find';
import type { ResourceChange } from '../src/plan';
import { attributesOf, worldWithout } from './dependent-world';
import { planOf, update } from './plan-of';

/** Verdict of a review on one resource, the gravest first. */
export type Said = 'refused' | 'headed' | 'look' | 'harmless';

/** Ways in which one attribute changes. */
export const WAYS = ['changed', 'removed', 'null', 'unknown'] as const;
export type Way = (typeof WAYS)[number];

const OLD_AND_NEW: Readonly<Record<string, readonly [unknown, unknown]>> = {
  string: ['old', 'new'],
  number: [1, 2],
  bool: [true, false],
  list: [['old'], ['new']],
  map: [{ key: 'old' }, { key: 'new' }],
};

/** Values of an attribute of this kind. */
export function valuesOf(kind: string): readonly [unknown, unknown] {
  const values = OLD_AND_NEW[kind];
  if (values === undefined) throw new Error(`No values for the kind ${kind}: add some.`);
  return values;
}

type Attributes = { [name: string]: unknown };

/** Attributes with this value at a path of single blocks; undefined removes the attribute. */
export function withValue(attributes: object, path: readonly string[], value: unknown): object {
  const [name = '', ...rest] = path;
  const copy: Attributes = { ...attributes };
  if (rest.length === 0) {
    if (value === undefined) delete copy[name];
    else copy[name] = value;
    return copy;
  }
  const block = copy[name];
  const inner: unknown = Array.isArray(block) ? block[0] : block;
  const changed = withValue(typeof inner === 'object' && inner !== null ? inner : {}, rest, value);
  // Variables are a map, all other parts are blocks.
  copy[name] = name === 'variables' ? changed : [changed];
  return copy;
}

export interface Step {
  readonly type: string;
  readonly path: string;
  readonly old: unknown;
  readonly now: unknown;
  /** Further attributes on both sides. */
  readonly context?: Readonly<Record<string, unknown>>;
}

/** Change of one attribute of a type in this way. */
export function changeOf(
  { type, path, old, now, context = {} }: Step,
  way: Way,
  parts: Partial<ResourceChange> = {},
): ResourceChange {
  const base = Object.entries(context).reduce(
    (all, [at, value]) => withValue(all, at.split('.'), value),
    attributesOf(type),
  );
  const steps = path.split('.');
  const before = withValue(base, steps, old);
  const after = withValue(base, steps, { changed: now, removed: undefined, null: null, unknown: undefined }[way]);
  const unknown = way === 'unknown' ? JSON.parse(JSON.stringify(withValue({}, steps, true))) : {};
  return update(type, before, after, { unknown, ...parts });
}

/** Verdict on a resource among all others that snapshots depend on. */
export function saidOf(change: ResourceChange): Said {
  const { refusals, cautions } = findAll([planOf([...worldWithout(change.type), change])]);
  const isIts = ({ address }: { address: string }) => address === change.address;
  if (refusals.some(isIts)) return 'refused';
  const its = cautions.filter(isIts);
  if (its.some(({ isHeaded }) => isHeaded === true)) return 'headed';
  return its.length > 0 ? 'look' : 'harmless';
}
