import { LAYOUT } from './variants';

/** One value in which two JSON texts differ. */
export interface Difference {
  /** Keys from the top, joined by dots. */
  readonly path: string;
  readonly ours: string;
  readonly theirs: string;
}

/**
 * Differences of two JSON texts: the smallest differing values, then the order of keys and the layout, so that every
 * difference in bytes has an entry.
 *
 * @throws SyntaxError when one is not JSON.
 */
export function jsonDifferences(ours: string, theirs: string): Difference[] {
  const [a, b]: [unknown, unknown] = [JSON.parse(ours), JSON.parse(theirs)];
  const found = [...inValues(a, b, []), ...inOrder(a, b), ...inLayout(ours, theirs)];
  if (found.length > 0 || ours === theirs) return found;
  return [{ path: LAYOUT, ours: 'other white space or escapes', theirs: 'other white space or escapes' }];
}

const ABSENT = '(absent)';

function inValues(a: unknown, b: unknown, at: readonly string[]): Difference[] {
  if (isNested(a) && isNested(b) && Array.isArray(a) === Array.isArray(b)) {
    const [inA, inB] = [new Map<string, unknown>(Object.entries(a)), new Map<string, unknown>(Object.entries(b))];
    const keys = [...new Set([...inA.keys(), ...inB.keys()])];
    return keys.flatMap((key) => inValues(inA.get(key), inB.get(key), [...at, key]));
  }
  const [ours = ABSENT, theirs = ABSENT] = [JSON.stringify(a), JSON.stringify(b)];
  return ours === theirs ? [] : [{ path: at.join('.'), ours, theirs }];
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Keys that both have, in another order. */
function inOrder(a: unknown, b: unknown): Difference[] {
  const [inA, inB] = [keysOf(a), keysOf(b)];
  const [all, others] = [new Set(inA), new Set(inB)];
  const ours = inA.filter((path) => others.has(path));
  const theirs = inB.filter((path) => all.has(path));
  const index = ours.findIndex((path, position) => path !== theirs[position]);
  return index < 0 ? [] : [{ path: '(order)', ours: ours[index] ?? ABSENT, theirs: theirs[index] ?? ABSENT }];
}

function keysOf(value: unknown, at = ''): string[] {
  if (!isNested(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [`${at}/${key}`, ...keysOf(item, `${at}/${key}`)]);
}

/** Layout of a text in words. */
function inLayout(ours: string, theirs: string): Difference[] {
  const [a, b] = [layoutOf(ours), layoutOf(theirs)];
  return a === b ? [] : [{ path: LAYOUT, ours: a, theirs: b }];
}

function layoutOf(text: string): string {
  const standard = JSON.stringify(JSON.parse(text), undefined, 2);
  if (text.trimEnd() === standard) return 'an empty list or object takes one line';
  const collapsed = text.trimEnd().replace(/([[{])\n\s*([\]}])/g, '$1$2');
  return collapsed === standard ? 'an empty list or object takes two lines' : 'neither is standard';
}
