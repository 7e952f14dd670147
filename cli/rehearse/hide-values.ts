import type { PropertyGroup } from '../../packages/managed-flink/src/flink-cluster/cluster-home';
import type { RehearseDocument } from '../documents/rehearse';

/** Shorter ones are words and numbers, which a sentence also has by chance. */
const SHORTEST = 6;

/** Passwords within a value: that of a URL, that of a login. */
const PASSWORDS = [
  /:\/\/[^\s:/@]*:([^\s@]+)@/g,
  /(?:password|passwd|pwd|secret|token|key)\w*["']?\s*[=:]\s*["']?([^"'\s;&,]+)/gi,
];

/** Replaces the values of properties in a text by their names: `<Sink.jdbc.url>`. Messages of Java have them. */
export function hidingValues(groups: readonly PropertyGroup[]): (text: string) => string {
  const names = new Map<string, string>();
  const all = groups.flatMap(({ PropertyGroupId, PropertyMap }) =>
    Object.entries(PropertyMap).map(([name, value]) => [`<${PropertyGroupId}.${name}>`, value] as const),
  );
  for (const [name, value] of all) {
    // A message can have a password alone, or one address of a list.
    const passwords = PASSWORDS.flatMap((pattern) => [...value.matchAll(pattern)].map(([, part = '']) => part));
    for (const part of [value, ...value.split(','), ...passwords].map((each) => each.trim())) {
      if (part.length >= SHORTEST && !names.has(part)) names.set(part, name);
    }
  }
  if (names.size === 0) return (text) => text;
  // Longest first: a value may be part of another one.
  const values = [...names.keys()].toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(values.map((value) => value.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'g');
  return (text) => text.replaceAll(pattern, (value) => names.get(value) ?? value);
}

/** A document whose sentences and names have no value of a property: it becomes a comment that others read. */
export function withoutValues(document: RehearseDocument, hide: (text: string) => string): RehearseDocument {
  return {
    ...document,
    because: hide(document.because),
    remedy: document.remedy === null ? null : hide(document.remedy),
    warnings: document.warnings.map(hide),
    operators: document.operators.map((each) => ({ ...each, name: each.name === null ? null : hide(each.name) })),
    newOperators: document.newOperators.map(hide),
    newOperatorUids: document.newOperatorUids.map((uid) => uid && hide(uid)),
  };
}
