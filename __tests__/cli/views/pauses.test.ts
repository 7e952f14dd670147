import fc from 'fast-check';
import { afterMsOutsideOf, joinedPauses, msOutsideOf, partsOutsideOf } from '../../../cli/views/pauses';

const pauses = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: -5, max: 40 })), { maxLength: 8 })
  .map((pairs) => pairs.map(([from, length]) => ({ from, to: from + length })));

test('time outside of pauses is what no pause has, in parts that add up to it', () => {
  fc.assert(
    fc.property(pauses, fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 100 }), (some, from, length) => {
      const joined = joinedPauses(some);
      const isOutside = (at: number) => !some.some((each) => each.from <= at && at < each.to);
      const outside = Array.from({ length }, (_, index) => from + index).filter(isOutside);
      expect(msOutsideOf(joined, from, from + length)).toBe(outside.length);
      const parts = partsOutsideOf(joined, { from, to: from + length });
      expect(parts.reduce((sum, part) => sum + part.to - part.from, 0)).toBe(outside.length);
      expect(parts.every((part) => isOutside(part.from) && isOutside(part.to - 1))).toBe(true);
    }),
  );
});

test('after so much time outside of pauses exactly that much has passed', () => {
  fc.assert(
    fc.property(pauses, fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 100 }), (some, from, ms) => {
      const joined = joinedPauses(some);
      const end = afterMsOutsideOf(joined, from, ms);
      expect(msOutsideOf(joined, from, end)).toBe(ms);
      expect(msOutsideOf(joined, from, end - 1)).toBe(ms - 1);
    }),
  );
});

test('pauses that meet are one', () => {
  expect(
    joinedPauses([
      { from: 5, to: 9 },
      { from: 1, to: 5 },
      { from: 20, to: 20 },
    ]),
  ).toEqual([{ from: 1, to: 9 }]);
});
