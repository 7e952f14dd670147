import type { ApplicationEntry } from '../../lambda-src/snapshot-manager/domain/application-entries';
import { testsOfKnownSchedules } from './fakes/deployment-contracts';
import { FakeHoldsTable } from './fakes/fake-holds-table';
import { FakeWorld } from './fakes/fake-world';

const OWN = 'rate(10 minutes)';
const HOURLY = 'cron(20 * * * ? *)';
const DAILY = 'rate(1 day)';

const named = (name: string, schedule?: string): ApplicationEntry => ({
  selector: { kind: 'name', name },
  ...(schedule && { schedule }),
});
const prefixed = (prefix: string, schedule: string): ApplicationEntry => ({
  selector: { kind: 'prefix', prefix },
  schedule,
});

function worldOf(...applications: ApplicationEntry[]): FakeWorld {
  const world = new FakeWorld('orders', 'payments');
  world.settings = { ...world.settings, applications };
  return world;
}

function deploy(world: FakeWorld, ...applications: ApplicationEntry[]): void {
  world.settings = { ...world.settings, applications };
}

/** Runs a schedule at these times of November; true for each run that gave a sign of life. */
async function run(world: FakeWorld, schedule: string, ...times: readonly string[]): Promise<readonly boolean[]> {
  const signs: boolean[] = [];
  for (const time of times.map((each) => `2026-11-${each}:00Z`)) {
    const before = world.signsOfLife();
    world.clock.advance(Math.max(0, Date.parse(time) + 1_000 - world.clock.now().getTime()));
    await world.invoke(time, { id: `${schedule} ${time}`, schedule });
    signs.push(world.signsOfLife() > before);
  }
  return signs;
}

describe('known schedules in the fake table', () => testsOfKnownSchedules(() => new FakeHoldsTable()));

describe('a schedule is not silent', () => {
  test('when all were paused for three days: it counts from the first run after the pause', async () => {
    const world = worldOf(named('orders'), named('payments', DAILY));
    await run(world, OWN, '23T10:20');
    await run(world, DAILY, '23T10:20');
    expect(await run(world, OWN, '26T10:30', '26T10:40', '26T20:00')).toEqual([true, true, true]);
    expect(world.logged('schedule.silent')).toEqual([]);
  });

  test('before its first due time when an application left it and came back', async () => {
    const world = worldOf(named('orders'), named('payments', HOURLY));
    await run(world, HOURLY, '23T10:20');
    deploy(world, named('orders'), named('payments', DAILY));
    await run(world, DAILY, '24T08:00', '25T08:00');
    deploy(world, named('orders'), named('payments', HOURLY));
    expect(await run(world, OWN, '25T08:30')).toEqual([true]);
    expect(world.logged('schedule.silent').filter(({ schedule }) => schedule === HOURLY)).toEqual([]);
  });

  test('by the rows of an earlier application of the same name', async () => {
    const world = worldOf(named('orders'), prefixed('pay', DAILY));
    await run(world, OWN, '23T10:10');
    await run(world, DAILY, '23T10:20');
    world.flink.removeApplication('payments');
    await run(world, OWN, '23T10:30', '26T10:20', '26T10:30');
    world.flink.addApplication('payments');
    expect(await run(world, OWN, '26T10:40', '26T10:50')).toEqual([true, true]);
    expect(world.logged('schedule.silent')).toEqual([]);
  });

  test('while the table can’t note its runs, as long as their rows are there', async () => {
    const world = worldOf(named('orders'), named('payments', HOURLY));
    await run(world, OWN, '23T10:10');
    world.holds.breakCalls('listSchedules', 'putSchedule');
    await run(world, HOURLY, '23T10:20', '23T11:20', '23T12:20', '23T13:20');
    world.holds.breakCalls();
    expect(await run(world, OWN, '23T13:30')).toEqual([true]);
    expect(world.logged('schedule.error')).toHaveLength(4);
  });
});

describe('a schedule is silent', () => {
  test('although somebody asked for five snapshots since its last run', async () => {
    const world = worldOf(named('orders'), named('payments', HOURLY));
    await run(world, HOURLY, '23T10:20');
    for (let request = 0; request < 5; request += 1) {
      world.clock.advance(60_000);
      const facts = { action: 'snapshot', applications: ['payments'], reason: 'deploy', requestId: `d-${request}` };
      await world.request(facts);
    }
    expect(await run(world, OWN, '23T20:30')).toEqual([false]);
    expect(world.logged('schedule.silent')).toMatchObject([
      { schedule: HOURLY, lastEvent: '2026-11-23T10:20:00.000Z' },
    ]);
  });

  test('when it never ran, two due times after the first run that saw it', async () => {
    const world = worldOf(named('orders'), named('payments'));
    await run(world, OWN, '23T10:30');
    deploy(world, named('orders'), named('payments', HOURLY));
    // 11:20 and 12:20 are due, and have two minutes to arrive.
    expect(await run(world, OWN, '23T10:40', '23T11:00', '23T11:20', '23T11:40')).toEqual([true, true, true, true]);
    expect(await run(world, OWN, '23T12:00', '23T12:20', '23T12:30')).toEqual([true, true, false]);
    expect(world.logged('schedule.silent')).toMatchObject([
      { schedule: HOURLY, since: expect.stringMatching(/^2026-11-23T10:40:/) },
    ]);
  });

  test('by its rows alone while the table does not answer', async () => {
    const world = worldOf(named('orders'), named('payments', HOURLY));
    await run(world, HOURLY, '23T10:20');
    world.holds.breakCalls('listSchedules');
    expect(await run(world, OWN, '23T12:20', '23T12:30')).toEqual([true, false]);
  });

  test('also when the table takes no time from which it counts', async () => {
    const world = worldOf(named('orders'), named('payments', HOURLY));
    world.holds.breakCalls('putSchedule');
    await run(world, HOURLY, '23T10:20');
    expect(await run(world, OWN, '23T12:20', '23T12:30')).toEqual([true, false]);
  });
});

test('a deployment with one schedule notes nothing', async () => {
  const world = worldOf(named('orders'), named('payments'));
  await run(world, OWN, '23T10:20', '23T10:30');
  expect(world.holds.calls.filter((call) => call.endsWith('Schedules') || call.endsWith('Schedule'))).toEqual([]);
});
