import { pickedPoint, placeOf } from '../../../../../cli/page/drawing/timeline/picked-point';
import { lineWith } from './lines';

const BEFORE = lineWith([
  [0, 'taken'],
  [10, 'taken'],
  [20, 'failed'],
  [20, 'taken'],
]);

test('a picked point stays picked when older points leave the line and newer ones come', () => {
  const now = lineWith([
    [10, 'taken'],
    [20, 'failed'],
    [20, 'taken'],
    [30, 'taken'],
  ]);
  const places = [1, 2, 3].map((index) => {
    const point = pickedPoint([BEFORE], { row: 0, index });
    return point && placeOf([undefined, now], point);
  });
  expect(places).toEqual([
    { row: 1, index: 0 },
    { row: 1, index: 1 },
    { row: 1, index: 2 },
  ]);
});

test('a point that left the line, or became something else, is picked no more', () => {
  const point = pickedPoint([BEFORE], { row: 0, index: 2 });
  expect(point && placeOf([lineWith([[20, 'late']])], point)).toBeUndefined();
  expect(point && placeOf([lineWith([[30, 'failed']])], point)).toBeUndefined();
  expect(point && placeOf([undefined], point)).toBeUndefined();
  expect(pickedPoint([BEFORE], { row: 0, index: 9 })).toBeUndefined();
});
