import { FORGOTTEN, type ObjectChange } from './attribute-class';
import { changedPaths } from './changed-paths';
import { CLASSES, classesFor, isAttribute } from './classes';
import { snapshotsDependOn } from './dependencies';
import type { Action, ResourceChange } from './plan';
import type { Rule, RuleFinding } from './rule';
import { managerVariables } from './snapshot-manager';
import { watch } from './switches';

/** Rules by class, for changes without a rule of their own: of attributes and of whole objects. */
export const classRules: readonly Rule[] = [
  {
    types: Object.keys(CLASSES),
    find: (change, all) =>
      snapshotsDependOn(change, all) ? [...objectFindings(change), ...attributeFindings(change)] : [],
  },
];

const OF_OBJECT: Readonly<Partial<Record<Action, ObjectChange>>> = {
  destroy: 'destroyed',
  replace: 'replaced',
  forget: 'forgotten',
};

function objectFindings(change: ResourceChange): readonly RuleFinding[] {
  const happens = OF_OBJECT[change.action];
  const classes = CLASSES[change.type];
  if (happens === undefined || classes === undefined) return [];
  const { verdict, why } = { forgotten: FORGOTTEN, ...classes }[happens];
  return verdict === 'look' || verdict === 'headed' ? [{ text: why, isHeaded: verdict === 'headed' }] : [];
}

/** One caution for all attributes of a class; none for a new object, which has no earlier value. */
function attributeFindings(change: ResourceChange): readonly RuleFinding[] {
  if (!['update', 'replace', 'import'].includes(change.action)) return [];
  const found = new Map<string, { isHeaded: boolean; paths: string[] }>();
  const isOurs = managerVariables(change.before) !== undefined;
  const areVariablesUnknown = isOurs && watch(change, 'environment', 'variables').isUnknown;
  const isLeaf = (path: string) =>
    isAttribute(change.type, path) || (path === VARIABLES && !isOurs) || path.startsWith(`${VARIABLES}.`);
  for (const { path, isUnknown } of changedPaths(change, isLeaf)) {
    // AWS computes the rest of a new object. Another rule reports that the manager's variables are unknown.
    if (isUnknown && (change.action === 'replace' || (areVariablesUnknown && path.startsWith('environment')))) continue;
    for (const { verdict, why } of classesOf(change, path, isOurs).map((one) => (isUnknown ? whenUnknown(one) : one))) {
      if (verdict !== 'look' && verdict !== 'headed') continue;
      const one = found.get(why) ?? { isHeaded: verdict === 'headed', paths: [] };
      found.set(why, { isHeaded: one.isHeaded, paths: [...new Set([...one.paths, path])] });
    }
  }
  return [...found].map(([text, { isHeaded, paths }]) => ({ text, detail: paths.join(', '), isHeaded }));
}

/** Finding for an unknown value that a rule would have to judge. */
function whenUnknown(one: Said): Said {
  return one.isJudgedByValue === true ? { verdict: 'look', why: NOT_JUDGED } : one;
}

const NOT_JUDGED = 'The value is known only after apply. It was not judged: check it in the configuration.';

interface Said {
  readonly verdict: string;
  readonly why: string;
  readonly isJudgedByValue?: boolean;
}

const VARIABLES = 'environment.variables';

const OTHER_VARIABLES = {
  verdict: 'look',
  why: 'The variables of the function that takes the snapshots change. The review does not know their meaning.',
} as const;

const NOT_KNOWN = {
  verdict: 'look',
  why: 'Snapshots depend on this resource, but the review does not know this attribute: the provider is newer than the review.',
} as const;

function classesOf(change: ResourceChange, path: string, isOurs: boolean): readonly Said[] {
  // Only this project's variables have classes of their own.
  if (path === VARIABLES && !isOurs) return [OTHER_VARIABLES];
  const classes = classesFor(change.type, path);
  if (classes.length > 0) return classes;
  return [path.startsWith(`${VARIABLES}.`) ? OTHER_VARIABLES : NOT_KNOWN];
}
