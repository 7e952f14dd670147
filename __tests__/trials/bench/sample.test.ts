import { median, rows } from '../../../trials/bench/sample';

test.each([
  [[3], 3],
  [[5, 1, 3], 3],
  [[4, 1, 3, 2], 2.5],
])('the median of %j is %d', (values, expected) => expect(median(values)).toBe(expected));

test('a figure is kept when its median is at most the goal', () => {
  expect(
    rows([
      { what: 'a', unit: 'ms', goal: 60, values: [50.4, 60, 90] },
      { what: 'b', unit: 'bytes', goal: 10, values: [11] },
      { what: 'c', unit: 'count', goal: 6, values: [4], beside: 'at least 3' },
    ]),
  ).toEqual([
    ['a', '50 ms', '60 ms', '90 ms', '60 ms', 'yes', ''],
    ['b', '11 B', '11 B', '11 B', '10 B', 'NO', ''],
    ['c', '4', '4', '4', '6', 'yes', 'at least 3'],
  ]);
});
