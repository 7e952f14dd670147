import { parseWhy } from '../../../cli/commands/why';

const NOW = new Date('2026-11-28T03:02:00Z');

test('the time is optional, and -2h is one', () => {
  expect(parseWhy(['orders'], NOW)).toEqual({ application: 'orders', asked: undefined, now: NOW, choice: {} });
  expect(parseWhy(['orders', '-2h', '--deployment', 'prod'], NOW)).toEqual({
    ...{ application: 'orders', asked: new Date('2026-11-28T01:02:00Z'), now: NOW, choice: { deployment: 'prod' } },
  });
});

test.each([
  [[], 'The name of the application is missing.'],
  [['orders', 'noon'], 'TIME: "noon" is not a time.'],
  [['orders', '-2h', '-3h'], 'Only one application and one time are allowed: -3h is too much.'],
  [
    ['orders', '2026-11-28T04:00Z'],
    /^TIME: 2026-11-28T04:00Z is .*\(2026-11-28T04:00:00\.000Z\), which has not come yet/,
  ],
  [['orders', '-x'], "Unknown option '-x'."],
])('%j is refused', (argv, message) => {
  expect(() => parseWhy(argv, NOW)).toThrow(message);
});
