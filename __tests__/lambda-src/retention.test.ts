import type { Snapshot, SnapshotStatus } from '../../lambda-src/snapshot-manager/ports';
import { newestReady, planRetention } from '../../lambda-src/snapshot-manager/retention';

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
    keepLast = 3,
    restorePoint,
    held = [],
  }: { keepLast?: number; restorePoint?: string; held?: readonly string[] } = {},
) {
  const { kept, dropped } = planRetention(
    snapshots,
    { keepLast },
    { ownPrefix: 'demo.', now: NOW, restorePoint, held: new Set(held) },
  );
  return {
    kept: kept.map((decision) => `${decision.snapshot.name}: ${decision.reasons.join(', ')}`),
    dropped: dropped.map((decision) => `${decision.snapshot.name}: ${decision.reason}`),
  };
}

test('the newest ones of ours stay, whatever order the service lists them in', () => {
  expect(plan([own(3), own(5), own(1), own(4), own(2)])).toEqual({
    kept: [
      'demo.20261123T050000Z: last, newest-ready-of-ours, newest-ready',
      'demo.20261123T040000Z: last',
      'demo.20261123T030000Z: last',
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

test('the newest READY one of ours and of all stay even without a slot', () => {
  const foreign = snapshot('by-hand', '2026-11-23T11:00:00Z');
  expect(plan([own(1), own(2), foreign], { keepLast: 0 })).toEqual({
    kept: ['by-hand: foreign, newest-ready', 'demo.20261123T020000Z: newest-ready-of-ours'],
    dropped: ['demo.20261123T010000Z: surplus'],
  });
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
  const { kept, dropped } = plan(many, { keepLast: 10 });
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
      'demo.20261123T050000Z: last, newest-ready-of-ours, newest-ready',
      'demo.20261123T040000Z: on-hold',
      'demo.20261123T030000Z: last',
      'demo.20261123T020000Z: last',
      'demo.20261123T010000Z: on-hold',
    ],
    dropped: [],
  });
});
