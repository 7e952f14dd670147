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
  ['', '*', true],
  ['', '?', false],
])('whether %j fits %j as a whole: %j', (name, pattern, fits) => {
  expect(fitsPattern(name, pattern)).toBe(fits);
});

test('a pattern made to be slow is none', () => {
  expect(fitsPattern('a'.repeat(128), `${'*a'.repeat(63)}b`)).toBe(false);
});
