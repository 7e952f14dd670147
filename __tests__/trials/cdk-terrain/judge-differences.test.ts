import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeDifferences } from '../../../trials/cdk-terrain/judge-differences';
import { renameImports } from '../../../trials/cdk-terrain/rename-imports';
import { EXPECTED_DIFFERENCES, type ExpectedDifference, VARIANTS } from '../../../trials/cdk-terrain/variants';

const text = (value: unknown) => JSON.stringify(value, undefined, 2);

/** Differences of a stack when none is expected: path, ours, theirs. */
function differencesBetween(ours: string, theirs: string, file = 'demo/stacks/snapshots/cdk.tf.json'): string[][] {
  const judged = judgeDifferences('alias', new Map([[file, ours]]), new Map([[file, theirs]]), []);
  return judged.differences.map((difference) => [difference.path, difference.ours, difference.theirs]);
}

describe('a difference is named by', () => {
  test('the smallest value that differs', () => {
    expect(differencesBetween(text({ a: { b: [1, 2], c: 'x' } }), text({ a: { b: [1, 3], c: 'x' } }))).toEqual([
      ['a.b.1', '2', '3'],
    ]);
  });

  test('what only one of them has', () => {
    expect(differencesBetween(text({ a: 1, b: { c: 2 } }), text({ a: 1 }))).toEqual([['b', '{"c":2}', '(absent)']]);
    expect(differencesBetween(text([1]), text([1, 2]))).toEqual([['1', '(absent)', '2']]);
  });

  test('a list where the other has an object', () => {
    expect(differencesBetween(text({ a: [] }), text({ a: {} }))).toEqual([['a', '[]', '{}']]);
  });

  test('the order of keys', () => {
    expect(differencesBetween(text({ a: 1, b: 2 }), text({ b: 2, a: 1 }))).toEqual([['(order)', '/a', '/b']]);
  });

  test.each([
    [
      '{\n  "a": {\n  }\n}',
      '{\n  "a": {}\n}',
      'an empty list or object takes two lines',
      'an empty list or object takes one line',
    ],
    ['{"a":1}', '{\n  "a": 1\n}', 'neither is standard', 'an empty list or object takes one line'],
    ['{"a":1}', '{ "a":1}', 'other white space or escapes', 'other white space or escapes'],
  ])('the layout: %j and %j', (ours, theirs, said, saidOfTheirs) => {
    expect(differencesBetween(ours, theirs)).toEqual([['(layout)', said, saidOfTheirs]]);
  });

  test('an asset’s hash, and a file that only one has', () => {
    expect(differencesBetween('ab', 'cd', 'demo/assets/x.zip')).toEqual([['(content)', 'ab', 'cd']]);
    expect(judgeDifferences('alias', new Map([['demo/x', '']]), new Map(), []).differences).toEqual([
      { file: 'demo/x', path: '(file)', ours: '(there)', theirs: '(absent)', reason: undefined },
    ]);
  });
});

describe('a difference is explained', () => {
  const expected: ExpectedDifference = {
    variants: ['renamed'],
    file: '*/stacks/*/cdk.tf.json',
    path: 'version',
    ours: '1',
    theirs: '2',
    reason: 'another version',
  };
  const judge = (variant: 'alias' | 'renamed', file: string, theirs: number) =>
    judgeDifferences(variant, new Map([[file, text({ version: 1 })]]), new Map([[file, text({ version: theirs })]]), [
      expected,
    ]);

  test('only for the variant, the file and the two values that were explained', () => {
    const file = 'demo/stacks/artifacts/cdk.tf.json';
    expect(judge('renamed', file, 2).differences.map(({ reason }) => reason)).toEqual(['another version']);
    expect(judge('alias', file, 2).differences.map(({ reason }) => reason)).toEqual([undefined]);
    expect(judge('renamed', file, 3).differences.map(({ reason }) => reason)).toEqual([undefined]);
    expect(judge('renamed', 'demo/manifest.json', 2).differences.map(({ reason }) => reason)).toEqual([undefined]);
  });

  test('and an explanation without its difference is told', () => {
    expect(judge('renamed', 'demo/stacks/artifacts/cdk.tf.json', 1)).toEqual({ differences: [], unseen: [expected] });
    expect(judge('alias', 'demo/stacks/artifacts/cdk.tf.json', 1).unseen).toEqual([]);
  });
});

test('every explanation is of a variant that exists and has a whole sentence as its reason', () => {
  const ids = VARIANTS.map(({ id }) => id);
  for (const { variants, reason } of EXPECTED_DIFFERENCES) {
    expect(ids).toEqual(expect.arrayContaining([...variants]));
    expect(reason).toMatch(/^[A-Z].{20,}\.$/);
  }
});

test.each(EXPECTED_DIFFERENCES)(
  'docs/engines.md shows that $path is $ours and becomes $theirs',
  ({ path, ours, theirs }) => {
    const rows = readFileSync(join(__dirname, '../../../docs/engines.md'), 'utf8').split('\n');
    const bare = rows.map((row) => row.replaceAll('`', ''));
    expect(bare.filter((row) => row.includes(`| ${path} of`) || row.includes(`| ${path} |`))).toContainEqual(
      expect.stringContaining(`| ${ours} | ${theirs} |`),
    );
  },
);

describe('imports are renamed', () => {
  const renames = { old: 'new', '@old/classes': '@new/classes' };

  test.each([
    ["import { App } from 'old';", "import { App } from 'new';"],
    ["} from '@old/classes/lib/sns-topic';", "} from '@new/classes/lib/sns-topic';"],
    ["const a = await import('old');", "const a = await import('new');"],
    ['const a = require("old");', 'const a = require("new");'],
    ["import 'old/lib/x';", "import 'new/lib/x';"],
  ])('%s', (before, after) => {
    expect(renameImports(before, renames)).toEqual({ text: after, lines: 1 });
  });

  test.each(["import { old } from './old';", "import x from 'old-cli';", '// from old', "run('old');"])(
    'not %s',
    (line) => expect(renameImports(line, renames)).toEqual({ text: line, lines: 0 }),
  );
});
