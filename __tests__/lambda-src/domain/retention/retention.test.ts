import { planRetention } from '../../../../lambda-src/snapshot-manager/domain/retention/retention';
import { parseRetentionPolicy } from '../../../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import {
  newestReady,
  type Snapshot,
  type SnapshotStatus,
} from '../../../../lambda-src/snapshot-manager/domain/snapshot';

const NOW = new Date('2026-11-23T12:00:00Z');

/** An own snapshot of that hour of the day; `at` in hours. */
function own(hour: number, status: SnapshotStatus = 'READY'): Snapshot {
  const hh = String(hour).padStart(2, '0');
  return snapshot(`demo.20261123T${hh}0000Z`, `2026-11-23T${hh}:00:00Z`, status);
}

function snapshot(name: string, createdAt: string | undefined, status: SnapshotStatus = 'READY'): Snapshot {
  return {
    name,
    status,
    createdAt: createdAt === undefined ? undefined : new Date(createdAt),
    applicationVersion: 1,
    runtimeEnvironment: 'FLINK-1_20',
  };
}

function plan(
  snapshots: readonly Snapshot[],
  {
    policy = { keepLast: 3 },
    restorePoint,
    held = [],
  }: { policy?: object; restorePoint?: string; held?: readonly string[] } = {},
) {
  const facts = { ownPrefix: 'demo.', now: NOW, restorePoint, held: new Set(held) };
  const { kept, dropped } = planRetention(snapshots, parseRetentionPolicy(policy), facts);
  return {
    kept: kept.map((decision) => `${decision.snapshot.name}: ${decision.reasons.join(', ')}`),
    dropped: dropped.map((decision) => `${decision.snapshot.name}: ${decision.reasons.join(', ')}`),
  };
}

test('the newest ones of ours stay, whatever order the service lists them in', () => {
  expect(plan([own(3), own(5), own(1), own(4), own(2)])).toEqual({
    kept: [
      'demo.20261123T050000Z: newest-ready-of-ours, newest-ready, last 1',
      'demo.20261123T040000Z: last 2',
      'demo.20261123T030000Z: last 3',
    ],
    dropped: ['demo.20261123T020000Z: surplus', 'demo.20261123T010000Z: surplus'],
  });
});

test('as many as there are slots: nothing is dropped', () => {
  expect(plan([own(1), own(2), own(3)]).dropped).toEqual([]);
});

test.each([
  ['a person’s snapshot', snapshot('before-release', '2026-11-23T11:00:00Z'), 'foreign, newest-ready'],
  ['the service’s own', snapshot('STOP-orders-1', '2026-11-22T11:00:00Z'), 'foreign'],
  ['a name that only begins like ours', snapshot('demo.20261123T110000Z-copy', '2026-11-22T00:00:00Z'), 'foreign'],
  ['a name with our prefix and no real time', snapshot('demo.20261399T110000Z', '2026-11-22T00:00:00Z'), 'foreign'],
  ['one of another deployment', snapshot('demo2.20261123T110000Z', '2026-11-22T00:00:00Z'), 'foreign'],
  ['one in CREATING', own(11, 'CREATING'), 'creating'],
  ['one in DELETING', own(0, 'DELETING'), 'deleting'],
  ['one that claims to be of the future', snapshot('demo.20261124T000000Z', '2026-11-24T00:00:00Z'), 'future'],
  ['one without a creation time', snapshot('demo.20261122T000000Z', undefined), 'no-creation-time'],
])('%s is kept and takes no slot', (_, extra, reasons) => {
  const { kept, dropped } = plan([own(1), own(2), own(3), own(4), extra]);
  expect(kept).toContain(`${extra.name}: ${reasons}`);
  expect(dropped).toEqual(['demo.20261123T010000Z: surplus']);
});

test('one in a status that this version does not know is kept, says its status, and takes no slot', () => {
  const { kept, dropped } = plan([own(1), own(2), own(3), own(4), own(0, 'EXPORTING'), own(5, 'EXPORTING')]);
  expect(kept).toContain('demo.20261123T000000Z: unknown-status EXPORTING');
  expect(kept).toContain('demo.20261123T050000Z: unknown-status EXPORTING');
  expect(dropped).toEqual(['demo.20261123T010000Z: surplus']);
});

test('one in an unknown status does not go above the cap either', () => {
  const { dropped } = plan([own(1, 'EXPORTING'), own(2), own(3), own(4)], { policy: { keepLast: -1, keepAtMost: 3 } });
  expect(dropped).toEqual(['demo.20261123T020000Z: above keepAtMost 3']);
});

test('a snapshot that stands on two pages of the list takes one slot, and the later page tells its status', () => {
  const { kept, dropped } = plan([own(4), own(3), own(2), own(4), own(1, 'READY'), own(3), own(1, 'DELETING')]);
  expect(kept).toEqual([
    'demo.20261123T040000Z: newest-ready-of-ours, newest-ready, last 1',
    'demo.20261123T030000Z: last 2',
    'demo.20261123T020000Z: last 3',
    'demo.20261123T010000Z: deleting',
  ]);
  expect(dropped).toEqual([]);
});

test('FAILED ones of ours go and take no slot: failures never push out a restore point', () => {
  const { kept, dropped } = plan([own(1), own(2), own(3), own(4, 'FAILED'), own(5, 'FAILED')]);
  expect(kept).toHaveLength(3);
  expect(dropped).toEqual(['demo.20261123T050000Z: failed', 'demo.20261123T040000Z: failed']);
});

test('a FAILED one of somebody else is not ours to delete', () => {
  expect(plan([snapshot('by-hand', '2026-11-23T11:00:00Z', 'FAILED')]).dropped).toEqual([]);
});

test('the configured restore point stays, beyond the slots', () => {
  const { kept, dropped } = plan([own(1), own(2), own(3), own(4), own(5)], { restorePoint: own(1).name });
  expect(kept).toContain('demo.20261123T010000Z: restore-point');
  expect(dropped).toEqual(['demo.20261123T020000Z: surplus']);
});

test('the newest READY one of ours and of all stay even where no rule keeps them', () => {
  const foreign = snapshot('by-hand', '2026-11-23T11:00:00Z');
  // Held ones are no base: the rule begins with the third of ours.
  const { kept, dropped } = plan([own(1), own(2), own(3), own(4), foreign], {
    policy: { keepWithin: '1h' },
    held: [own(4).name, own(3).name],
  });
  expect(kept).toEqual([
    'by-hand: foreign, newest-ready',
    'demo.20261123T040000Z: on-hold, newest-ready-of-ours',
    'demo.20261123T030000Z: on-hold',
    'demo.20261123T020000Z: within 1h',
  ]);
  expect(dropped).toEqual(['demo.20261123T010000Z: surplus']);
});

test('one on hold is kept and takes no slot', () => {
  const { kept, dropped } = plan([own(1), own(2), own(3), own(4), own(5)], { held: [own(3).name] });
  expect(kept).toContain('demo.20261123T030000Z: on-hold');
  expect(kept).toContain('demo.20261123T020000Z: last 3');
  expect(dropped).toEqual(['demo.20261123T010000Z: surplus']);
});

test('a FAILED one on hold, or configured as the restore point, is not deleted', () => {
  const { kept, dropped } = plan([own(5), own(3, 'FAILED'), own(2, 'FAILED')], {
    held: [own(3).name],
    restorePoint: own(2).name,
  });
  expect(kept.slice(1)).toEqual(['demo.20261123T030000Z: on-hold', 'demo.20261123T020000Z: restore-point']);
  expect(dropped).toEqual([]);
});

test('FAILED ones stay for as long as keepFailed says, counted from now, and still take no slot', () => {
  const { kept, dropped } = plan([own(11, 'FAILED'), own(10, 'FAILED'), own(9, 'FAILED'), own(3), own(2), own(1)], {
    policy: { keepLast: 3, keepFailed: '2h' },
  });
  expect(kept[0]).toBe('demo.20261123T110000Z: failed within 2h');
  expect(kept).toHaveLength(4);
  // Exactly two hours ago is older, as with restic's "within".
  expect(dropped).toEqual([
    'demo.20261123T100000Z: failed, older than 2h',
    'demo.20261123T090000Z: failed, older than 2h',
  ]);
});

test('a month of keepFailed is a month on the calendar of the zone, also across the end of summer time', () => {
  // In Berlin it reaches back to 13:00 on 23 October, which is 11:00 in UTC.
  const failed = [10, 11, 12].map((hour) =>
    snapshot(`demo.20261023T${hour}3000Z`, `2026-10-23T${hour}:30:00Z`, 'FAILED'),
  );
  const policy = { keepLast: 3, keepFailed: '1m' };
  expect(plan(failed, { policy }).dropped).toHaveLength(2);
  expect(plan(failed, { policy: { ...policy, timeZone: 'Europe/Berlin' } }).dropped).toEqual([
    'demo.20261023T103000Z: failed, older than 1m',
  ]);
});

test('the cap drops FAILED ones first, then the oldest, whatever rule keeps them, and says so', () => {
  const { kept, dropped } = plan([own(6, 'FAILED'), own(5), own(4), own(3), own(2), own(1)], {
    policy: { keepLast: -1, keepYearly: 5, keepFailed: '1d', keepAtMost: 3 },
  });
  expect(kept).toEqual([
    'demo.20261123T050000Z: newest-ready-of-ours, newest-ready, last 1, yearly 2026',
    'demo.20261123T040000Z: last 2',
    'demo.20261123T030000Z: last 3',
  ]);
  expect(dropped).toEqual([
    'demo.20261123T060000Z: above keepAtMost 3',
    'demo.20261123T020000Z: above keepAtMost 3',
    'demo.20261123T010000Z: above keepAtMost 3',
  ]);
});

test('protected ones count for the cap and never go: it may then be exceeded', () => {
  const { kept, dropped } = plan([own(6, 'CREATING'), own(5), own(4), own(3), own(2), own(1), own(0, 'DELETING')], {
    policy: { keepLast: -1, keepAtMost: 3 },
    held: [own(1).name, own(2).name],
    restorePoint: own(3).name,
  });
  expect(kept.map((line) => line.slice('demo.20261123T'.length, 'demo.20261123T06'.length))).toEqual([
    '06',
    '05',
    '03',
    '02',
    '01',
    '00',
  ]);
  expect(dropped).toEqual(['demo.20261123T040000Z: above keepAtMost 3']);
});

test('snapshots of others and those being deleted do not count for the cap', () => {
  const foreign = snapshot('by-hand', '2026-11-23T11:00:00Z');
  const { dropped } = plan([own(3), own(2), own(1), own(0, 'DELETING'), foreign], {
    policy: { keepLast: 10, keepAtMost: 3 },
  });
  expect(dropped).toEqual([]);
});

test('what no rule keeps takes no place below the cap: it goes anyway', () => {
  const hours = [0, 1, 2, 3, 4, 5];
  const days = [21, 22, 23].flatMap((day) =>
    hours.map((hour) => snapshot(`demo.202611${day}T0${hour}0000Z`, `2026-11-${day}T0${hour}:00:00Z`)),
  );
  const { kept, dropped } = plan(days, { policy: { keepDaily: 3, keepAtMost: 3 } });
  expect(kept.map((line) => line.split(':')[0])).toEqual([
    'demo.20261123T050000Z',
    'demo.20261122T050000Z',
    'demo.20261121T050000Z',
  ]);
  expect(dropped).toHaveLength(15);
  expect(dropped.filter((line) => !line.endsWith(': surplus'))).toEqual([]);
});

test('a FAILED one above the cap counts once, also when it is the oldest', () => {
  const { dropped } = plan([own(5), own(4), own(3), own(2), own(1), own(0, 'FAILED')], {
    policy: { keepLast: -1, keepFailed: '1d', keepAtMost: 3 },
  });
  expect(dropped).toEqual([
    'demo.20261123T020000Z: above keepAtMost 3',
    'demo.20261123T010000Z: above keepAtMost 3',
    'demo.20261123T000000Z: above keepAtMost 3',
  ]);
});

test('one minute ahead is a clock that differs, more is the future', () => {
  const ahead = (milliseconds: string) => snapshot('demo.20261123T120100Z', `2026-11-23T12:01:00.${milliseconds}Z`);
  expect(plan([own(1), ahead('000')]).kept[0]).toBe(
    'demo.20261123T120100Z: newest-ready-of-ours, newest-ready, last 1',
  );
  expect(plan([own(1), ahead('001')]).kept[0]).toBe('demo.20261123T120100Z: future');
});

test('one without a creation time is the oldest, wherever it stands in the list', () => {
  const undated = snapshot('demo.20261122T000000Z', undefined);
  for (const list of [
    [undated, own(1), own(2)],
    [own(1), undated, own(2)],
    [own(1), own(2), undated],
  ]) {
    expect(plan(list).kept.at(-1)).toBe('demo.20261122T000000Z: no-creation-time');
  }
});

test('with cleaning switched off nothing goes, and the plan says what would have gone', () => {
  expect(
    plan([own(5), own(4), own(3), own(2), own(1, 'FAILED')], { policy: { keepLast: 3, deleteSurplus: false } }),
  ).toEqual({
    kept: [
      'demo.20261123T050000Z: newest-ready-of-ours, newest-ready, last 1',
      'demo.20261123T040000Z: last 2',
      'demo.20261123T030000Z: last 3',
      'demo.20261123T020000Z: cleaning-off',
      'demo.20261123T010000Z: cleaning-off',
    ],
    dropped: [],
  });
});

test('a future one neither takes the place of the newest nor moves the base of a duration', () => {
  const future = snapshot('demo.20271123T000000Z', '2027-11-23T00:00:00Z');
  const { kept, dropped } = plan([own(5), own(4), own(3), future], { policy: { keepWithin: '2h' } });
  expect(kept).toEqual([
    'demo.20271123T000000Z: future',
    'demo.20261123T050000Z: newest-ready-of-ours, newest-ready, within 2h',
    'demo.20261123T040000Z: within 2h',
  ]);
  expect(dropped).toEqual(['demo.20261123T030000Z: surplus']);
});

test('a service clock that is some seconds ahead makes no snapshot one of the future', () => {
  const fresh = snapshot('demo.20261123T120000Z', '2026-11-23T12:00:05Z');
  expect(plan([own(1), own(2), own(3), fresh]).dropped).toEqual(['demo.20261123T010000Z: surplus']);
});

test('snapshots of the same instant are ordered by name, so that the plan does not depend on the list', () => {
  const names = ['demo.20261123T010000Z', 'demo.20261123T010001Z', 'demo.20261123T010002Z', 'demo.20261123T010003Z'];
  const same = names.map((name) => snapshot(name, '2026-11-23T01:00:00Z'));
  expect(plan(same).dropped).toEqual(['demo.20261123T010000Z: surplus']);
  expect(plan(same.toReversed()).dropped).toEqual(['demo.20261123T010000Z: surplus']);
});

test('no snapshot of a thousand is in both lists or in none', () => {
  const many = Array.from({ length: 1000 }, (_, index) => {
    const time = new Date(NOW.getTime() - index * 600_000).toISOString().replace(/\.000Z$/, 'Z');
    return snapshot(`demo.${time.replace(/[-:]/g, '')}`, time);
  });
  const { kept, dropped } = plan(many, { policy: { keepLast: 10 } });
  expect([kept.length, dropped.length]).toEqual([10, 990]);
});

test('the newest READY snapshot is the one that "latest" means, whoever made it', () => {
  expect(newestReady([own(1), snapshot('STOP-1', '2026-11-23T05:00:00Z'), own(9, 'FAILED')])?.name).toBe('STOP-1');
  expect(newestReady([])).toBeUndefined();
});

test('one on hold stays, takes no slot, and says so', () => {
  expect(
    plan([own(1), own(2), own(3), own(4), own(5)], { held: ['demo.20261123T010000Z', 'demo.20261123T040000Z'] }),
  ).toEqual({
    kept: [
      'demo.20261123T050000Z: newest-ready-of-ours, newest-ready, last 1',
      'demo.20261123T040000Z: on-hold',
      'demo.20261123T030000Z: last 2',
      'demo.20261123T020000Z: last 3',
      'demo.20261123T010000Z: on-hold',
    ],
    dropped: [],
  });
});
