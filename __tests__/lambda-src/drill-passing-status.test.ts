import { consented, driveToEnd, readDrillOf } from './fakes/drill-world';

// A drill whose window begins while the service changes the application.

const MINUTE_MS = 60_000;

test.each(['AUTOSCALING', 'UPDATING', 'MAINTENANCE', 'ROLLING_BACK', 'STARTING', 'OF_TOMORROW'])(
  'an application that is %s for ten minutes of the window is waited for, and drilled',
  async (status) => {
    const world = consented();
    world.flink.changeApplication('orders', { status });
    world.clock.in(10 * MINUTE_MS, () => world.flink.changeApplication('orders', { status: 'RUNNING', version: 8 }));
    expect(await world.drill()).toMatchObject({
      ...{ state: 'under-way', step: 'check', waitSeconds: 30 },
      message: `Application orders is ${status}, expected RUNNING. The drill waits for it.`,
    });
    expect((await driveToEnd(world)).verdict).toBe('proven');
  },
);

test('one that is waited for has no drill yet: its runs report it as it is', async () => {
  const world = consented();
  world.flink.changeApplication('orders', { status: 'UPDATING' });
  await world.drill();
  expect(readDrillOf(world)).toBeUndefined();
  await world.invoke('2026-11-23T10:21:00Z');
  expect(world.outcomes('orders')).toEqual(['skipped not-running']);
});

test('a status that lasts until too little of the window is left is refused with both', async () => {
  const world = consented();
  world.flink.changeApplication('orders', { status: 'AUTOSCALING' });
  const { verdict, message } = await driveToEnd(world);
  expect(verdict).toBe('refused');
  expect(message).toContain('Application orders is AUTOSCALING, expected RUNNING. The window has 5');
  expect(world.flink.accepted).toEqual([]);
});

test('in a long window it is waited for for an hour', async () => {
  const world = consented();
  world.consentToDrills('10:00-09:59');
  world.flink.changeApplication('orders', { status: 'UPDATING' });
  const begun = world.clock.now().getTime();
  expect((await driveToEnd(world)).verdict).toBe('refused');
  expect(Math.round((world.clock.now().getTime() - begun) / MINUTE_MS)).toBe(60);
});

test.each(['READY', 'STOPPING', 'FORCE_STOPPING', 'DELETING'])('one that is %s is refused at once', async (status) => {
  const world = consented();
  world.flink.changeApplication('orders', { status });
  expect(await world.drill()).toMatchObject({ state: 'ended', verdict: 'refused' });
});
