import { OUTCOMES } from '../../../lambda-src/contract';
import { isReason, REASONS } from '../../../lambda-src/snapshot-manager/domain/reasons';

test('every outcome has at least one reason, and every reason an outcome of the contract', () => {
  const used = new Set(Object.values(REASONS).map(({ outcome }) => outcome));
  expect([...used].sort()).toEqual([...OUTCOMES].sort());
});

test('only failed runs are continued by a retry of their event', () => {
  const continued = Object.values(REASONS).filter(({ isContinued }) => isContinued);
  expect(new Set(continued.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
});

test.each(Object.entries(REASONS))('%s says in whole sentences what to do', (reason, { advice }) => {
  expect(advice).toMatch(/^[A-Z].*\.$/);
  expect(reason).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

test('a word of another version is no reason', () => {
  expect([isReason('ready'), isReason('toString'), isReason('held')]).toEqual([true, false, false]);
});
