import { FakeWorld } from './fakes/fake-world';

const AT_10_20 = '2026-11-23T10:20:00Z';
const AT_10_30 = '2026-11-23T10:30:00Z';
const AT_10_40 = '2026-11-23T10:40:00Z';
const NAME_10_20 = 'demo.20261123T102000Z';

function settledRow(world: FakeWorld) {
  return world.audit.records('orders').find(({ eventTime }) => eventTime.getTime() === Date.parse(AT_10_20));
}

describe('a run that ends without certainty is settled by a later one, by the name of its snapshot', () => {
  test('the service is away for nine minutes right after the create call', async () => {
    const world = new FakeWorld('orders');
    world.clock.in(25, () => {
      for (const call of ['describeApplication', 'listSnapshots', 'describeSnapshot'] as const) {
        world.flink.fail(call, 'other', { until: new Date('2026-11-23T10:29:00Z') });
      }
    });
    await expect(world.invoke(AT_10_20)).rejects.toThrow('its result could not be read');
    world.clock.advance(60_000);
    await expect(world.invoke(AT_10_20)).rejects.toThrow('did not return');
    expect(settledRow(world)).toMatchObject({
      state: 'failed',
      reason: 'describe-failed',
      snapshot: { name: NAME_10_20 },
    });

    world.clock.advance(Date.parse(AT_10_30) - world.clock.now().getTime());
    await world.invoke(AT_10_30);
    expect(settledRow(world)).toMatchObject({
      state: 'late',
      reason: 'ready-after-run',
      snapshot: { name: NAME_10_20, status: 'READY' },
    });
  });

  test('the application was stopped, and the snapshot became READY all the same', async () => {
    const world = new FakeWorld('orders');
    world.flink.snapshotDurationMs = 40_000;
    world.clock.in(5_000, () => world.flink.changeApplication('orders', { status: 'STOPPING' }));
    await world.invoke(AT_10_20);
    expect(world.outcomes('orders')).toEqual(['abandoned application-stopped']);

    world.flink.changeApplication('orders', { status: 'READY' });
    world.clock.advance(600_000);
    await world.invoke(AT_10_30);
    expect(world.outcomes('orders')).toEqual(['late ready-after-run', 'skipped not-running']);
  });

  test('a snapshot that reads showed only after the run had called it gone', async () => {
    const world = new FakeWorld('orders');
    world.flink.lagMs = 200_000;
    await world.invoke(AT_10_20);
    expect(world.outcomes('orders')).toEqual(['abandoned snapshot-gone']);
    world.clock.advance(600_000);
    await world.invoke(AT_10_30);
    expect(world.outcomes('orders')[0]).toBe('late ready-after-run');
  });

  test('the answer to the create call was lost, and reads did not show the snapshot', async () => {
    const world = new FakeWorld('orders');
    world.flink.lagMs = 200_000;
    world.flink.fail('createSnapshot', 'other', { times: 1, isAfterEffect: true });
    await expect(world.invoke(AT_10_20)).rejects.toThrow('Injected');
    expect(settledRow(world)).toMatchObject({ reason: 'create-refused', snapshot: { name: NAME_10_20 } });
    world.clock.advance(600_000);
    await world.invoke(AT_10_30);
    expect(world.outcomes('orders')[0]).toBe('late ready-after-run');
  });

  test('whose snapshot is nowhere stays as it ended, and is looked at once more only', async () => {
    const world = new FakeWorld('orders');
    world.clock.in(1_000, () => world.flink.removeSnapshot('orders', NAME_10_20));
    await world.invoke(AT_10_20);
    const written = world.audit.writes.length;
    world.clock.advance(600_000);
    await world.invoke(AT_10_30);
    world.clock.advance(600_000);
    await world.invoke(AT_10_40);
    expect(world.outcomes('orders')).toEqual(['abandoned snapshot-gone', 'taken ready', 'taken ready']);
    expect(settledRow(world)?.settledAt).toEqual(expect.any(Date));
    expect(world.logged('run.settled')).toEqual([]);
    expect(world.audit.writes.slice(written).filter((write) => write.includes('snapshot-gone'))).toHaveLength(1);
  });
});

describe('a status that this version does not know', () => {
  test('is recorded with its word, and settled when it has become READY', async () => {
    const world = new FakeWorld('orders');
    world.flink.snapshotEndsAs = 'EXPORTING';
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({
      state: 'late',
      reason: 'unknown-status',
      deleted: [],
      snapshot: { name: NAME_10_20, status: 'EXPORTING' },
    });
    expect(record?.message).toContain('EXPORTING');

    world.flink.snapshotEndsAs = 'READY';
    world.clock.advance(300_000);
    await world.invoke(AT_10_30);
    expect(settledRow(world)).toMatchObject({ reason: 'unknown-status', snapshot: { status: 'EXPORTING' } });
    world.flink.setStatus('orders', NAME_10_20, 'READY');
    world.clock.advance(600_000);
    await world.invoke(AT_10_40);
    expect(world.outcomes('orders')).toEqual(['late ready-after-run', 'taken ready', 'taken ready']);
  });

  test('of a run that died is recorded with its word', async () => {
    const world = new FakeWorld('orders');
    world.aws.trouble = (call) => (call === 'application.createSnapshot' ? 'kill' : undefined);
    await world.aws.process(() => world.invoke(AT_10_20));
    world.aws.trouble = () => undefined;
    world.flink.snapshotEndsAs = 'EXPORTING';
    world.clock.advance(600_000);
    world.flink.snapshotEndsAs = 'READY';
    await world.invoke(AT_10_30);
    expect(settledRow(world)).toMatchObject({ reason: 'unknown-status', snapshot: { status: 'EXPORTING' } });
  });
});
