import { planRetention } from '../../../lambda-src/snapshot-manager/domain/retention/retention';
import type { Snapshot } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import { isOurs } from '../../../lambda-src/snapshot-manager/domain/snapshot-name';
import { FakeWorld } from '../fakes/fake-world';

const ADOPTING = { ownPrefix: 'demo.', adoptsReferenceSnapshots: true };
const CREATED_MS = Date.parse('2026-11-23T08:00:04Z');

/** `custom_` and the time, so many milliseconds before the snapshot was created. */
function reference(msBefore = 0): string {
  return `custom_${CREATED_MS - msBefore}`;
}

describe('where the reference system’s snapshots are adopted', () => {
  test.each([
    ['the name it gives, its time that of the creation', reference(), true],
    ['the time of a run that was slow to ask', reference(299_000), true],
    ['a service whose clock is behind Lambda’s', reference(-2_000), true],
    ['our own', 'demo.20261123T080004Z', true],
    ['the time of a run that asked at its very end', reference(300_000), true],
    ['a time that is not the snapshot’s', reference(300_001), false],
    ['a person’s name', 'custom_before-release', false],
    ['a date in place of the time', 'custom_20261123', false],
    ['12 digits', `custom_${String(CREATED_MS).slice(1)}`, false],
    ['14 digits', `${reference()}0`, false],
    ['something behind it', `${reference()}-keep`, false],
    ['a line break behind it', `${reference()}\n`, false],
    ['something before it', `my_${reference()}`, false],
    ['other capitals', `Custom_${CREATED_MS}`, false],
    ['another separator', `custom-${CREATED_MS}`, false],
    ['the prefix alone', 'custom_', false],
    ['the service’s own', `STOP-orders-${CREATED_MS}`, false],
    ['another deployment’s', 'demo2.20261123T080004Z', false],
  ])('%s is ours or not: %s %s', (_, name, expected) => {
    expect(isOurs({ name, createdAt: new Date(CREATED_MS) }, ADOPTING)).toBe(expected);
  });

  test('one without a time of creation is nobody’s to delete', () => {
    expect(isOurs({ name: reference(), createdAt: undefined }, ADOPTING)).toBe(false);
  });
});

test.each([
  [{ ownPrefix: 'demo.', adoptsReferenceSnapshots: false }],
  [{ ownPrefix: 'demo.' }],
  // A deployment of that name: its names are prefix and time as ours, never the reference's.
  [{ ownPrefix: 'custom_' }],
])('by %j the reference system’s snapshots are foreign', (ownership) => {
  const snapshot = { name: reference(), createdAt: new Date(CREATED_MS) };
  expect(isOurs(snapshot, ownership)).toBe(false);
  expect(plan([snapshot], ownership).kept).toEqual([`${snapshot.name}: foreign, newest-ready`]);
});

function plan(given: readonly Pick<Snapshot, 'name' | 'createdAt'>[], ownership: { ownPrefix: string }) {
  const snapshots = given.map(
    (one): Snapshot => ({ ...one, status: 'READY', applicationVersion: 1, runtimeEnvironment: 'FLINK-1_13' }),
  );
  const facts = { ...ownership, now: new Date(CREATED_MS + 60_000), restorePoint: undefined, held: new Set<string>() };
  const { kept, dropped } = planRetention(snapshots, { keepLast: 3 }, facts);
  const shown = (decisions: typeof kept | typeof dropped) =>
    decisions.map(({ snapshot, reasons }) => `${snapshot.name}: ${reasons.join(', ')}`);
  return { kept: shown(kept), dropped: shown(dropped) };
}

describe('a run', () => {
  /** Five of the reference, one a person's, one the service's, an hour apart; the newest is that of 09:00. */
  function worldWithOldSnapshots(): FakeWorld {
    const world = new FakeWorld('orders');
    for (const hour of ['05', '06', '07', '08', '09']) {
      const at = new Date(`2026-11-23T${hour}:00:00Z`);
      world.flink.addSnapshot('orders', custom(hour), at);
    }
    world.flink.addSnapshot('orders', 'custom_before-release', new Date('2026-11-23T04:00:00Z'));
    world.flink.addSnapshot('orders', 'STOP-orders-1795400000000', new Date('2026-11-23T03:00:00Z'));
    return world;
  }
  const custom = (hour: string) => `custom_${Date.parse(`2026-11-23T${hour}:00:00Z`)}`;

  test('leaves the old ones alone unless it is told otherwise', async () => {
    const world = worldWithOldSnapshots();
    const [record] = await world.invoke('2026-11-23T10:20:00Z');
    expect(record).toMatchObject({ state: 'taken', reason: 'ready', deleted: [] });
    expect(world.flink.snapshotsOf('orders')).toHaveLength(8);
  });

  test('prunes the oldest of them once they are adopted, and nobody else’s', async () => {
    const world = worldWithOldSnapshots();
    world.settings = { ...world.settings, adoptsReferenceSnapshots: true };
    const [record] = await world.invoke('2026-11-23T10:20:00Z');
    expect(record).toMatchObject({
      state: 'taken',
      deleted: [custom('05'), custom('06'), custom('07')],
      kept: [
        'demo.20261123T102000Z: newest-ready-of-ours, newest-ready, last 1',
        `${custom('09')}: last 2`,
        `${custom('08')}: last 3`,
      ],
    });
    expect(world.flink.snapshotsOf('orders')).toEqual(
      expect.arrayContaining(['custom_before-release READY', 'STOP-orders-1795400000000 READY']),
    );
  });

  test('keeps one of them that is on hold', async () => {
    const world = worldWithOldSnapshots();
    world.settings = { ...world.settings, adoptsReferenceSnapshots: true };
    world.holds.seed('orders', custom('05'));
    const [record] = await world.invoke('2026-11-23T10:20:00Z');
    expect(record?.deleted).toEqual([custom('06'), custom('07')]);
  });
});
