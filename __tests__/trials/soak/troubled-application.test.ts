import { roomMs } from '../../../trials/soak/troubled-application';

test.each([
  [225, 0, 0, 'it has just passed one'],
  [225, 100, 0, 'the next user is missing'],
  [224, 0, 250, 'the next user is the one'],
  [221, 0, 1_000, 'four users are between'],
  [221, 500, 500, 'two of them came since'],
  [221, 2_300, 0, 'two failing ones came since'],
])('after %i users, seen %i ms ago, a failing user is passed in %i ms: %s', (count, agoMs, waitMs) => {
  expect(roomMs(count, agoMs, 250)).toBe(waitMs);
});
