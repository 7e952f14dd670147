import { usersWithin } from '../../../trials/demo/user-counts';

const at = (ms: number) => new Date(ms);
const line = (ms: number, message: string) => ({ at: at(ms), message });

const lines = [
  line(50, 'The application was not restored from context'),
  line(100, 'Amount of users: 1'),
  line(200, 'Amount of users: 2'),
  line(300, 'Amount of users: 3'),
  line(400, 'The application was restored from context'),
  line(400, 'The amount of processed users after context restore is 1'),
  line(500, 'Amount of users: 2'),
];

describe('the users counted within a span', () => {
  test.each([
    [0, 50, 0, 0, 'nothing was counted yet'],
    [120, 180, 1, 1, 'no user came within it'],
    [100, 200, 1, 2, 'the lines at both ends count'],
    [150, 300, 1, 3, 'the count before its beginning is the lowest'],
    [250, 450, 1, 3, 'a restart of the job takes the count back'],
    [450, 460, 1, 1, 'after a restart what was restored counts'],
    [450, 999, 1, 2, 'a span may end after the last line'],
    [600, 999, 2, 2, 'a span may begin after the last line'],
  ])('from %i to %i ms are %i to %i: %s', (from, to, atLeast, atMost) => {
    expect(usersWithin(lines, { from: at(from), to: at(to) })).toEqual({ atLeast, atMost });
  });
});
