import { parseLogs } from '../../../cli/commands/logs';

const NOW = new Date('2026-11-28T03:02:00Z');

test('the errors of the last 24 hours are the default, and ten minutes where it follows', () => {
  expect(parseLogs(['orders'], NOW)).toEqual({
    ...{ application: 'orders', query: 'errors', follow: false, most: 100, choice: {} },
    range: { from: new Date('2026-11-27T03:02:00Z'), to: NOW },
  });
  expect(parseLogs(['orders', '--follow'], NOW).range.from).toEqual(new Date('2026-11-28T02:52:00Z'));
});

test.each([
  [[], 'The name of the application is missing.'],
  [['orders', '--query', 'all'], '--query is all, expected errors, restored, users.'],
  [['orders', '--follow', '--json'], '--follow has no end, and a document has one: leave out --json.'],
  [['orders', '--follow', '--to', '-1h'], '--follow goes on until Ctrl-C: leave out --to.'],
  [
    ['orders', '--from', '-1h', '--to', '-2h'],
    '--from (2026-11-28T02:02:00.000Z) is not before --to (2026-11-28T01:02:00.000Z).',
  ],
  [['orders', '--from', 'noon'], '--from: "noon" is not a time.'],
  [['orders', '--last', '0'], '--last is 0, expected a whole number from 1 to 5000.'],
])('%j is refused', (argv, message) => {
  expect(() => parseLogs(argv, NOW)).toThrow(message);
});
