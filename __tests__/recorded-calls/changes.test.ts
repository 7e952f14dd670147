import { loadSettings } from '../../config/load-settings';
import { synthesize } from '../stacks/synthesis';
import { ADDED, CHANGES, keysOf } from './changes';
import { KEPT } from './kept';
import { attributesOf, withChanges } from './stack-attributes';

const synthesis = synthesize(loadSettings('demo'));
synthesis.dispose();
const resources = Object.values(synthesis.stacks).flatMap(({ resource }) =>
  Object.entries(resource).flatMap(([type, byName]) => Object.values(byName).map((one) => ({ type, one }))),
);
const written = new Set(
  resources.flatMap(({ type, one }) => [...attributesOf(one).keys()].map((path) => `${type} ${path}`)),
);

test('each attribute that the stacks write is changed in the recording, or has a reason why not', () => {
  const known = new Set([...keysOf(CHANGES), ...keysOf(KEPT)]);

  expect([...written].filter((attribute) => !known.has(attribute))).toEqual([]);
});

test('no attribute is both changed and left alone, and none stands in the tables that the stacks do not write', () => {
  const entries = [...keysOf(CHANGES), ...keysOf(KEPT)];

  expect(entries.filter((attribute, index) => entries.indexOf(attribute) !== index)).toEqual([]);
  expect(entries.filter((attribute) => !written.has(attribute))).toEqual([]);
});

test('what is added is not written by these settings', () => {
  expect(keysOf(ADDED).filter((attribute) => written.has(attribute))).toEqual([]);
});

test('each change gives at least one resource of the type another value', () => {
  const changed = new Set(
    resources.flatMap(({ type, one }) => {
      const changes = CHANGES[type] ?? {};
      const after = withChanges(one, (path, value) => (path in changes ? changes[path]?.(value) : value)) ?? {};
      const values = attributesOf(after);
      return [...attributesOf(one)]
        .filter(([path, before]) => JSON.stringify(before) !== JSON.stringify(values.get(path)))
        .map(([path]) => `${type} ${path}`);
    }),
  );

  expect(keysOf(CHANGES).filter((attribute) => !changed.has(attribute))).toEqual([]);
});
