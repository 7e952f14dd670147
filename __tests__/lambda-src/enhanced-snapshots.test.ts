import { isManagedMode } from '../../lambda-src/snapshot-manager/domain/application-state';
import { FakeWorld } from './fakes/fake-world';

const AT_10_20 = '2026-11-23T10:20:00Z';

function worldInMode(snapshotMode: string): FakeWorld {
  const world = new FakeWorld('orders');
  world.flink.addHourly('orders', '05', '06', '07', '08', '09');
  world.flink.changeApplication('orders', { snapshotMode });
  return world;
}

test.each(['ENHANCED_SNAPSHOTS', 'A_MODE_OF_NEXT_YEAR'])(
  'an application in mode %s: the run fails with row and mail that say so, and creates and deletes nothing',
  async (mode) => {
    const world = worldInMode(mode);
    await expect(world.invoke(AT_10_20)).rejects.toThrow(mode);
    expect(world.outcomes('orders')).toEqual(['failed enhanced-snapshots']);
    expect(world.audit.records('orders')[0]?.message).toContain(mode);
    expect(world.topic.subjects()).toEqual(['[demo] failed: orders']);
    expect(world.topic.published[0]?.body).toContain('create-snapshot');
    expect(world.flink.calls).toEqual(['describeApplication orders']);
    expect(world.flink.listed('orders')).toHaveLength(5);
  },
);

test('the plan of such an application says so, and drops nothing', async () => {
  const world = worldInMode('ENHANCED_SNAPSHOTS');
  const [plan] = await world.request({ action: 'plan', applications: ['orders'] });
  expect(plan).toMatchObject({ kept: [], dropped: [], problem: expect.stringContaining('ENHANCED_SNAPSHOTS') });
});

test('the mode is read at every run: after a return to legacy snapshots the next run takes one', async () => {
  const world = worldInMode('ENHANCED_SNAPSHOTS');
  await expect(world.invoke(AT_10_20)).rejects.toThrow();
  world.flink.changeApplication('orders', { snapshotMode: 'APPLICATION_SNAPSHOTS_LEGACY' });
  world.clock.advance(600_000);
  const [record] = await world.invoke('2026-11-23T10:30:00Z');
  expect(record).toMatchObject({ state: 'taken', reason: 'ready' });
});

test('legacy snapshots are managed, also where the service names no mode', () => {
  const modes = [undefined, 'APPLICATION_SNAPSHOTS_LEGACY', 'ENHANCED_SNAPSHOTS', ''];
  expect(modes.map(isManagedMode)).toEqual([true, true, false, false]);
});
