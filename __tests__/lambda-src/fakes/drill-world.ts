import type { Drill } from '../../../lambda-src/snapshot-manager/domain/drill/drill';
import { readDrill } from '../../../lambda-src/snapshot-manager/domain/drill/journal-documents';
import { FakeWorld } from './fake-world';

export { DRILL_STEPS } from '../../../lambda-src/snapshot-manager/domain/drill/drill';

/** Drill in the journal, read without a call. */
export function readDrillOf(world: FakeWorld, application = 'orders'): Drill | undefined {
  const item = world.drills.items.get(application);
  return item && readDrill(item.text);
}

/** World with one application, `orders`, that may be drilled. */
export function consented(): FakeWorld {
  const world = new FakeWorld('orders');
  world.consentToDrills();
  return world;
}

/** Asks until the drill is at this step. */
export async function driveTo(world: FakeWorld, step: string): Promise<void> {
  for (let request = 0; request < 300; request += 1) {
    if (readDrillOf(world)?.step === step) return;
    const { waitSeconds } = await world.drill();
    if (readDrillOf(world)?.step !== step) world.clock.advance(waitSeconds * 1000);
  }
  throw new Error(`The drill is at ${readDrillOf(world)?.step}, not at ${step}.`);
}

/** Asks until the drill has ended, as its driver does. */
export async function driveToEnd(world: FakeWorld) {
  for (let request = 0; request < 3000; request += 1) {
    const answer = await world.drill();
    if (answer.state === 'ended') return answer;
    world.clock.advance(answer.waitSeconds * 1000);
  }
  throw new Error(`The drill stays at ${readDrillOf(world)?.step}.`);
}

/** The run of the schedule that comes so many minutes after the drill's driver has died. */
export async function runAfterDeath(world: FakeWorld, minutes = 10): Promise<void> {
  world.clock.advance(minutes * 60_000);
  await world.invoke(new Date(Math.floor(world.clock.now().getTime() / 1000) * 1000).toISOString());
}

/** Calls of the drill that stop or start the application, in order. */
export function callsThatAct(world: FakeWorld): readonly string[] {
  return world.aws.made.filter((call) => /^recovery\.(stop|startFrom)$/.test(call));
}
