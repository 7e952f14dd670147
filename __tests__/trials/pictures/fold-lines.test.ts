import fc from 'fast-check';
import { foldLines, foldTyped } from '../../../trials/pictures/fold-lines';

test('lines that fit stay as they are', () => {
  expect(foldLines(['last run 13:32 ok', '', '  ✔  orders'], 20)).toEqual(['last run 13:32 ok', '', '  ✔  orders']);
});

test('a sentence is folded between words, and goes on indented', () => {
  expect(foldLines(['  3 suspect snapshots are passed over'], 20)).toEqual([
    '  3 suspect',
    '      snapshots are',
    '      passed over',
  ]);
});

test('a word that is longer than a line is cut', () => {
  expect(foldLines(['kda-snapshots.20261129T143354Z'], 20)).toEqual(['kda-snapshots.202611', '    29T143354Z']);
});

test('the columns of a table stay below each other', () => {
  const table = [
    '     application  state    newest good  quota    proven',
    '  ✔  orders       RUNNING  13:32        79/1000  13:32, 19 s',
  ];
  expect(foldLines(table, 28)).toEqual([
    '     application  state',
    '      newest good  quota',
    '      proven',
    '  ✔  orders       RUNNING',
    '      13:32        79/1000',
    '      13:32, 19 s',
  ]);
});

test('a sentence below a table is no part of it, and is cut before the command that it advises', () => {
  const lines = [
    '     application  state  newest good',
    '  ✖  orders       READY  13:32, 19 s ago',
    '     it is stopped: ada stopped it   →  kda start orders',
  ];
  expect(foldLines(lines, 34)).toEqual([
    '     application  state',
    '      newest good',
    '  ✖  orders       READY',
    '      13:32, 19 s ago',
    '     it is stopped: ada stopped it',
    '         →  kda start orders',
  ]);
});

test('no line is too long, and no word is lost or moved', () => {
  const word = fc.stringMatching(/^[a-z·✔]{1,12}$/);
  const line = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), fc.integer({ min: 20, max: 60 }), (lines, columns) => {
      const folded = foldLines(lines, columns);
      expect(folded.filter((each) => each.length > columns)).toEqual([]);
      expect(folded.join(' ').split(/\s+/)).toEqual(lines.join(' ').split(/\s+/));
    }),
  );
});

test('a typed line is folded so that a shell reads it as one', () => {
  const folded = foldTyped('$ kda restore orders --before 14:00 --why "counts are wrong" --yes', 30);
  expect(folded).toEqual(['$ kda restore orders \\', '  --before 14:00 --why \\', '  "counts are wrong" --yes']);
  expect(folded.join('\n').replaceAll(/ \\\n */g, ' ')).toBe(
    '$ kda restore orders --before 14:00 --why "counts are wrong" --yes',
  );
});
