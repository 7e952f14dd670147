import type { QuietHours } from '../../lambda-src/snapshot-manager/domain/schedule/quiet-hours';
import { FakeWorld } from './fakes/fake-world';

const MINUTE_MS = 60_000;
const NIGHT: QuietHours = { from: '22:00', until: '06:00', why: 'nightly load' };

/** An application with a snapshot of 21:50, at 21:59, whose manager mails changes. */
function worldAtNight(quietHours: QuietHours = NIGHT): FakeWorld {
  const world = new FakeWorld('orders');
  world.settings = { ...world.settings, quietHours, notifications: { policy: 'changes', reminderHours: 24 } };
  world.flink.addSnapshot('orders', 'demo.20261123T215000Z', new Date('2026-11-23T21:50:00Z'));
  goTo(world, '2026-11-23T21:59:00Z');
  return world;
}

function goTo(world: FakeWorld, time: string): void {
  world.clock.advance(Math.max(0, Date.parse(time) - world.clock.now().getTime()));
}

/** Runs of the schedule, each one second after its time. */
async function runAt(world: FakeWorld, ...times: string[]): Promise<void> {
  for (const time of times) {
    goTo(world, new Date(Date.parse(time) + 1_000).toISOString());
    await world.invoke(time).catch(() => undefined);
  }
}

const EVENING = ['2026-11-23T22:00:00Z', '2026-11-23T22:10:00Z', '2026-11-24T05:50:00Z'];

test('a run in quiet hours takes no snapshot, and its record has their end and their reason', async () => {
  const world = worldAtNight();
  await runAt(world, EVENING[0] ?? '');
  expect(world.outcomes('orders')).toEqual(['skipped quiet-hours']);
  expect(world.audit.records('orders')[0]?.message).toBe(
    'No snapshot of application orders was taken: its settings have quiet hours now. They end at 2026-11-24T06:00:00Z: nightly load',
  );
  expect(world.flink.calls.filter((call) => /create|delete/.test(call))).toEqual([]);
});

test('the age stands still in quiet hours, and the application still counts as running', async () => {
  const world = worldAtNight();
  await runAt(world, ...EVENING);
  // Ten minutes at their beginning.
  expect(world.metrics().map(({ NewestSnapshotAge }) => NewestSnapshotAge)).toEqual([600, 600, 600]);
  expect(world.metrics().map(({ ApplicationRunning }) => ApplicationRunning)).toEqual([1, 1, 1]);
});

test('a first run that fails after quiet hours is not overdue at once: the age grows on from where it stood', async () => {
  const world = worldAtNight();
  world.flink.fail('createSnapshot', 'other');
  await runAt(world, ...EVENING, '2026-11-24T06:00:00Z', '2026-11-24T06:10:00Z');
  expect(world.outcomes('orders').slice(-2)).toEqual(['failed create-refused', 'failed create-refused']);
  const ages = world.metrics().map(({ NewestSnapshotAge }) => Number(NewestSnapshotAge));
  expect(ages.at(-2)).toBeLessThan(11 * 60);
  expect(ages.at(-1)).toBeGreaterThan(20 * 60);
  expect(ages.at(-1)).toBeLessThan(21 * 60);
});

test('a run on demand is taken in quiet hours, and the age then stands at its snapshot', async () => {
  const world = worldAtNight();
  goTo(world, '2026-11-23T23:00:00Z');
  const request = { action: 'snapshot', applications: ['orders'], reason: 'before deploy', requestId: 'deploy-42' };
  await world.request(request);
  expect(world.outcomes('orders')).toEqual(['taken ready']);
  await runAt(world, '2026-11-24T05:00:00Z');
  expect(world.metrics().at(-1)).toMatchObject({ NewestSnapshotAge: 0 });
});

test('a stop in quiet hours is found and reported as ever', async () => {
  const world = worldAtNight();
  world.flink.changeApplication('orders', { status: 'READY' });
  await runAt(world, ...EVENING.slice(0, 2));
  expect(world.outcomes('orders')).toEqual(['skipped not-running', 'skipped not-running']);
  expect(world.metrics().map(({ ApplicationRunning }) => ApplicationRunning)).toEqual([0, 0]);
  expect(world.topic.subjects()).toEqual(['[demo] skipped: orders']);
});

test('quiet hours are no news, and end no trouble that was reported before', async () => {
  const world = worldAtNight();
  world.flink.changeApplication('orders', { snapshotsEnabled: false });
  await world.invoke('2026-11-23T21:59:00Z').catch(() => undefined);
  expect(world.topic.subjects()).toEqual(['[demo] failed: orders']);
  await runAt(world, ...EVENING, '2026-11-24T06:00:00Z');
  expect(world.outcomes('orders')).toEqual([
    'failed snapshots-disabled',
    ...EVENING.map(() => 'skipped quiet-hours'),
    'failed snapshots-disabled',
  ]);
  expect(world.audit.records('orders').at(-1)?.conditionSince).toEqual(new Date('2026-11-23T21:59:00Z'));
  expect(world.topic.subjects()).toHaveLength(1);

  world.flink.changeApplication('orders', { snapshotsEnabled: true });
  await runAt(world, '2026-11-24T06:10:00Z');
  expect(world.topic.subjects().at(-1)).toBe('[demo] taken (resolved): orders');
});

test('a trouble that more quiet runs than the look-back has followed is still known', async () => {
  const world = worldAtNight();
  world.flink.changeApplication('orders', { snapshotsEnabled: false });
  await world.invoke('2026-11-23T21:59:00Z').catch(() => undefined);
  for (let minute = 0; minute < 60; minute += 1) {
    await runAt(world, new Date(Date.parse('2026-11-23T22:00:00Z') + minute * MINUTE_MS).toISOString());
  }
  world.flink.changeApplication('orders', { snapshotsEnabled: true });
  await runAt(world, '2026-11-24T06:00:00Z');
  expect(world.topic.subjects()).toEqual(['[demo] failed: orders', '[demo] taken (resolved): orders']);
});

test('a snapshot that was begun before them is READY in quiet hours as anywhere', async () => {
  const world = worldAtNight();
  world.flink.snapshotDurationMs = 120_000;
  await world.invoke('2026-11-23T21:59:00Z');
  expect(world.clock.now().getTime()).toBeGreaterThan(Date.parse('2026-11-23T22:00:00Z'));
  expect(world.outcomes('orders')).toEqual(['taken ready']);
});

test('an event from before them that arrives in quiet hours takes none, and one from within that arrives later does', async () => {
  const world = worldAtNight();
  goTo(world, '2026-11-23T22:03:00Z');
  await world.invoke('2026-11-23T21:58:00Z');
  goTo(world, '2026-11-24T06:00:01Z');
  await world.invoke('2026-11-24T05:59:59Z');
  expect(world.outcomes('orders')).toEqual(['skipped quiet-hours', 'taken ready']);
});

test('quiet hours that begin while a run cleans up are kept: it creates nothing any more', async () => {
  const world = worldAtNight();
  // After a run that took none, the next one makes room first, and each deletion takes its time.
  world.flink.changeApplication('orders', { snapshotsEnabled: false });
  await world.invoke('2026-11-23T21:58:00Z').catch(() => undefined);
  world.flink.changeApplication('orders', { snapshotsEnabled: true });
  world.flink.addHourly('orders', '06', '07', '08', '09');
  world.aws.trouble = (call) => {
    if (call === 'application.deleteSnapshot') world.clock.advance(60_000);
    return undefined;
  };
  await world.invoke('2026-11-23T21:59:00Z');
  expect(world.outcomes('orders')).toEqual(['failed snapshots-disabled', 'skipped quiet-hours']);
});

test('in the night in which the clock is set forward the quiet hours end an hour earlier in UTC', async () => {
  const world = worldAtNight({ ...NIGHT, timeZone: 'Europe/Berlin' });
  goTo(world, '2027-03-27T20:00:00Z');
  await runAt(world, '2027-03-27T20:50:00Z', '2027-03-27T21:00:00Z', '2027-03-28T03:50:00Z', '2027-03-28T04:00:00Z');
  expect(world.outcomes('orders')).toEqual([
    'taken ready',
    'skipped quiet-hours',
    'skipped quiet-hours',
    'taken ready',
  ]);
});
