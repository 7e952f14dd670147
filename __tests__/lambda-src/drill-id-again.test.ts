import { AwsError } from './fakes/aws-calls';
import { callsThatAct, consented, driveToEnd, readDrillOf } from './fakes/drill-world';
import type { FakeWorld } from './fakes/fake-world';

// The id of a drill comes again: an event that is delivered twice, or a name that is used again.

async function drive(world: FakeWorld, id: string) {
  for (let request = 0; request < 300; request += 1) {
    const answer = await world.drill(id);
    if (answer.state === 'ended') return answer;
    world.clock.advance(answer.waitSeconds * 1000);
  }
  throw new Error('The drill does not end.');
}

/** Two drills have ended, and an hour later the event of the first one is delivered again. */
async function deliveredAgain(): Promise<FakeWorld> {
  const world = consented();
  world.consentToDrills('10:00-20:00');
  await drive(world, 'drill-1');
  world.clock.advance(600_000);
  await drive(world, 'drill-2');
  world.clock.advance(3_600_000);
  return world;
}

const throttled = new AwsError('ThrottlingException', 'Injected: slow down.', 400);

describe('an event of a drill that has ended, delivered again', () => {
  test('while the audit table does not answer, stops nothing: whether that drill has ended can’t be known', async () => {
    const world = await deliveredAgain();
    const before = callsThatAct(world).length;
    world.aws.trouble = (call) => (call === 'audit.find' ? { effects: 0, takesMs: 10, error: throttled } : undefined);
    await expect(world.drill('drill-1')).rejects.toThrow('slow down');
    world.aws.trouble = () => undefined;
    expect(await world.drill('drill-1')).toMatchObject({ state: 'ended', verdict: 'proven' });
    expect(callsThatAct(world).slice(before)).toEqual([]);
    expect(readDrillOf(world)?.plan.id).toBe('drill-2');
  });

  test('whose row is gone, is refused: the snapshot of its name is the old way back', async () => {
    const world = await deliveredAgain();
    const before = callsThatAct(world).length;
    world.audit.items.clear();
    expect(await drive(world, 'drill-1')).toMatchObject({
      verdict: 'refused',
      message: expect.stringContaining(
        'Snapshot demo.20261123T102001Z.before-drill, the way back, was there before this drill: another drill had the id drill-1.',
      ),
    });
    expect(callsThatAct(world).slice(before)).toEqual([]);
    expect(world.flink.state('orders').status).toBe('RUNNING');
  });

  test('four hours after it began, and whose row is gone, is refused before anything is done', async () => {
    const world = await deliveredAgain();
    world.audit.items.clear();
    world.clock.advance(3 * 3_600_000);
    const before = world.flink.accepted.length;
    await expect(world.drill('drill-1')).rejects.toThrow('Ask again with another id.');
    expect(world.flink.accepted.slice(before)).toEqual([]);
    expect((await world.holds.marksOf('orders')).freezes).toEqual([]);
  });
});

test('a snapshot of the name of after, taken before the start, proves nothing', async () => {
  const world = consented();
  const name = 'demo.20261123T102001Z.after-drill';
  world.flink.addSnapshot('orders', name, new Date(world.clock.now().getTime() - 120_000));
  await driveToEnd(world);
  expect(readDrillOf(world)?.outcome).toMatchObject({
    verdict: 'started-not-proven',
    because: ['No checkpoint and no snapshot was completed after the start.'],
  });
});
