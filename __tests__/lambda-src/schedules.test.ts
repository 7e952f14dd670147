import { answerEvent } from '../../lambda-src/snapshot-manager/dispatch';
import type { ApplicationEntry } from '../../lambda-src/snapshot-manager/domain/application-entries';
import { FakeWorld } from './fakes/fake-world';

const AT = '2026-11-23T10:20:00Z';
const OWN = 'rate(10 minutes)';
const HOURLY = 'cron(20 * * * ? *)';

const named = (name: string, facts: Partial<ApplicationEntry> = {}): ApplicationEntry => ({
  selector: { kind: 'name', name },
  ...facts,
});
const prefixed = (prefix: string, facts: Partial<ApplicationEntry> = {}): ApplicationEntry => ({
  selector: { kind: 'prefix', prefix },
  ...facts,
});

function worldOf(...applications: ApplicationEntry[]): FakeWorld {
  const world = new FakeWorld('orders', 'payments', 'users');
  world.settings = { ...world.settings, applications };
  return world;
}

function goTo(world: FakeWorld, time: string): void {
  world.clock.advance(Math.max(0, Date.parse(time) + 1_000 - world.clock.now().getTime()));
}

async function run(world: FakeWorld, time: string, schedule?: string): Promise<readonly string[]> {
  goTo(world, time);
  const records = await world.invoke(time, { id: `${schedule} ${time}`, ...(schedule && { schedule }) });
  return records.map(({ application }) => application).sort();
}

const MIXED = [named('orders'), named('payments', { schedule: HOURLY }), prefixed('u', { schedule: HOURLY })];

describe('a run', () => {
  test('covers the applications of the schedule that fired, and records it', async () => {
    const world = worldOf(...MIXED);
    expect(await run(world, AT, OWN)).toEqual(['orders']);
    expect(await run(world, AT, HOURLY)).toEqual(['payments', 'users']);
    expect(world.audit.records('payments').map(({ schedule }) => schedule)).toEqual([HOURLY]);
  });

  test('of an earlier version’s rule covers those of the deployment’s own schedule', async () => {
    const world = worldOf(...MIXED);
    expect(await run(world, AT)).toEqual(['orders']);
    expect(world.audit.records('orders').map(({ schedule }) => schedule)).toEqual([OWN]);
  });

  test('leaves an application to the first entry that matches it, whatever its schedule', async () => {
    const world = worldOf(prefixed('ord', { schedule: HOURLY }), named('orders'), named('users'));
    expect(await run(world, AT, OWN)).toEqual(['users']);
    expect(await run(world, AT, HOURLY)).toEqual(['orders']);
  });

  test('on demand covers an application of any schedule', async () => {
    const world = worldOf(...MIXED);
    const request = { action: 'snapshot', applications: ['orders', 'payments'], reason: 'deploy', requestId: 'd-1' };
    await world.request(request);
    expect(world.outcomes('payments')).toEqual(['taken ready']);
    expect(world.audit.records('payments')[0]?.schedule).toBeUndefined();
  });

  test('of a schedule that the deployment no longer has is recorded and answered, and takes nothing', async () => {
    const world = worldOf(...MIXED);
    const answer = await answerEvent({ id: 'late', time: AT, schedule: 'rate(7 minutes)' }, world.context());
    expect(answer).toEqual({
      refused:
        'No snapshot was taken for an event: the deployment has no such schedule. The event’s schedule is rate(7 minutes), and the deployment has rate(10 minutes), cron(20 * * * ? *).',
    });
    expect(world.outcomes('*')).toEqual(['failed unknown-schedule']);
    expect(world.logged('event.unknown-schedule')).toHaveLength(1);
    expect(world.flink.calls).toEqual([]);
    expect(world.signsOfLife()).toBe(0);
  });
});

describe('the rate of calls', () => {
  const TWO_OF_FOUR = [named('orders'), named('payments'), prefixed('u', { schedule: HOURLY })];

  test.each([
    ['of its part of the applications', OWN, 9, 6],
    ['of its part, however small the rate is', HOURLY, 4, 4 / 3],
    ['of at least one a second', HOURLY, 2, 1],
  ])('of a run is that %s, and the whole one after it', async (_, schedule, callsPerSecond, expected) => {
    const world = worldOf(...TWO_OF_FOUR);
    world.settings = { ...world.settings, callsPerSecond };
    await run(world, AT, schedule);
    expect(world.callRates).toEqual([expected, callsPerSecond]);
  });

  test('is the whole one after a run that failed, and of a request on demand', async () => {
    const world = worldOf(...TWO_OF_FOUR, named('deleted', { schedule: HOURLY }));
    await expect(run(world, AT, HOURLY)).rejects.toThrow('deleted');
    expect(world.callRates).toEqual([5, 10]);
    await world.request({ action: 'snapshot', applications: ['orders'], reason: 'deploy', requestId: 'd-1' });
    expect(world.callRates.slice(2)).toEqual([10, 10]);
  });
});

test('two schedules that fire in the same second have their rows and snapshots apart', async () => {
  const world = worldOf(...MIXED);
  goTo(world, AT);
  await Promise.all([OWN, HOURLY].map((schedule) => world.invoke(AT, { id: `event of ${schedule}`, schedule })));
  for (const name of ['orders', 'payments', 'users']) expect(world.outcomes(name)).toEqual(['taken ready']);
});

test('an application that a deployment moves between two events of one second has one snapshot of that second', async () => {
  const world = worldOf(named('orders'), named('payments'));
  await run(world, AT, OWN);
  world.settings = { ...world.settings, applications: [named('orders', { schedule: HOURLY }), named('payments')] };
  await run(world, AT, HOURLY);
  const [first, second] = world.audit.records('orders');
  expect([first?.reason, second?.reason].sort()).toEqual(['adopted', 'ready']);
  expect((await world.flink.listSnapshots('orders')).map(({ name }) => name)).toEqual(['demo.20261123T102000Z']);
  const counted = world.metrics().filter(({ app_name }) => app_name === 'orders');
  expect(counted.reduce((sum, { SnapshotsTaken }) => sum + Number(SnapshotsTaken), 0)).toBe(1);
});

test('an event of the old schedule that arrives after the move leaves the application to the new one', async () => {
  const world = worldOf(named('orders', { schedule: HOURLY }), named('payments'));
  expect(await run(world, AT, OWN)).toEqual(['payments']);
  // A repetition of the event is no second run either.
  expect(await run(world, AT, OWN)).toEqual(['payments']);
  expect(world.outcomes('payments')).toEqual(['taken ready']);
});

describe('the figures of the fleet', () => {
  const FLEET = [prefixed('o'), prefixed('p', { schedule: HOURLY, snapshotAgeMinutes: 120 })];

  function fleetOf(world: FakeWorld): Record<string, unknown> | undefined {
    return world
      .metrics()
      .filter((values) => 'ApplicationsFound' in values)
      .at(-1);
  }

  test('cover applications of other schedules with what their last run found', async () => {
    const world = worldOf(...FLEET);
    await run(world, AT, HOURLY);
    world.flink.changeApplication('payments', { status: 'READY' });
    await run(world, '2026-11-23T11:20:00Z', HOURLY);
    expect(fleetOf(world)).toMatchObject({ ApplicationsFound: 2, ApplicationsNotRunning: 1 });
    // The next run of the other schedule does not make it well.
    await run(world, '2026-11-23T11:30:00Z', OWN);
    expect(fleetOf(world)).toMatchObject({ ApplicationsFound: 2, ApplicationsNotRunning: 1 });
  });

  test('let the age of an application whose own runs do not come grow, by its own objective', async () => {
    const world = worldOf(...FLEET);
    await run(world, AT, HOURLY);
    await run(world, '2026-11-23T13:20:00Z', OWN);
    // Three hours of two, less the seconds of the run.
    expect(Number(fleetOf(world)?.SnapshotAgeOfObjective)).toBeCloseTo(150, 0);
  });

  test('keep the use of the quota between the runs of its schedule', async () => {
    const world = worldOf(...FLEET);
    world.settings = { ...world.settings, snapshotQuota: 4 };
    world.flink.addHourly('payments', '05', '06', '07');
    await run(world, AT, HOURLY).catch(() => undefined);
    const use = fleetOf(world)?.SnapshotQuotaUse;
    expect(Number(use)).toBeGreaterThan(50);
    await run(world, '2026-11-23T10:30:00Z', OWN);
    expect(fleetOf(world)?.SnapshotQuotaUse).toBe(use);
  });

  test('are those of the own schedule when the others’ records can’t be read', async () => {
    const world = worldOf(...FLEET);
    await run(world, AT, HOURLY);
    world.audit.breakCalls('findNewest');
    expect(await run(world, '2026-11-23T10:30:00Z', OWN)).toEqual(['orders']);
    expect(fleetOf(world)).toMatchObject({ ApplicationsFound: 2, ApplicationsNotRunning: 0 });
    expect(world.logged('audit.error')).toMatchObject([{ call: 'find-newest' }]);
  });
});

describe('the heartbeat', () => {
  test('is written by the runs of every schedule', async () => {
    const world = worldOf(...MIXED);
    await run(world, AT, HOURLY);
    await run(world, AT, OWN);
    expect(world.signsOfLife()).toBe(2);
  });

  test('is withheld while the runs of another schedule do not come, and comes back with them', async () => {
    const world = worldOf(...MIXED);
    await run(world, AT, HOURLY);
    const runs = ['10:30', '10:40', '10:50', '11:00', '11:10', '11:20', '11:30', '11:40', '11:50', '12:00', '12:10'];
    for (const time of runs) await run(world, `2026-11-23T${time}:00Z`, OWN);
    // 11:20 and 12:20 are due, and have two minutes to arrive.
    await run(world, '2026-11-23T12:20:00Z', OWN);
    expect(world.signsOfLife()).toBe(13);
    await run(world, '2026-11-23T12:30:00Z', OWN);
    expect(world.signsOfLife()).toBe(13);
    expect(world.logged('schedule.silent')).toMatchObject([
      { schedule: HOURLY, lastEvent: '2026-11-23T10:20:00.000Z' },
    ]);
    await run(world, '2026-11-23T12:20:30Z', HOURLY);
    await run(world, '2026-11-23T12:40:00Z', OWN);
    expect(world.signsOfLife()).toBe(15);
  });

  test('is written while a new schedule, or one that an application moved to, has not run yet', async () => {
    const world = worldOf(named('orders'), named('payments'));
    await run(world, AT, OWN);
    world.settings = { ...world.settings, applications: MIXED };
    await run(world, '2026-11-23T18:30:00Z', OWN);
    expect(world.signsOfLife()).toBe(2);
  });
});

test('a freeze lasts by the schedule of its own application', async () => {
  const world = worldOf(named('orders', { schedule: 'cron(0 2 ? * MON-FRI *)' }));
  world.settings = { ...world.settings, snapshotQuota: 10 };
  const request = { action: 'freeze', application: 'orders', who: 'ada', why: 'cause', until: '2027-01-01T00:00:00Z' };
  await expect(world.request(request)).rejects.toThrow(
    'it has 0 of 10 snapshots, and gets one at the times of cron(0 2 ? * MON-FRI *), so its quota would be nearly full before. The latest end is 2026-12-04T02:00:00Z.',
  );
});
