import { isOpen } from '../../lambda-src/snapshot-manager/domain/record';
import { FakeWorld } from './fakes/fake-world';

const AT_10_20 = '2026-11-23T10:20:00Z';
const AT_10_30 = '2026-11-23T10:30:00Z';
const AT_10_40 = '2026-11-23T10:40:00Z';
const REQUEST = { action: 'snapshot', applications: ['orders'], reason: 'before deploy', requestId: 'deploy-42' };
const TEN_MINUTES_MS = 600_000;

describe('a request id that was used before', () => {
  test('is refused when its snapshot is gone, and says which: nothing claims that it was taken', async () => {
    const world = new FakeWorld('orders');
    await world.request(REQUEST);
    world.flink.removeSnapshot('orders', 'demo.20261123T102001Z.deploy-42');
    world.clock.advance(TEN_MINUTES_MS);
    await expect(world.request(REQUEST, { invocationId: 'again' })).rejects.toThrow(
      'refused: Request deploy-42 was answered at 2026-11-23T10:20:03.770Z with snapshot demo.20261123T102001Z.deploy-42 of application orders, which is now gone. Ask again with a new request id.',
    );
    expect(world.outcomes('*')).toEqual(['failed request-refused']);
    expect(world.flink.snapshotsOf('orders')).toEqual([]);
  });

  test.each(['DELETING', 'FAILED'] as const)('is refused when its snapshot is %s', async (status) => {
    const world = new FakeWorld('orders');
    await world.request(REQUEST);
    world.flink.setStatus('orders', 'demo.20261123T102001Z.deploy-42', status);
    world.clock.advance(TEN_MINUTES_MS);
    await expect(world.request(REQUEST)).rejects.toThrow(`which is now ${status}`);
  });

  test('is not answered while the service does not tell whether the snapshot is there', async () => {
    const world = new FakeWorld('orders');
    await world.request(REQUEST);
    world.clock.advance(TEN_MINUTES_MS);
    world.flink.fail('describeSnapshot', 'other');
    await expect(world.request(REQUEST)).rejects.toThrow('Injected: describeSnapshot answered other.');
  });

  test('takes a snapshot of the application that was made anew', async () => {
    const world = new FakeWorld('orders');
    await world.request(REQUEST);
    world.clock.advance(TEN_MINUTES_MS);
    world.flink.makeAnew('orders');
    world.clock.advance(TEN_MINUTES_MS);
    await expect(world.request(REQUEST)).resolves.toMatchObject([
      { state: 'taken', snapshot: { name: 'demo.20261123T104003Z.deploy-42' } },
    ]);
    expect(world.flink.snapshotsOf('orders')).toEqual(['demo.20261123T104003Z.deploy-42 READY']);
  });

  test('has a time of its own for another application, and both are answered', async () => {
    const world = new FakeWorld('orders', 'payments');
    await world.request(REQUEST);
    world.clock.advance(TEN_MINUTES_MS);
    const both = await world.request({ ...REQUEST, applications: ['orders', 'payments'] });
    expect(both).toMatchObject([
      { application: 'orders', snapshot: { name: 'demo.20261123T102001Z.deploy-42' } },
      { application: 'payments', snapshot: { name: 'demo.20261123T103003Z.deploy-42' } },
    ]);
  });
});

describe('of an application that was made anew', () => {
  test('the usual duration is learned again', async () => {
    const world = new FakeWorld('orders');
    world.flink.snapshotDurationMs = 100_000;
    await world.invoke(AT_10_20);
    world.clock.advance(TEN_MINUTES_MS);
    world.flink.makeAnew('orders');
    world.flink.snapshotDurationMs = 2_000;
    world.clock.advance(TEN_MINUTES_MS);
    const [record] = await world.invoke(AT_10_40);
    expect(record?.snapshot?.durationMs).toBeLessThan(10_000);
  });

  test('trouble is news, though the same was told of the one before', async () => {
    const world = new FakeWorld('orders');
    world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24 } };
    world.flink.changeApplication('orders', { snapshotsEnabled: false });
    await expect(world.invoke(AT_10_20)).rejects.toThrow('snapshots are disabled');
    world.clock.advance(TEN_MINUTES_MS);
    world.flink.makeAnew('orders');
    world.flink.changeApplication('orders', { snapshotsEnabled: false });
    await expect(world.invoke(AT_10_30)).rejects.toThrow('snapshots are disabled');
    expect(world.topic.published).toHaveLength(2);
    expect(world.audit.records('orders').at(-1)?.conditionSince).toEqual(new Date(AT_10_30));
  });

  test('holds are not those of the one before: plan, list and run leave them out', async () => {
    const world = new FakeWorld('orders');
    const names = ['05', '06', '07', '08', '09'].map((hour) => `demo.20261123T${hour}0000Z`);
    for (const name of names) world.holds.seed('orders', name);
    world.flink.makeAnew('orders');
    for (const [hour, name] of names.entries()) {
      world.flink.addSnapshot('orders', name, new Date(world.clock.now().getTime() + hour * 60_000));
    }
    world.clock.advance(TEN_MINUTES_MS);
    expect(await world.request({ action: 'holds' })).toEqual([]);
    expect(await world.request({ action: 'plan' })).toMatchObject([
      { dropped: [{ name: names[1] }, { name: names[0] }] },
    ]);
    const [record] = await world.invoke(AT_10_30);
    expect(record?.deleted).toEqual(names.slice(0, 3));
  });

  test('the open record of the one before is closed without a mail', async () => {
    const world = new FakeWorld('orders');
    world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24 } };
    world.aws.trouble = (call) => (call === 'application.createSnapshot' ? 'kill' : undefined);
    await world.aws.process(() => world.invoke(AT_10_20));
    world.aws.trouble = () => undefined;
    world.clock.advance(TEN_MINUTES_MS);
    world.flink.makeAnew('orders');
    await world.invoke(AT_10_30);
    expect(world.audit.records('orders').filter(isOpen)).toEqual([]);
    expect(world.topic.published).toEqual([]);
  });

  test('each record says of which application it is', async () => {
    const world = new FakeWorld('orders');
    await world.invoke(AT_10_20);
    world.clock.advance(TEN_MINUTES_MS);
    world.flink.makeAnew('orders');
    const madeAt = world.flink.state('orders').createdAt;
    await world.invoke(AT_10_30);
    expect(world.audit.records('orders').map(({ applicationCreatedAt }) => applicationCreatedAt)).toEqual([
      new Date('2026-11-01T00:00:00Z'),
      madeAt,
    ]);
  });

  test('deletions that the one before left open are settled as unknown, never as done', async () => {
    const { world, names } = worldThatDiesBeforeItsDeletions();
    await world.aws.process(() => world.invoke(AT_10_20));
    world.aws.trouble = () => undefined;
    world.clock.advance(TEN_MINUTES_MS);
    world.flink.makeAnew('orders');
    await world.invoke(AT_10_30);
    const [before] = world.audit.records('orders');
    expect(before).toMatchObject({ deleted: [], deletionReasons: undefined, deleting: undefined });
    expect(before?.message).toContain(
      `The application was recreated before the result of these deletions was known: ${names.slice(0, 2).join(', ')}.`,
    );
    expect(before && isOpen(before)).toBe(false);
  });

  test('deletions of an earlier attempt for the one before are no deletions of the retry', async () => {
    const { world } = worldThatDiesBeforeItsDeletions();
    await world.aws.process(() => world.invoke(AT_10_20));
    world.aws.trouble = () => undefined;
    world.clock.advance(60_000);
    world.flink.makeAnew('orders');
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'taken', reason: 'ready', deleted: [], deleting: undefined });
  });

  test('a retry that could not look at the application does not make its open deletions those of the new one', async () => {
    const { world } = worldThatDiesBeforeItsDeletions();
    await world.aws.process(() => world.invoke(AT_10_20));
    world.aws.trouble = () => undefined;
    world.clock.advance(60_000);
    world.flink.makeAnew('orders');
    world.flink.fail('describeApplication', 'other', { times: 1 });
    await expect(world.invoke(AT_10_20)).rejects.toThrow('did not return');
    world.clock.advance(TEN_MINUTES_MS);
    await world.invoke(AT_10_30);
    expect(world.audit.records('orders').map(({ deleted }) => deleted)).toEqual([[], []]);
    expect(world.audit.records('orders').filter(isOpen)).toEqual([]);
  });

  test('a retry that dies as well leaves its open deletions those of the one before', async () => {
    const { world } = worldThatDiesBeforeItsDeletions();
    await world.aws.process(() => world.invoke(AT_10_20));
    world.clock.advance(60_000);
    world.flink.makeAnew('orders');
    world.aws.trouble = (call) => (call === 'application.describeApplication' ? 'kill' : undefined);
    await world.aws.process(() => world.invoke(AT_10_20));
    world.aws.trouble = () => undefined;
    world.clock.advance(TEN_MINUTES_MS);
    await world.invoke(AT_10_30);
    expect(world.audit.records('orders').map(({ deleted }) => deleted)).toEqual([[], []]);
  });

  test('the snapshot of a retry that dies after its application was made anew is adopted', async () => {
    const { world } = worldThatDiesBeforeItsDeletions();
    await world.aws.process(() => world.invoke(AT_10_20));
    world.clock.advance(60_000);
    world.flink.makeAnew('orders');
    world.aws.trouble = (call) => (call === 'application.createSnapshot' ? 'kill' : undefined);
    await world.aws.process(() => world.invoke(AT_10_20));
    world.aws.trouble = () => undefined;
    world.clock.advance(TEN_MINUTES_MS);
    await world.invoke(AT_10_30);
    expect(world.outcomes('orders')).toEqual(['taken adopted', 'taken ready']);
  });

  test('a snapshot of the same name does not settle the record of the one before', async () => {
    const world = new FakeWorld('orders');
    world.aws.trouble = (call) => (call === 'application.createSnapshot' ? 'kill' : undefined);
    await world.aws.process(() => world.invoke(AT_10_20, { id: 'the first of this second' }));
    world.aws.trouble = () => undefined;
    world.clock.advance(TEN_MINUTES_MS);
    world.flink.makeAnew('orders');
    await world.invoke(AT_10_20, { id: 'the second of this second' });
    world.clock.advance(TEN_MINUTES_MS);
    await world.invoke(AT_10_40);
    expect(world.outcomes('orders').toSorted()).toEqual(['abandoned run-died', 'taken ready', 'taken ready']);
  });
});

/** Two snapshots are to go, and the run dies when it has written down which. */
function worldThatDiesBeforeItsDeletions() {
  const world = new FakeWorld('orders');
  const names = world.flink.addHourly('orders', '06', '07', '08', '09');
  let starts = 0;
  world.aws.trouble = (call) => {
    if (call === 'audit.start') starts += 1;
    return call === 'audit.start' && starts === 2 ? 'kill' : undefined;
  };
  return { world, names };
}
