import { parseDrillConsent } from '../../lambda-src/snapshot-manager/domain/drill/drill-window';
import { consented, driveTo, driveToEnd } from './fakes/drill-world';
import type { FakeWorld } from './fakes/fake-world';

const MINUTE_MS = 60_000;

/** Application whose snapshots usually take 20 minutes, as its settings say. */
function withLargeState(window = '10:00-13:00'): FakeWorld {
  const world = consented();
  const drill = parseDrillConsent({ window, usualSnapshotSeconds: 1200 });
  const applications = world.settings.applications.map((each) => ({ ...each, ...(drill ? { drill } : {}) }));
  world.settings = { ...world.settings, applications };
  return world;
}

/** Lists for each stop whether it was by force. */
function stopsOf(world: FakeWorld): boolean[] {
  const stops: boolean[] = [];
  const { stop } = world.recovery;
  world.recovery.stop = async (application, isForced) => {
    stops.push(isForced);
    return stop.call(world.recovery, application, isForced);
  };
  return stops;
}

describe('an application whose snapshots usually take 20 minutes', () => {
  test.each([
    ['20 minutes', 20],
    ['39 minutes', 39],
  ])('is drilled where its snapshots take %s, without a stop by force', async (_, minutes) => {
    const world = withLargeState();
    world.flink.snapshotDurationMs = minutes * MINUTE_MS;
    world.recovery.stopMs = minutes * MINUTE_MS;
    const stops = stopsOf(world);
    const { verdict } = await driveToEnd(world);
    expect([verdict, stops]).toEqual(['proven', [false]]);
  });

  test('asks less often in a step that takes long: an execution has 1000 requests', async () => {
    const world = withLargeState();
    world.flink.snapshotDurationMs = 39 * MINUTE_MS;
    world.recovery.stopMs = 39 * MINUTE_MS;
    const before = world.aws.made.length;
    await driveToEnd(world);
    const looks = world.aws.made.slice(before).filter((call) => call === 'drills.read').length;
    expect(looks).toBeLessThan(800);
  });

  test('is stopped by force where its stop does not end within 40 minutes', async () => {
    const world = withLargeState();
    world.recovery.stopMs = 41 * MINUTE_MS;
    const stops = stopsOf(world);
    await driveToEnd(world);
    expect(stops).toEqual([false, true]);
  });

  test('is not stopped where the window has no time left for the snapshot of the stop', async () => {
    const world = withLargeState('10:00-11:11');
    world.flink.snapshotDurationMs = 24 * MINUTE_MS;
    expect(await driveToEnd(world)).toMatchObject({
      verdict: 'refused',
      message: expect.stringContaining('the rest of the drill needs room for 1680 s.'),
    });
    expect(world.flink.state('orders').status).toBe('RUNNING');
  });
});

test('the shortest window that the settings allow is enough for a drill that begins a minute late', async () => {
  const world = consented();
  // Two snapshots of a minute, and ten minutes.
  world.consentToDrills('10:19-10:31');
  world.flink.snapshotDurationMs = MINUTE_MS;
  expect((await driveToEnd(world)).verdict).toBe('proven');
});

test('a drill that an earlier version began has no usual duration of a snapshot, and goes on', async () => {
  const world = consented();
  await driveTo(world, 'snapshot');
  const { text = '', revision = 1 } = world.drills.items.get('orders') ?? {};
  const { usualSnapshotSeconds, ...plan } = JSON.parse(text).plan;
  expect(usualSnapshotSeconds).toBe(60);
  world.drills.items.set('orders', { text: JSON.stringify({ ...JSON.parse(text), plan }), revision });
  expect((await driveToEnd(world)).verdict).toBe('proven');
});
