import { FakeWorld } from './fakes/fake-world';

const AT = '2026-11-23T10:20:00Z';

test('one application’s trouble never touches another, and the error names only the failed ones', async () => {
  const world = new FakeWorld('orders', 'payments', 'users');
  world.selectNames('orders', 'ghosts', 'payments', 'users');
  world.flink.changeApplication('users', { status: 'READY' });
  await expect(world.invoke(AT)).rejects.toMatchObject({
    name: 'RunFailedError',
    failures: [{ application: 'ghosts', message: expect.stringContaining('there is no application called ghosts') }],
  });
  expect(world.outcomes('orders')).toEqual(['taken ready']);
  expect(world.outcomes('ghosts')).toEqual(['failed application-not-found']);
  expect(world.outcomes('payments')).toEqual(['taken ready']);
  expect(world.outcomes('users')).toEqual(['skipped not-running']);
});

test('every application is told of in its own message', async () => {
  const world = new FakeWorld('orders', 'payments');
  await world.invoke(AT);
  expect(world.topic.subjects().sort()).toEqual(['[demo] taken: orders', '[demo] taken: payments']);
});

test('applications that were found have their own retention, and a failed search is recorded and thrown', async () => {
  const world = new FakeWorld('orders', 'payments');
  world.settings = {
    ...world.settings,
    applications: [
      { selector: { kind: 'name', name: 'orders' } },
      { selector: { kind: 'prefix', prefix: 'pay' }, retention: { keepLast: 5 } },
    ],
  };
  for (const application of ['orders', 'payments']) {
    world.flink.addHourly(application, '05', '06', '07', '08', '09');
  }
  const records = await world.invoke(AT);
  expect(records.map(({ application, deleted }) => [application, deleted.length])).toEqual([
    ['orders', 3],
    ['payments', 1],
  ]);

  world.flink.fail('listApplications', 'other', { times: 1 });
  await expect(world.invoke('2026-11-23T10:30:00Z')).rejects.toMatchObject({ failures: [{ application: '*' }] });
  expect(world.outcomes('*')).toEqual(['failed discovery-failed']);
  expect(world.outcomes('orders')).toEqual(['taken ready', 'taken ready']);
  expect(world.outcomes('payments')).toEqual(['taken ready']);
});

test('applications for which the time is nearly up are recorded as skipped, and nothing is asked of the service', async () => {
  const world = new FakeWorld('orders');
  const [record] = await world.invoke(AT, { timeoutMs: 29_000 });
  expect(record).toMatchObject({ state: 'skipped', reason: 'no-time' });
  expect(world.flink.calls).toEqual([]);
});

test('a retry of the event works on the failed applications only', async () => {
  const world = new FakeWorld('orders', 'payments');
  world.flink.fail('describeApplication', 'other', { times: 1 });
  await expect(world.invoke(AT)).rejects.toThrow();
  world.flink.calls.length = 0;
  await world.invoke(AT);
  expect(world.flink.calls.filter((call) => call.includes('payments'))).toEqual([]);
  expect(world.outcomes('orders')).toEqual(['taken ready']);
});
