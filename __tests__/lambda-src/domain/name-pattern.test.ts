import { fitsPattern } from '../../../lambda-src/snapshot-manager/domain/name-pattern';

test.each([
  ['orders', 'orders', true],
  ['orders', 'order', false],
  ['orders', 'rders', false],
  ['orders', '*', true],
  ['orders', 'o*s', true],
  ['orders', 'o*e*', true],
  ['orders', 'o*x*', false],
  ['orders', 'order?', true],
  ['orders', 'orders?', false],
  ['orders', 'orders*', true],
  ['orders.v2', 'orders.v?', true],
  ['ordersXv2', 'orders.v?', false],
  ['aab', '*ab', true],
  ['aaab', '*a', false],
  ['a-b-b-c', 'a*b*c', true],
  ['a-c-b', 'a*b*c', false],
  ['a\nb', '*', true],
  ['', '', true],
  ['', '*', true],
  ['', '?', false],
])('whether %j fits %j as a whole: %j', (name, pattern, fits) => {
  expect(fitsPattern(name, pattern)).toBe(fits);
});

test('a pattern made to be slow is none', () => {
  expect(fitsPattern('a'.repeat(128), `${'*a'.repeat(63)}b`)).toBe(false);
});

test('a pattern of many stars compares each of its characters with each of the name’s at most', () => {
  let comparisons = 0;
  const pattern = `${'*a'.repeat(40)}*b`;
  const name = 'a'.repeat(400);
  const fits = (wanted: string, found: string) => {
    comparisons += 1;
    return wanted === found;
  };
  expect(fitsPattern(name, pattern, fits)).toBe(false);
  expect(comparisons).toBeLessThanOrEqual(pattern.length * name.length);
});

test('a caller can compare single characters by a rule of its own', () => {
  const exactly = (wanted: string, found: string) => wanted === found;
  expect(fitsPattern('order7', 'order?', exactly)).toBe(false);
  expect(fitsPattern('order?', 'o*?', exactly)).toBe(true);
});
