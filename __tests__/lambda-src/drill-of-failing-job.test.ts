import { decideJobBefore } from '../../lambda-src/snapshot-manager/domain/drill/job-before';
import type { JobView } from '../../lambda-src/snapshot-manager/domain/recovery/proof';
import { callsThatAct, consented, driveTo, driveToEnd, readDrillOf } from './fakes/drill-world';

// A drill of an application whose job fails before the drill has stopped anything.

test('is refused before its stop, and no state is blamed', async () => {
  const world = consented();
  // It restarts again and again, whatever it was started from: what it reads or writes is away.
  world.recovery.crashing.add('');
  world.recovery.failure = 'The broker is away';
  const { verdict, message } = await driveToEnd(world);
  expect(verdict).toBe('refused');
  expect(message).toContain('The job does not work already, before any stop. The job restarted');
  expect(message).toContain('Its last failure: The broker is away. A drill would prove nothing: kda logs orders');
  expect(callsThatAct(world)).toEqual([]);
  expect((await world.holds.marksOf('orders')).freezes).toEqual([]);
  expect((await world.holds.marksOf('orders')).suspects).toEqual([]);
});

test('is refused where the job begins to fail during the snapshot of before', async () => {
  const world = consented();
  await driveTo(world, 'snapshot');
  world.recovery.crashing.add('');
  expect(await driveToEnd(world)).toMatchObject({ verdict: 'refused' });
  expect(callsThatAct(world)).toEqual([]);
});

test('goes on where nobody may look, as it did', async () => {
  const world = consented();
  world.recovery.isSeen = false;
  await driveTo(world, 'start');
  expect(callsThatAct(world)[0]).toBe('recovery.stop');
  expect(readDrillOf(world)?.jobBefore).toBeUndefined();
});

test('of an earlier version, which noted no look, looks before its stop', async () => {
  const world = consented();
  await driveTo(world, 'snapshot');
  const item = world.drills.items.get('orders');
  const { jobBefore: _, ...earlier } = JSON.parse(item?.text ?? '');
  world.drills.items.set('orders', { text: JSON.stringify(earlier), revision: item?.revision ?? 0 });
  expect((await driveToEnd(world)).verdict).toBe('proven');
  expect(readDrillOf(world)?.jobBefore).not.toEqual([]);
});

const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 10, 20, second));
const view = (second: number, facts: Partial<JobView> = {}): JobView => ({
  ...{ at: at(second), state: 'RUNNING', tasks: { running: 2, total: 2 }, restarts: 0 },
  ...facts,
});
const SLOW = { tasks: { running: 1, total: 2 } };
const FINISHED = { tasks: { running: 1, total: 1, finished: 1 } };

test.each<[string, number, readonly JobView[], string]>([
  ['that nobody may look at', 0, [], 'done'],
  ['that was only just looked at', 2, [view(0)], 'wait'],
  ['that runs for five seconds', 5, [view(0), view(5)], 'done'],
  ['whose finished task is none that should run', 5, [view(0, FINISHED), view(5, FINISHED)], 'done'],
  ['that restarted earlier', 5, [view(0, { restarts: 3 }), view(5, { restarts: 3 })], 'wait'],
  ['that restarted earlier, and not for a minute', 60, [view(0, { restarts: 3 }), view(60, { restarts: 3 })], 'done'],
  ['that restarts', 5, [view(0, { restarts: 3 }), view(5, { restarts: 4 })], 'refused'],
  ['one of whose tasks is missing', 30, [view(0, SLOW), view(30, SLOW)], 'wait'],
  ['one of whose tasks is missing for a minute', 60, [view(0, SLOW), view(60, SLOW)], 'refused'],
  ['whose task has come', 30, [view(0, SLOW), view(30)], 'done'],
  ['that has ended', 0, [view(0, { state: 'FAILED' })], 'refused'],
])('a job %s: after %d s', (_, second, views, kind) => {
  expect(decideJobBefore(views, 'orders', at(second)).kind).toBe(kind);
});
