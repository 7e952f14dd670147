import { parseRestore } from '../../cli/commands/restore';
import { parseStart } from '../../cli/commands/start';
import { parseStop } from '../../cli/commands/stop';
import { UsageError } from '../../tools/command';

const timeoutMs = 3_600_000;
const start = {
  application: 'orders',
  wish: { kind: 'latest' },
  allowNonRestoredState: false,
  why: 'start',
  who: undefined,
  isDryRun: false,
  proveMs: 300_000,
  timeoutMs,
  choice: {},
};
const stop = { application: 'orders', force: false, who: undefined, why: 'stop', timeoutMs, choice: {} };
const restore = { ...start, evidence: false, why: 'restore', isAgreed: false, isGivenUp: false, code: undefined };

describe('kda start', () => {
  test.each([
    [['orders'], start],
    [['orders', '--latest'], start],
    [['orders', '--none'], { ...start, wish: { kind: 'none' } }],
    [['--snapshot', 'kda.1', 'orders'], { ...start, wish: { kind: 'snapshot', reference: 'kda.1' } }],
    [['orders', '--timeout', '240'], { ...start, timeoutMs: 14_400_000 }],
    [
      ['orders', '--snapshot', 'kda.1', '--allow-non-restored-state'],
      { ...start, wish: { kind: 'snapshot', reference: 'kda.1' }, allowNonRestoredState: true },
    ],
    [['orders', '--allow-non-restored-state'], { ...start, allowNonRestoredState: true }],
    [['orders', '--dry-run', '--prove', '90s'], { ...start, isDryRun: true, proveMs: 90_000 }],
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

describe('kda restore', () => {
  test.each([
    [['orders', '--before', '14:00'], { ...restore, wish: { kind: 'before', time: '14:00' } }],
    [['orders', '--before', '-2h', '--yes'], { ...restore, wish: { kind: 'before', time: '-2h' }, isAgreed: true }],
    [['orders', '--latest', '--evidence'], { ...restore, evidence: true }],
    [['--continue', 'orders'], { ...restore, wish: undefined }],
    [['--give-up', 'orders'], { ...restore, wish: undefined, isGivenUp: true }],
    [['orders', '--latest', '--code', '6'], { ...restore, code: { version: 6 } }],
  ])('%j', (argv, expected) => expect(parseRestore(argv)).toEqual(expected));

  test.each([
    [['orders'], 'Choose one of --before, --snapshot, --latest and --none.'],
    [['orders', '--latest', '--none'], '--before, --snapshot, --latest and --none exclude each other.'],
    [['--continue', 'orders', '--latest'], '--continue goes on with the snapshot that was chosen: name none.'],
    [['--continue', 'orders', '--code', '6'], '--continue goes on with what was chosen: no --code.'],
    [['--give-up', 'orders', '--latest'], '--give-up ends what was begun: name nothing else.'],
    [
      ['orders', '--latest', '--code', 'six'],
      '--code is "six", expected the number of an application version, such as 6.',
    ],
    [['orders', '--none', '--allow-non-restored-state'], '--allow-non-restored-state needs a snapshot'],
    [['orders', '--latest', '--prove', '5'], '--prove is "5", expected a duration up to 24h, such as 90s or 10m.'],
    [['orders', '--before', '25:00'], '--before: "25:00" is not a time. Allowed: 14:00'],
    [['--latest'], 'The name of the application is missing.'],
  ])('%j is refused: %s', (argv, message) => {
    expect(() => parseRestore(argv)).toThrow(message);
  });
});

describe('kda stop', () => {
  test.each([
    [['orders'], stop],
    [['orders', '--force'], { ...stop, force: true }],
    [['orders', '--timeout', '1', '--why', 'season'], { ...stop, why: 'season', timeoutMs: 60_000 }],
  ])('%j', (argv, expected) => expect(parseStop(argv)).toEqual(expected));

  test('without a name is refused', () => expect(() => parseStop([])).toThrow(UsageError));
});
