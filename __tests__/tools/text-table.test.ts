import { table } from '../../tools/text-table';

test('a table is as wide as its longest cells', () => {
  expect(
    table(
      ['name', 'n'],
      [
        ['a', '1'],
        ['longer', '22'],
      ],
    ),
  ).toEqual(['  name    n', '  a       1', '  longer  22']);
});
