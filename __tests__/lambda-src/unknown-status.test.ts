import { FakeWorld } from './fakes/fake-world';

const ODD = 'demo.20261123T010000Z';

/** Five own snapshots of which the retention keeps three; the oldest is in a status that this version does not know. */
function worldWithOddOne(): FakeWorld {
  const world = new FakeWorld('orders');
  world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24 } };
  world.flink.addHourly('orders', '01', '06', '07', '08', '09');
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

test('it is told by the next run when its mail could not be sent, and then no more', async () => {
  const world = worldWithOddOne();
  world.topic.isBroken = true;
  await world.invoke('2026-11-23T10:20:00Z');
  world.topic.isBroken = false;
  for (const time of ['10:30', '10:40']) await world.invoke(`2026-11-23T${time}:00Z`);
  expect(world.topic.published.map(({ body }) => body.includes(`${ODD} has the status EXPORTING`))).toEqual([true]);
});

test('it is not told anew after a run that could not read the list', async () => {
  const world = worldWithOddOne();
  await world.invoke('2026-11-23T10:20:00Z');
  world.flink.fail('listSnapshots', 'other', { times: 1 });
  await expect(world.invoke('2026-11-23T10:30:00Z')).rejects.toThrow('list');
  const [told] = world.audit.records('orders');
  if (told) world.audit.items.delete(`orders/${told.runId}`);
  await world.invoke('2026-11-23T10:40:00Z');
  expect(world.topic.published.filter(({ body }) => body.includes('EXPORTING'))).toHaveLength(1);
});

test('of two applications it stands in the one mail about both', async () => {
  const world = worldWithOddOne();
  world.flink.addApplication('payments');
  world.flink.addSnapshot('payments', 'demo.20261123T020000Z', new Date('2026-11-23T02:00:00Z'), 'ARCHIVED');
  world.selectNames('orders', 'payments');
  await world.invoke('2026-11-23T10:20:00Z');
  expect(world.topic.published).toHaveLength(1);
  expect(world.topic.published[0]?.body).toContain(`orders: Snapshot ${ODD} has the status EXPORTING`);
  expect(world.topic.published[0]?.body).toContain('payments: Snapshot demo.20261123T020000Z has the status ARCHIVED');
});

test('of hundreds a mail names twenty, and how many more there are', async () => {
  const world = worldWithOddOne();
  for (let day = 0; day < 300; day += 1) {
    const at = new Date(Date.UTC(2026, 0, 1 + day));
    const name = `demo.${at.toISOString().replace(/[-:]|\.000/g, '')}`;
    world.flink.addSnapshot('orders', name, at, 'ARCHIVED');
  }
  for (const time of ['10:20', '10:30']) await world.invoke(`2026-11-23T${time}:00Z`);
  expect(world.topic.published).toHaveLength(1);
  const body = world.topic.published[0]?.body ?? '';
  expect(body.match(/has the status/g)).toHaveLength(20);
  expect(body).toContain('281 more snapshots are in a status that this version does not know.');
});
