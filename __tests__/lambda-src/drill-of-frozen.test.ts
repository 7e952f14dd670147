import { callsThatAct, consented, driveTo, driveToEnd, readDrillOf } from './fakes/drill-world';
import type { FakeWorld } from './fakes/fake-world';

// A drill of an application whose deletions somebody froze: they may be looking for a cause.

const FREEZE = { action: 'freeze', application: 'orders', who: 'grace', why: 'checkpoints fail' };
const FROZEN =
  'Application orders is frozen by grace until 2026-11-24T10:20:01Z (checkpoints fail), and a drill would stop it. Once the cause is known: kda thaw orders --holder "grace".';

async function frozenByADrill(world: FakeWorld): Promise<void> {
  const [since, until] = [world.clock.now(), new Date(world.clock.now().getTime() + 3_600_000)];
  await world.holds.freeze({ application: 'orders', who: 'drill of-yesterday', why: 'once a week', since, until });
}

test('is refused with its holder, its end and what to do, before it changes anything', async () => {
  const world = consented();
  await world.request(FREEZE);
  expect(await driveToEnd(world)).toMatchObject({
    verdict: 'refused',
    message: `The drill of application orders did not take place; the application was not stopped. ${FROZEN}`,
  });
  expect(readDrillOf(world)).toBeUndefined();
  expect(world.flink.accepted).toEqual([]);
  expect(callsThatAct(world)).toEqual([]);
});

test('is refused an hour after a restore that ended as not proven, and left its freeze', async () => {
  const world = consented();
  const plan = { kind: 'restore', who: 'grace', application: 'orders' };
  const steps = [
    { step: 'prove', state: 'done' },
    { step: 'thaw', state: 'left-out' },
  ];
  world.drills.recovery = JSON.stringify({ plan, steps, outcome: 'not-proven' });
  await world.request({ ...FREEZE, who: 'restore r-1' });
  world.clock.advance(1_800_000);
  world.consentToDrills('10:00-12:00');
  const { verdict, message } = await driveToEnd(world);
  expect(verdict).toBe('refused');
  expect(message).toContain('kda thaw orders --holder "restore r-1"');
  expect(callsThatAct(world)).toEqual([]);
});

test('that is frozen while the drill takes its snapshot is not stopped', async () => {
  const world = consented();
  await driveTo(world, 'snapshot');
  await world.request(FREEZE);
  expect(await driveToEnd(world)).toMatchObject({ verdict: 'refused', message: expect.stringContaining('by grace') });
  expect(callsThatAct(world)).toEqual([]);
  // The drill ends its own freeze; that of the person lasts.
  expect((await world.holds.marksOf('orders')).freezes.map(({ who }) => who)).toEqual(['grace']);
});

test('that is frozen once the drill has stopped it is brought back', async () => {
  const world = consented();
  await driveTo(world, 'start');
  await world.request(FREEZE);
  expect((await driveToEnd(world)).verdict).toBe('proven');
});

test.each<[string, (world: FakeWorld) => Promise<unknown>]>([
  ['by an earlier drill alone', frozenByADrill],
  [
    'no longer',
    async (world) => {
      await world.request(FREEZE);
      await world.request(
        { action: 'thaw', application: 'orders', who: 'ada', holder: 'grace' },
        { invocationId: 'later' },
      );
    },
  ],
])('that is frozen %s is proven', async (_, arrange) => {
  const world = consented();
  await arrange(world);
  expect((await driveToEnd(world)).verdict).toBe('proven');
});

test('is not stopped while nobody can tell whether it is frozen', async () => {
  const world = consented();
  await driveTo(world, 'snapshot');
  world.holds.breakCalls('marksOf');
  for (let request = 0; request < 5; request += 1) {
    const { waitSeconds } = await world.drill();
    world.clock.advance(waitSeconds * 1000);
  }
  expect(callsThatAct(world)).toEqual([]);
  world.holds.breakCalls();
  expect((await driveToEnd(world)).verdict).toBe('proven');
});
