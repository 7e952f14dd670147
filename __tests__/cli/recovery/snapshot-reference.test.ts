import { findSnapshot, latestTrusted, newestBefore } from '../../../cli/recovery/snapshot-reference';
import { localTime } from '../../../cli/times';
import type { Snapshot } from '../../../lambda-src/snapshot-manager/domain/snapshot';

const NOW = new Date('2026-11-28T15:00:00Z');

function at(time: string, status = 'READY'): Snapshot {
  const name = `kda.20261128T${time.replace(':', '')}00Z`;
  return {
    name,
    status,
    createdAt: new Date(`2026-11-28T${time}:00Z`),
    applicationVersion: 3,
    runtimeEnvironment: 'FLINK-1_20',
  };
}

const SNAPSHOTS = [at('13:50'), at('14:10'), at('13:40'), at('14:20', 'CREATING'), at('14:00')];
const choice = (...suspects: string[]) => ({
  application: 'orders',
  snapshots: SNAPSHOTS,
  suspects: new Set(suspects),
});

test('latest is the newest READY one, whatever order the service lists', () => {
  expect(latestTrusted(choice()).name).toBe('kda.20261128T141000Z');
});

test('latest passes suspects over: a bad state does not come back by itself', () => {
  expect(latestTrusted(choice('kda.20261128T141000Z', 'kda.20261128T140000Z')).name).toBe('kda.20261128T135000Z');
});

test('without a trusted one nothing starts, and the ways out are told', () => {
  const all = SNAPSHOTS.map(({ name }) => name);
  expect(() => latestTrusted(choice(...all))).toThrow(
    'Application orders has nothing to start from: its 4 READY snapshots are all suspect. Name one with --snapshot, or end its mark with kda trust.',
  );
  expect(() => latestTrusted({ ...choice(), snapshots: [] })).toThrow(
    'Application orders has nothing to start from: it has no READY snapshot. With --none it starts empty.',
  );
});

test('the newest one before a time was begun at that time or earlier', () => {
  expect(newestBefore(choice(), new Date('2026-11-28T14:05:00Z')).name).toBe('kda.20261128T140000Z');
  expect(newestBefore(choice(), new Date('2026-11-28T14:00:00Z')).name).toBe('kda.20261128T140000Z');
  expect(newestBefore(choice('kda.20261128T140000Z'), new Date('2026-11-28T14:05:00Z')).name).toBe(
    'kda.20261128T135000Z',
  );
});

test('a time before all snapshots names the oldest', () => {
  expect(() => newestBefore(choice(), new Date('2026-11-28T13:00:00Z'))).toThrow(
    `Application orders has no snapshot of ${localTime(new Date('2026-11-28T13:00:00Z'))} or before. The oldest one is kda.20261128T134000Z of ${localTime(new Date('2026-11-28T13:40:00Z'))}.`,
  );
});

test.each([
  ['kda.20261128T135000Z', 'kda.20261128T135000Z'],
  ['T1350', 'kda.20261128T135000Z'],
  ['latest', 'kda.20261128T141000Z'],
  ['@-1h', 'kda.20261128T140000Z'],
  ['@2026-11-28T13:45Z', 'kda.20261128T134000Z'],
])('%s names a snapshot', (reference, name) => {
  expect(findSnapshot(choice(), reference, NOW).name).toBe(name);
});

test.each([
  [
    'T13',
    '"T13" fits 2 snapshots of application orders: kda.20261128T135000Z, kda.20261128T134000Z. Type more of the name.',
  ],
  [
    'T1420',
    'Snapshot kda.20261128T142000Z of application orders is CREATING, expected READY: nothing can be restored from it.',
  ],
  [
    'kda.20261128T135001Z',
    /^Application orders has no snapshot kda\.20261128T135001Z\. Most similar: kda\.20261128T135000Z/,
  ],
])('%s is refused', (reference, message) => {
  expect(() => findSnapshot(choice(), reference, NOW)).toThrow(message);
});

test('a whole name may be suspect: whoever types it means it', () => {
  expect(findSnapshot(choice('kda.20261128T141000Z'), 'kda.20261128T141000Z', NOW).name).toBe('kda.20261128T141000Z');
});

describe('proven', () => {
  const proven = (...names: string[]) => ({ ...choice('kda.20261128T135000Z'), proven: names });

  test('is the snapshot of the newest proof that is there, READY and not suspect', () => {
    const names = ['kda.20261127T000000Z', 'kda.20261128T142000Z', 'kda.20261128T135000Z', 'kda.20261128T134000Z'];
    // Gone, CREATING, suspect: the fourth is left.
    expect(findSnapshot(proven(...names), 'proven', NOW).name).toBe('kda.20261128T134000Z');
    expect(findSnapshot(proven('kda.20261128T140000Z', ...names), 'proven', NOW).name).toBe('kda.20261128T140000Z');
  });

  test('is refused where none was ever proven, none is left, or nobody knows', () => {
    expect(() => findSnapshot(proven(), 'proven', NOW)).toThrow(
      'No restore of application orders has been proven, so no snapshot of it is. Name a snapshot, or take latest.',
    );
    expect(() => findSnapshot(proven('kda.20261127T000000Z'), 'proven', NOW)).toThrow(
      'No proven snapshot of application orders is left that is READY and not suspect; kda.20261127T000000Z was the last one. Name a snapshot, or take latest.',
    );
    expect(() => findSnapshot(choice(), 'proven', NOW)).toThrow(
      'Nobody knows which snapshot of application orders is proven: the audit table could not be read. Name a snapshot, or take latest.',
    );
  });
});
