import fc from 'fast-check';
import { z } from 'zod';
import { describeProblems } from '../../../config/checks/problems';
import { settingsSchema } from '../../../config/schema/settings';

/** Words of zod, and of a value or schema without a text by this project. */
const NOT_OUR_WORDS =
  /Invalid |received|Too (small|big)|Unrecognized|\bundefined\b|\bnull\b, expected null|NaN|\[object|ZodError/;

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
}

/** A key that a record may have: every map of the settings takes it. */
const KEY = 'team';

/** Paths of all values, the whole file included; of a union those of each form. */
function pathsOf(node: Node, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  const { additionalProperties } = node;
  const below = [
    ...Object.entries(node.properties ?? {}).flatMap(([key, each]) => pathsOf(each, [...path, key])),
    ...(typeof additionalProperties === 'object' ? pathsOf(additionalProperties, [...path, KEY]) : []),
    ...(node.items ? pathsOf(node.items, [...path, 0]) : []),
    ...[...(node.anyOf ?? []), ...(node.oneOf ?? [])].flatMap((form) => pathsOf(form, path)),
  ];
  return [path, ...below];
}

/** Objects and lists around a value, so that it stands at the path. */
function placed(path: readonly (string | number)[], value: unknown): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  return typeof part === 'number' ? [placed(rest, value)] : { [part]: placed(rest, value) };
}

const root: Node = JSON.parse(JSON.stringify(z.toJSONSchema(settingsSchema, { io: 'input' })));
/** The alarms are made by one function: of the 26 under each `tune`, two stand for all. */
const isAlikeAlarm = (path: readonly (string | number)[]) => {
  const alarm = path[path.indexOf('tune') + 1];
  return path.includes('tune') && alarm !== undefined && alarm !== 'cpu' && alarm !== 'snapshot-age';
};
const PATHS = [...new Map(pathsOf(root).map((path) => [JSON.stringify(path), path])).values()].filter(
  (path) => !isAlikeAlarm(path),
);

const FIXED = [null, true, -1, 'a b', [1], ['x'], { [KEY]: 1 }, { '': '' }, { ['k'.repeat(3_000)]: 'x' }];
const anyJson = fc.jsonValue({ maxDepth: 2 });

function wordsOf(input: unknown): string[] {
  const parsed = settingsSchema.safeParse(input);
  if (parsed.success) return [];
  return describeProblems(parsed.error.issues, input).map(
    ({ path, is, expected, remedy }) =>
      `${path} ${is.startsWith('is ') && !is.startsWith('is no') ? 'is …' : is}, expected ${expected}. ${remedy}`,
  );
}

test('the paths are those of the settings', () => {
  expect(PATHS).toEqual(
    expect.arrayContaining([
      ['tags', KEY],
      ['snapshots', 'applications', 0, 'tag', 'key'],
      ['alarms', 'tune', 'cpu', 'periods', 'of'],
      ['state', 'bucket'],
    ]),
  );
  expect(PATHS.length).toBeGreaterThan(100);
});

test('a wrong value of any kind, at any place, is explained in our words', () => {
  const cases = PATHS.flatMap((path) => FIXED.map((value) => ({ path, value })));
  const foreign = cases.flatMap(({ path, value }) => {
    const said = wordsOf(placed(path, value)).filter((words) => NOT_OUR_WORDS.test(words));
    return said.length > 0 ? [{ path, value, said }] : [];
  });
  expect(foreign).toEqual([]);
});

test('so is anything that JSON can hold', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PATHS), anyJson, (path, value) => {
      const foreign = wordsOf(placed(path, value)).filter((words) => NOT_OUR_WORDS.test(words));
      expect(foreign.filter((words) => !words.includes(JSON.stringify(value)))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
