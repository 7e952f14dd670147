import type { NotificationPolicy } from '../../lambda-src/contract';
import { FakeWorld } from './fakes/fake-world';

function worldWith(policy: NotificationPolicy): FakeWorld {
  const world = new FakeWorld('orders');
  world.settings = { ...world.settings, notifications: { policy, reminderHours: 1 } };
  return world;
}

async function at(world: FakeWorld, time: string): Promise<void> {
  world.clock.advance(Math.max(0, Date.parse(time) - world.clock.now().getTime()));
  await world.invoke(time);
}

test('a stopped application is announced, recalled after an hour, and its return is told, across the audit table', async () => {
  const world = worldWith('changes');
  await at(world, '2026-11-23T10:30:00Z');
  world.flink.changeApplication('orders', { status: 'READY' });
  for (const time of ['10:40', '10:50', '11:30', '11:50', '12:00']) await at(world, `2026-11-23T${time}:00Z`);
  world.flink.changeApplication('orders', { status: 'RUNNING' });
  for (const time of ['12:10', '12:20']) await at(world, `2026-11-23T${time}:00Z`);
  expect(world.topic.subjects()).toEqual([
    '[demo] skipped: orders',
    '[demo] skipped (reminder): orders',
    '[demo] taken (resolved): orders',
  ]);
  expect(world.topic.published[1]?.body).toContain('Reminder: unchanged since the run at 2026-11-23T10:40:00Z.');
  expect(world.topic.published[2]?.body).toContain('Resolved: the problem reported earlier no longer exists.');
});

test('a mail that could not be sent is sent by the next run, and costs no record', async () => {
  const world = worldWith('changes');
  world.flink.changeApplication('orders', { status: 'READY' });
  world.topic.isBroken = true;
  await at(world, '2026-11-23T10:30:00Z');
  expect(world.outcomes('orders')).toEqual(['skipped not-running']);
  world.topic.isBroken = false;
  await at(world, '2026-11-23T10:40:00Z');
  await at(world, '2026-11-23T10:50:00Z');
  expect(world.topic.subjects()).toEqual(['[demo] skipped: orders']);
});

test('an entry’s own policy holds for its applications', async () => {
  const world = new FakeWorld('orders', 'payments');
  world.settings = {
    ...world.settings,
    applications: [
      { selector: { kind: 'name', name: 'orders' }, notify: 'failures' },
      { selector: { kind: 'name', name: 'payments' } },
    ],
  };
  await world.invoke('2026-11-23T10:20:00Z');
  expect(world.topic.subjects()).toEqual(['[demo] taken: payments']);
});

test('a hold placed on a stopped application does not make its stop news again', async () => {
  const world = worldWith('changes');
  world.flink.addSnapshot('orders', 'demo.20261123T080000Z', new Date('2026-11-23T08:00:00Z'));
  world.flink.changeApplication('orders', { status: 'READY' });
  await at(world, '2026-11-23T10:30:00Z');
  const hold = { action: 'hold', application: 'orders', snapshot: 'demo.20261123T080000Z', who: 'ana', why: 'audit' };
  world.clock.advance(60_000);
  await world.request(hold);
  await at(world, '2026-11-23T10:40:00Z');
  expect(world.topic.subjects().filter((subject) => subject.includes('skipped'))).toEqual(['[demo] skipped: orders']);
});
