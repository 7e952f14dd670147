import { parseFreeze } from '../../cli/commands/freeze';
import { parseHold } from '../../cli/commands/hold';
import { parseHolds, showHolds } from '../../cli/commands/holds';
import { parseRelease } from '../../cli/commands/release';
import { parsePlan, showPlans } from '../../cli/commands/retention';
import { parseSnapshot, showRecords } from '../../cli/commands/snapshot';
import { parseSuspect } from '../../cli/commands/suspect';
import { parseThaw } from '../../cli/commands/thaw';
import { parseTrust } from '../../cli/commands/trust';
import { ManagerError, withoutProtocol } from '../../cli/manager';
import { marksUnlessOlder } from '../../cli/marks-answer';
import { thisUser } from '../../cli/person';
import { parseRequest } from '../../lambda-src/snapshot-manager/domain/request';
import { UsageError } from '../../tools/command';

const NOW = new Date('2026-11-23T10:20:00Z');

test('the id of a drill’s snapshot is refused, before anything is asked', () => {
  expect(() => parseSnapshot(['orders', '--reason', 'r', '--request-id', 'before-drill'], () => 'cli-1')).toThrow(
    new UsageError(
      '--request-id is before-drill, expected another id: the snapshots of drills have before-drill, after-drill, after-way-back.',
    ),
  );
});

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
      'suspect',
      parseSuspect(['orders', 'demo.1', 'demo.2', '--why', 'corrupt'], 'ada'),
      { action: 'suspect', application: 'orders', snapshots: ['demo.1', 'demo.2'], who: 'ada', why: 'corrupt' },
    ],
    [
      'trust',
      parseTrust(['orders', 'demo.1', '--who', 'bob', '--why', 'good'], 'ada'),
      { action: 'trust', application: 'orders', snapshots: ['demo.1'], who: 'bob', why: 'good' },
    ],
    [
      'freeze',
      parseFreeze(['orders', '--why', 'corrupt'], 'ada', NOW),
      { action: 'freeze', application: 'orders', who: 'ada', why: 'corrupt' },
    ],
    ['thaw', parseThaw(['orders'], 'ada'), { action: 'thaw', application: 'orders', who: 'ada' }],
    [
      'thaw of somebody else',
      parseThaw(['orders', '--holder', 'bob'], 'ada'),
      { action: 'thaw', application: 'orders', who: 'ada', holder: 'bob' },
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

  test('freeze until a time, as JSON', () => {
    const argv = ['orders', '--why', 'corrupt', '--until', '2026-11-24', '--json'];
    const { request, json } = parseFreeze(argv, 'ada', NOW);
    expect(json).toBe(true);
    expect(parseRequest(request, NOW)).toMatchObject({ until: new Date('2026-11-24T00:00:00Z') });
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
  [() => parseSuspect(['orders', '--why', 'a'], 'ada'), 'The name of the snapshot is missing.'],
  [() => parseSuspect(['orders', 'a'], 'ada'), '--why is missing. The audit table needs the reason.'],
  [() => parseTrust([], 'ada'), 'The name of the application is missing.'],
  [() => parseFreeze(['orders'], 'ada', NOW), '--why is missing. The audit table needs the reason.'],
  [() => parseFreeze(['a', 'b', '--why', 'a'], 'ada', NOW), 'Only one application is allowed: b is too much.'],
  [() => parseFreeze(['a', '--why', 'a', '--until', 'soon'], 'ada', NOW), '--until is soon, expected a date'],
  [() => parseThaw([], 'ada'), 'The name of the application is missing.'],
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
  expect(showHolds({ holds: [hold, { ...hold, until: '2026-12-24T00:00Z' }], marks: [] })).toBe(
    'orders  demo.1  until released  by ada since 2026-11-23T10:20Z: audit\n' +
      'orders  demo.1  until 2026-12-24T00:00Z  by ada since 2026-11-23T10:20Z: audit',
  );
  expect(showHolds({ holds: [], marks: [] })).toBe('No snapshot is on hold.');
});

test('freezes and suspects are shown beside the holds, with the end of a freeze and what it keeps', () => {
  const by = { who: 'ada', why: 'corrupt' };
  const freeze = { ...by, since: '2026-11-23T10:20Z', until: '2026-11-24T10:20Z' };
  const suspect = { ...by, snapshotName: 'demo.1', markedAt: '2026-11-23T10:20Z' };
  const marks = { application: 'orders', suspects: [suspect], freezes: [freeze], frozenSnapshots: 3 };
  const lines = (frozen: string) =>
    [
      `orders  frozen until 2026-11-24T10:20Z${frozen}  by ada since 2026-11-23T10:20Z: corrupt`,
      'orders  demo.1  suspect  by ada since 2026-11-23T10:20Z: corrupt',
      'No snapshot is on hold.',
    ].join('\n');
  expect(showHolds({ holds: [], marks: [marks] })).toBe(lines(', keeps 3 that a run would delete'));
  expect(showHolds({ holds: [], marks: [{ ...marks, frozenSnapshots: undefined }] })).toBe(lines(''));
});

describe('a manager that is older than marks', () => {
  test('shows its holds, and that it knows no marks', async () => {
    const older = () => parseRequest({ action: 'marks?' }, NOW);
    const refuse = async () => {
      throw new ManagerError('The request’s action is "marks", expected one of snapshot, plan, hold.', true);
    };
    expect(older).toThrow('The request’s action is "marks?", expected one of');
    expect(await marksUnlessOlder(refuse)).toBeUndefined();
    expect(showHolds({ holds: [], marks: null })).toBe(
      'No snapshot is on hold.\nThis snapshot manager is older than kda and knows neither suspects nor freezes.',
    );
  });

  test('that refuses for another cause is heard', async () => {
    const refuse = async () => {
      throw new ManagerError('This deployment does not manage ordres.', true);
    };
    await expect(marksUnlessOlder(refuse)).rejects.toThrow('ordres');
  });
});

test('a plan shows which snapshots are suspect and until when a freeze keeps others, and goes back to no suspect', () => {
  const snapshot = (name: string, createdAt: string, reason: string) => ({
    name,
    status: 'READY',
    createdAt,
    reasons: [reason],
  });
  const suspect = { ...snapshot('demo.1', '2026-11-21T10:20Z', 'suspect within 14d'), suspect: true };
  const kept = [
    snapshot('demo.3', '2026-11-23T10:20Z', 'last 1'),
    snapshot('demo.2', '2026-11-22T10:20Z', 'frozen until 2026-11-24T10:20Z'),
    suspect,
  ];
  expect(showPlans([{ application: 'orders', kept, dropped: [] }])).toMatchInlineSnapshot(`
"orders: 3 kept, 0 to delete. A restore can go back to 2026-11-22T10:20Z. Frozen: 1 would go otherwise, and stay until 2026-11-24T10:20Z.
  keep    demo.3  2026-11-23T10:20Z  READY  last 1
  keep    demo.2  2026-11-22T10:20Z  READY  frozen until 2026-11-24T10:20Z
  keep    demo.1  2026-11-21T10:20Z  READY suspect  suspect within 14d"
`);
  expect(showPlans([{ application: 'orders', kept: [suspect], dropped: [] }])).toContain(
    'There is no READY snapshot to restore that is not suspect.',
  );
});

test('records are shown by outcome and message', () => {
  expect(showRecords([{ application: 'orders', state: 'taken', message: 'Snapshot demo.1 is READY.' }])).toBe(
    'taken: Snapshot demo.1 is READY.',
  );
});
