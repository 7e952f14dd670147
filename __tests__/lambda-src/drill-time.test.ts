import { CallPace } from '../../lambda-src/snapshot-manager/aws/call-pace';
import { consented, driveTo, driveToEnd, readDrillOf } from './fakes/drill-world';
import { FakeWorld } from './fakes/fake-world';

/** Drill that was left by its driver, and finished an hour later. */
async function finishedByTheNextRun(): Promise<FakeWorld> {
  const world = new FakeWorld('orders');
  world.consentToDrills('10:00-11:00');
  for (let request = 0; request < 60 && (readDrillOf(world)?.views?.length ?? 0) === 0; request += 1) {
    const { waitSeconds } = await world.drill();
    world.clock.advance(waitSeconds * 1000);
  }
  world.clock.advance(3_600_000);
  await world.invoke(new Date(Math.floor(world.clock.now().getTime() / 1000) * 1000).toISOString());
  return world;
}

test('a drill that was left is not measured, and the record says so', async () => {
  const world = await finishedByTheNextRun();
  const [row] = world.audit.records('orders').filter(({ state }) => state === 'drilled');
  expect(row?.drill).toMatchObject({ verdict: 'proven' });
  expect(row?.drill?.rtoSeconds).toBeUndefined();
  expect(row?.message).toContain('How long it took was not measured: for some time nobody drove the drill.');
  const { proofs } = await world.holds.marksOf('orders');
  expect(proofs?.map(({ restoreSeconds }) => restoreSeconds)).toEqual([undefined]);
  const drilled = world.metrics().filter((values) => 'DrillsFailed' in values);
  expect(drilled).toEqual([{ app_name: 'orders', DrillsFailed: 0 }]);
});

test('the drill of the week after one that was left is not refused for it', async () => {
  const world = await finishedByTheNextRun();
  world.clock.advance(Date.parse('2026-11-30T10:00:05Z') - world.clock.now().getTime());
  expect(await world.drill('drill-2')).toMatchObject({ state: 'under-way' });
});

test('a drill asks for no tags of 100 other applications: each request would wait for them with its own stopped', async () => {
  const world = consented();
  for (let other = 0; other < 100; other += 1) world.flink.addApplication(`other-${other}`, {}, { snapshots: 'yes' });
  const tagged = { selector: { kind: 'tag', key: 'snapshots', value: 'yes' } } as const;
  world.settings = { ...world.settings, applications: [...world.settings.applications, tagged] };
  world.flink.pace = new CallPace(5, world.clock);
  expect((await driveToEnd(world)).verdict).toBe('proven');
  expect(world.flink.calls.filter((call) => call.startsWith('tagsOf'))).toEqual([]);
  const [row] = world.audit.records('orders').filter(({ state }) => state === 'drilled');
  expect(row?.drill?.rtoSeconds).toBeLessThan(60);
});

describe('after the clock jumped back by ten minutes', () => {
  /** Drill whose last request gave its lease back, while the application was stopped. */
  async function stopped() {
    const world = consented();
    await driveTo(world, 'stop');
    while (world.flink.state('orders').status !== 'READY') {
      await world.drill();
      world.clock.advance(1_000);
    }
    world.clock.advance(-600_000);
    return world;
  }

  test('a drill that nobody works on goes on at once', async () => {
    const world = await stopped();
    for (let second = 0; second < 60; second += 5) {
      await world.drill();
      world.clock.advance(5_000);
    }
    expect(world.flink.state('orders').status).not.toBe('READY');
  });

  test('one that a request works on is left to that', async () => {
    const world = await stopped();
    world.aws.trouble = (call) => (call === 'holds.hold' ? 'kill' : undefined);
    await world.aws.process(() => world.drill());
    world.aws.trouble = () => undefined;
    expect((await world.drill()).message).toContain('Another request works on the drill until');
  });
});
