import { FakeWorld } from './fakes/fake-world';

const ODD = 'demo.20261123T010000Z';

/** Five own snapshots of which the retention keeps three; the oldest is in a status that this version does not know. */
function worldWithOddOne(): FakeWorld {
  const world = new FakeWorld('orders');
  world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24 } };
  for (const hour of ['01', '06', '07', '08', '09']) {
    world.flink.addSnapshot('orders', `demo.20261123T${hour}0000Z`, new Date(`2026-11-23T${hour}:00:00Z`));
  }
  world.flink.setStatus('orders', ODD, 'EXPORTING');
  return world;
}

test('a snapshot of ours in an unknown status is kept and recorded with its status', async () => {
  const world = worldWithOddOne();
  const [record] = await world.invoke('2026-11-23T10:20:00Z');
  expect(record).toMatchObject({ state: 'taken', reason: 'ready' });
  expect(record?.kept).toContain(`${ODD}: unknown-status EXPORTING`);
  expect(world.flink.snapshotsOf('orders')).toContain(`${ODD} EXPORTING`);
});

test('it is told once, although every run is well', async () => {
  const world = worldWithOddOne();
  for (const time of ['10:20', '10:30', '10:40']) await world.invoke(`2026-11-23T${time}:00Z`);
  expect(world.topic.published).toHaveLength(1);
  expect(world.topic.published[0]?.body).toContain(
    `Snapshot ${ODD} has the status EXPORTING, which this version of the snapshot manager does not know. It is kept.`,
  );
});

test('another unknown status is told again, one of somebody else never', async () => {
  const world = worldWithOddOne();
  world.flink.addSnapshot('orders', 'by-hand', new Date('2026-11-23T02:00:00Z'), 'IMPORTING');
  await world.invoke('2026-11-23T10:20:00Z');
  expect(world.topic.published[0]?.body).not.toContain('IMPORTING');
  world.flink.setStatus('orders', ODD, 'ARCHIVED');
  await world.invoke('2026-11-23T10:30:00Z');
  expect(world.topic.published[1]?.body).toContain('ARCHIVED');
});

test('while the history cannot be read it is not told with every run', async () => {
  const world = worldWithOddOne();
  world.audit.breakCalls('findRecent');
  await world.invoke('2026-11-23T10:20:00Z');
  expect(world.topic.published.map(({ body }) => body).join()).not.toContain('EXPORTING');
});
