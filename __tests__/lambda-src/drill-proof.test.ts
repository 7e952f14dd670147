import { viewOf } from '../../lambda-src/snapshot-manager/domain/recovery/flink-answers';
import { readDrillOf } from './fakes/drill-world';
import { FakeWorld } from './fakes/fake-world';

// The proof of a drill's start: looks at the job that see less than all, or come late.

function consented(): FakeWorld {
  const world = new FakeWorld('orders');
  world.consentToDrills();
  return world;
}

async function drive(world: FakeWorld) {
  for (let request = 0; request < 2_000; request += 1) {
    const answer = await world.drill();
    if (answer.state === 'ended') return answer;
    world.clock.advance(answer.waitSeconds * 1000);
  }
  throw new Error(`The drill stays at ${readDrillOf(world)?.step}.`);
}

const callsThatAct = (world: FakeWorld) => world.aws.made.filter((call) => /^recovery\.(stop|startFrom)$/.test(call));

test('a job whose bounded source has read its file to the end works: it is proven, and not stopped by force', async () => {
  const world = consented();
  world.recovery.look = async () => {
    const vertices = ['FINISHED', 'RUNNING', 'RUNNING'].map((status) => ({ status, metrics: { 'write-records': 7 } }));
    const job = { state: 'RUNNING', vertices };
    const checkpoints = { counts: { completed: 5 }, latest: {} };
    const view = viewOf({ job, metrics: [{ id: 'numRestarts', value: '0' }], checkpoints }, world.clock.now());
    return view ? { view } : { notSeen: 'The test has no job.' };
  };
  const { verdict, message } = await drive(world);
  expect(verdict).toBe('proven');
  expect(message).toContain('2 of 2 tasks run and 1 finished');
  expect(callsThatAct(world)).toEqual(['recovery.stop', 'recovery.startFrom']);
});
