import { UsageError } from '../../cli/command';
import { parseStart } from '../../cli/start-application';
import { parseStop } from '../../cli/stop-application';

describe('npm run start-application', () => {
  test.each([
    [['orders'], { name: 'orders', restore: { from: 'latest' } }],
    [['orders', '--latest'], { name: 'orders', restore: { from: 'latest' } }],
    [['orders', '--none'], { name: 'orders', restore: { from: 'none' } }],
    [['--snapshot', 'kda.1', 'orders'], { name: 'orders', restore: { from: 'snapshot', snapshotName: 'kda.1' } }],
  ])('%j', (argv, expected) => expect(parseStart(argv)).toEqual(expected));

  test.each([
    [[], 'The name of the application is missing.'],
    [['orders', 'payments'], 'One application at a time: payments is too much.'],
    [['orders', '--none', '--latest'], '--latest, --none and --snapshot exclude each other.'],
    [['orders', '--newest'], "Unknown option '--newest'"],
    [['orders', '--snapshot'], "Option '--snapshot <value>' argument missing"],
  ])('%j is refused: %s', (argv, message) => {
    expect(() => parseStart(argv)).toThrow(UsageError);
    expect(() => parseStart(argv)).toThrow(message);
  });
});

describe('npm run stop-application', () => {
  test.each([
    [['orders'], { name: 'orders', force: false }],
    [['orders', '--force'], { name: 'orders', force: true }],
  ])('%j', (argv, expected) => expect(parseStop(argv)).toEqual(expected));

  test('without a name is refused', () => expect(() => parseStop([])).toThrow(UsageError));
});
