import { parseStart } from '../../cli/commands/start';
import { parseStop } from '../../cli/commands/stop';
import { UsageError } from '../../tools/command';

const timeoutMs = 3_600_000;

describe('kda start', () => {
  test.each([
    [['orders'], { name: 'orders', restore: { from: 'latest' }, timeoutMs }],
    [['orders', '--latest'], { name: 'orders', restore: { from: 'latest' }, timeoutMs }],
    [['orders', '--none'], { name: 'orders', restore: { from: 'none' }, timeoutMs }],
    [
      ['--snapshot', 'kda.1', 'orders'],
      { name: 'orders', restore: { from: 'snapshot', snapshotName: 'kda.1' }, timeoutMs },
    ],
    [['orders', '--timeout', '240'], { name: 'orders', restore: { from: 'latest' }, timeoutMs: 14_400_000 }],
    [
      ['orders', '--snapshot', 'kda.1', '--allow-non-restored-state'],
      { name: 'orders', restore: { from: 'snapshot', snapshotName: 'kda.1', allowNonRestoredState: true }, timeoutMs },
    ],
    [
      ['orders', '--allow-non-restored-state'],
      { name: 'orders', restore: { from: 'latest', allowNonRestoredState: true }, timeoutMs },
    ],
  ])('%j', (argv, expected) => expect(parseStart(argv)).toEqual(expected));

  test.each([
    [[], 'The name of the application is missing.'],
    [['orders', 'payments'], 'Only one application is allowed: payments is too much.'],
    [['orders', '--none', '--latest'], '--latest, --none and --snapshot exclude each other.'],
    [['orders', '--none', '--allow-non-restored-state'], '--allow-non-restored-state needs a snapshot'],
    [['orders', '--newest'], "Unknown option '--newest'"],
    [['orders', '--timeout', '0'], '--timeout is "0", expected whole minutes from 1 to 1440.'],
    [['orders', '--timeout', '2h'], '--timeout is "2h", expected whole minutes from 1 to 1440.'],
    [['orders', '--snapshot'], '--snapshot has no value, expected SNAPSHOT.'],
  ])('%j is refused: %s', (argv, message) => {
    expect(() => parseStart(argv)).toThrow(UsageError);
    expect(() => parseStart(argv)).toThrow(message);
  });
});

describe('kda stop', () => {
  test.each([
    [['orders'], { name: 'orders', force: false, timeoutMs }],
    [['orders', '--force'], { name: 'orders', force: true, timeoutMs }],
    [['orders', '--timeout', '1'], { name: 'orders', force: false, timeoutMs: 60_000 }],
  ])('%j', (argv, expected) => expect(parseStop(argv)).toEqual(expected));

  test('without a name is refused', () => expect(() => parseStop([])).toThrow(UsageError));
});
