import type { AttributeClass, Classes, ResourceClasses } from './attribute-class';
import { classesOfApplication } from './classes-of-application';
import { classesOfBuckets } from './classes-of-buckets';
import { classesOfFunction } from './classes-of-function';
import { classesOfMessages } from './classes-of-messages';
import { classesOfRights } from './classes-of-rights';
import { classesOfSchedule } from './classes-of-schedule';
import { classesOfStorage } from './classes-of-storage';

/**
 * Classes of all changes on which snapshots depend. A test compares them with the provider's schema: each attribute
 * has one class, and each class has attributes that exist.
 */
export const CLASSES: Classes = {
  ...classesOfApplication,
  ...classesOfSchedule,
  ...classesOfFunction,
  ...classesOfRights,
  ...classesOfStorage,
  ...classesOfBuckets,
  ...classesOfMessages,
};

/** True if a path is one attribute of the type, whatever keys its value has. */
export function isAttribute(type: string, path: string): boolean {
  return tableOf(type).exact.has(path);
}

/**
 * Classes of an attribute, or of all within a block. The list is empty if the review does not know the
 * attribute, because the provider is newer.
 */
export function classesFor(type: string, path: string): readonly AttributeClass[] {
  const { exact, blocks } = tableOf(type);
  const one = exact.get(path) ?? blocks.find(([block]) => path === block || path.startsWith(`${block}.`))?.[1];
  if (one !== undefined) return [one];
  return [
    ...new Set([...exact].flatMap(([other, found]) => (other.startsWith(`${path}.`) ? found : []))),
    ...blocks.flatMap(([block, found]) => (block.startsWith(`${path}.`) ? found : [])),
  ];
}

interface Table {
  readonly exact: ReadonlyMap<string, AttributeClass>;
  /** Classes of `block.*`. */
  readonly blocks: readonly (readonly [string, AttributeClass])[];
}

const TABLES = new Map<string, Table>(
  Object.entries(CLASSES).map(([type, classes]) => [type, tableOfClasses(classes)]),
);
const NO_TABLE: Table = { exact: new Map(), blocks: [] };

function tableOf(type: string): Table {
  return TABLES.get(type) ?? NO_TABLE;
}

function tableOfClasses({ attributes }: ResourceClasses): Table {
  const all = attributes.flatMap((one) => one.attributes.map((path) => [path, one] as const));
  return {
    exact: new Map(all.filter(([path]) => !path.endsWith('.*'))),
    blocks: all.flatMap(([path, one]) => (path.endsWith('.*') ? [[path.slice(0, -2), one] as const] : [])),
  };
}
