import { parseHold } from '../../cli/commands/hold';
import { parseHolds, showHolds } from '../../cli/commands/holds';
import { parseRelease } from '../../cli/commands/release';
import { parsePlan, showPlans } from '../../cli/commands/retention';
import { parseSnapshot, showRecords } from '../../cli/commands/snapshot';
import { withoutProtocol } from '../../cli/manager';
import { thisUser } from '../../cli/person';
import { parseRequest } from '../../lambda-src/snapshot-manager/domain/request';
import { UsageError } from '../../tools/command';

const NOW = new Date('2026-11-23T10:20:00Z');

describe('the arguments become a request that the manager takes', () => {
  test.each([
    [
      'snapshot',
      parseSnapshot(['orders', 'payments', '--reason', 'before deploy'], () => 'cli-1'),
      { action: 'snapshot', applications: ['orders', 'payments'], reason: 'before deploy', requestId: 'cli-1' },
    ],
    [
      'snapshot with an id',
      parseSnapshot(['orders', '--reason', 'r', '--request-id', 'deploy-42'], () => 'cli-1'),
      { action: 'snapshot', applications: ['orders'], reason: 'r', requestId: 'deploy-42' },
    ],
    ['plan', parsePlan([]), { action: 'plan' }],
    ['plan of two', parsePlan(['orders', 'payments']), { action: 'plan', applications: ['orders', 'payments'] }],
    [
      'plan of what adoption would change',
      parsePlan(['orders', '--adopt-reference-snapshots']),
      { action: 'plan', applications: ['orders'], adoptReferenceSnapshots: true },
    ],
    ['holds', parseHolds(['orders']), { action: 'holds', applications: ['orders'] }],
    [
      'hold',
      parseHold(['orders', 'demo.1', '--why', 'audit'], 'ada', NOW),
      { action: 'hold', application: 'orders', snapshot: 'demo.1', who: 'ada', why: 'audit' },
    ],
    [
      'release',
      parseRelease(['orders', 'demo.1', '--who', 'bob'], 'ada'),
      { action: 'release', application: 'orders', snapshot: 'demo.1', who: 'bob' },
    ],
  ])('%s', (_, { request, json }, expected) => {
    expect({ request, json }).toEqual({ request: expected, json: false });
    expect(parseRequest(JSON.parse(JSON.stringify(request)), NOW)).toEqual(expected);
  });

  test('hold until a time, as JSON', () => {
    const argv = ['orders', 'demo.1', '--why', 'audit', '--until', '2026-12-24T00:00:00Z', '--json'];
    const { request, json } = parseHold(argv, 'ada', NOW);
    expect(json).toBe(true);
    expect(parseRequest(request, NOW)).toMatchObject({ until: new Date('2026-12-24T00:00:00Z') });
  });
});

test.each([
  [() => parseSnapshot([], () => ''), 'The name of the application is missing.'],
  [() => parseSnapshot(['orders'], () => ''), '--reason is missing. The audit table needs it.'],
  [() => parseHold(['orders'], 'ada', NOW), 'The name of the snapshot is missing.'],
  [() => parseHold(['orders', 'a', 'b', '--why', 'a'], 'ada', NOW), 'Only one snapshot is allowed: b is too much.'],
  [() => parseHold(['orders', 'a'], 'ada', NOW), '--why is missing. The audit table needs the reason.'],
  [
    () => parseHold(['orders', 'a', '--why', 'a'], undefined, NOW),
    'The user of this machine has no name, but the audit table needs one. Add --who NAME.',
  ],
  ...[
    ['tomorrow', 'expected a date, or a time in UTC, such as 2026-12-24 or 2026-12-24T18:00:00Z.'],
    ['2026-12-24T18:00:00', 'expected a date, or a time in UTC, such as 2026-12-24 or 2026-12-24T18:00:00Z.'],
    ['2026-02-30', 'but the day 2026-02-30 does not exist.'],
    ['2027-02-29T12:00:00Z', 'but the day 2027-02-29 does not exist.'],
    ['2026-13-01', 'but the day 2026-13-01 does not exist.'],
    ['2026-12-24T25:00:00Z', 'expected a time of day from 00:00 to 23:59 in UTC.'],
    ['2026-11-23', 'which is in the past: it is 2026-11-23T10:20:00.000Z.'],
    ['2026-11-23T10:20:00Z', 'which is in the past: it is 2026-11-23T10:20:00.000Z.'],
  ].map(([until = '', said]): [() => unknown, string] => [
    () => parseHold(['orders', 'a', '--why', 'a', '--until', until], 'ada', NOW),
    `--until is ${until}, ${said}`,
  ]),
  [() => parseRelease([], 'ada'), 'The name of the application is missing.'],
  [() => parsePlan(['--dry']), "Unknown option '--dry'"],
])('%s is refused: %s', (parse, message) => {
  expect(parse).toThrow(UsageError);
  expect(parse).toThrow(message);
});

test.each([
  ['2026-12-24', '2026-12-24T00:00:00Z'],
  ['2028-02-29', '2028-02-29T00:00:00Z'],
  ['2026-11-23T10:20:01Z', '2026-11-23T10:20:01Z'],
])('a hold until %s ends at %s', (until, end) => {
  const { request } = parseHold(['orders', 'demo.1', '--why', 'audit', '--until', until], 'ada', NOW);

  expect(parseRequest(request, NOW)).toMatchObject({ until: new Date(end) });
});

test('of a refusal the command shows the sentence, not how a request is written', () => {
  let refused = '';
  try {
    parseRequest({ action: 'snapshot', applications: ['orders'], reason: 'r', requestId: 'a b' }, NOW);
  } catch (error) {
    refused = error instanceof Error ? error.message : '';
  }

  expect(refused).toContain('{"action"');
  expect(withoutProtocol(refused)).toBe(
    'The request’s requestId is "a b", expected 1 to 128 letters, digits or any of "_.-", as in the snapshot’s name.',
  );
  expect(withoutProtocol('This deployment does not manage ordres.')).toBe('This deployment does not manage ordres.');
});

describe('who asks', () => {
  const nameless = () => {
    throw new Error('uv_os_get_passwd returned ENOENT');
  };

  test.each([
    ['USER', { USER: 'ada' }, () => 'root', 'ada'],
    ['without USER the user of the system', {}, () => 'root', 'root'],
    ['with a USER that is empty, too', { USER: '' }, () => 'root', 'root'],
    ['a user that the system has no name for is nobody', {}, nameless, undefined],
  ])('is %s', (_, environment, systemUser, expected) => {
    expect(thisUser(environment, systemUser)).toBe(expected);
  });

  test('a release by nobody asks for the name', () => {
    expect(() => parseRelease(['orders', 'demo.1'], undefined)).toThrow('Add --who NAME.');
    expect(parseRelease(['orders', 'demo.1', '--who', 'cron'], undefined).request).toMatchObject({ who: 'cron' });
  });
});

test('a plan is shown newest first, with the reasons', () => {
  const snapshot = (name: string, createdAt: string, reason: string) => ({
    name,
    status: 'READY',
    createdAt,
    reasons: [reason],
  });
  expect(
    showPlans([
      {
        application: 'orders',
        kept: [
          snapshot('demo.20261123T102000Z', '2026-11-23T10:20:01.000Z', 'last'),
          snapshot('kept', '2026-11-21T10:20:01.000Z', 'foreign'),
        ],
        dropped: [snapshot('demo.20261122T102000Z', '2026-11-22T10:20:01.000Z', 'surplus')],
      },
      { application: 'payments', kept: [], dropped: [], problem: 'The list could not be read.' },
    ]),
  ).toMatchInlineSnapshot(`
"orders: 2 kept, 1 to delete. A restore can go back to 2026-11-21T10:20:01.000Z.
  keep    demo.20261123T102000Z  2026-11-23T10:20:01.000Z  READY  last
  delete  demo.20261122T102000Z  2026-11-22T10:20:01.000Z  READY  surplus
  keep    kept                   2026-11-21T10:20:01.000Z  READY  foreign

payments: no plan; a run would delete nothing. The list could not be read."
`);
});

test('holds are shown with their end, their person and their reason', () => {
  const hold = { application: 'orders', snapshotName: 'demo.1', who: 'ada', why: 'audit', heldAt: '2026-11-23T10:20Z' };
  expect(showHolds([hold, { ...hold, until: '2026-12-24T00:00Z' }])).toBe(
    'orders  demo.1  until released  by ada since 2026-11-23T10:20Z: audit\n' +
      'orders  demo.1  until 2026-12-24T00:00Z  by ada since 2026-11-23T10:20Z: audit',
  );
  expect(showHolds([])).toBe('No snapshot is on hold.');
});

test('records are shown by outcome and message', () => {
  expect(showRecords([{ application: 'orders', state: 'taken', message: 'Snapshot demo.1 is READY.' }])).toBe(
    'taken: Snapshot demo.1 is READY.',
  );
});
