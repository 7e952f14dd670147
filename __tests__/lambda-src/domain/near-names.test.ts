import { nearNames } from '../../../lambda-src/snapshot-manager/domain/near-names';

test('the names most like a wrong one come first, five at most, equals by name', () => {
  const names = ['STOP-orders-1', 'demo.20261123T102000Z', 'demo.20261123T103000Z', 'before-release', 'a', 'b', 'c'];
  expect(nearNames('demo.20261123T1020Z', names)).toEqual([
    'demo.20261123T102000Z',
    'demo.20261123T103000Z',
    'STOP-orders-1',
    'before-release',
    'a',
  ]);
});

test.each([
  ['a letter too much', 'orderss', 'orders'],
  ['a letter too few', 'ordrs', 'orders'],
  ['another case', 'ORDERS', 'orders'],
  ['two letters exchanged', 'ordesr', 'orders'],
])('%s is found', (_, wrong, right) => {
  expect(nearNames(wrong, ['users', 'payments', right])[0]).toBe(right);
});

test('of no names none is like it', () => expect(nearNames('orders', [])).toEqual([]));
