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
const prefixed = (prefix: string, schedule?: string): ApplicationEntry => ({
  selector: { kind: 'prefix', prefix },
  ...(schedule && { schedule }),
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

/** Times from ten minutes after the first one to the last one. */
function everyTenMinutes(from: string, to: string): string[] {
  const [start, end] = [from, to].map((time) => Date.parse(`2026-11-${time}:00Z`));
  const times: string[] = [];
  for (let at = (start ?? 0) + 600_000; at <= (end ?? 0); at += 600_000)
    times.push(new Date(at).toISOString().slice(8, 16));
  return times;
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

describe('a daily schedule is not silent after a pause of all for three days', () => {
  test('that ends with a deployment of another rate', async () => {
    const world = worldOf(named('orders'), named('payments', DAILY));
    await run(world, DAILY, '23T10:20');
    await run(world, OWN, '23T10:30');
    world.settings = { ...world.settings, schedule: 'rate(15 minutes)' };
    expect(await run(world, 'rate(15 minutes)', '26T10:30', '26T10:45', '26T11:00')).toEqual([true, true, true]);
  });

  test('where the table refused a write of the first run after it', async () => {
    const world = worldOf(named('orders'), named('payments', DAILY));
    await run(world, DAILY, '23T10:20');
    await run(world, OWN, '23T10:30');
    const put = world.holds.putSchedule.bind(world.holds);
    let refusals = 1;
    world.holds.putSchedule = async (known) => {
      if (known.schedule !== DAILY || refusals === 0) return put(known);
      refusals -= 1;
      throw new Error('Injected: ProvisionedThroughputExceededException.');
    };
    await run(world, OWN, '26T10:30');
    expect(refusals).toBe(0);
    expect(await run(world, OWN, '26T10:40', '26T10:50')).toEqual([true, true]);
  });

  test('where the schedule that runs first has no application', async () => {
    const world = worldOf(prefixed('invoices'), named('payments', DAILY));
    await run(world, DAILY, '23T10:20');
    await run(world, OWN, '23T10:30');
    expect(await run(world, OWN, '26T10:30', '26T10:40')).toEqual([true, true]);
  });
});

describe('three schedules that were all paused for a night', () => {
  const EVERY_HOUR = 'rate(1 hour)';
  const MORNING = 'cron(0 6 * * ? *)';
  const DAY = Array.from({ length: 16 }, (_, hour) => `24T${String(hour + 6).padStart(2, '0')}`);

  /** Day whose runs all come, and the night's pause from 22:00 to 05:59. */
  async function afterADay(): Promise<FakeWorld> {
    const world = worldOf(named('orders'), named('payments', MORNING), named('returns', EVERY_HOUR));
    world.flink.addApplication('returns');
    await run(world, OWN, '24T05:55');
    await run(world, MORNING, '24T06:00');
    for (const hour of DAY) {
      await run(world, OWN, ...['05', '15', '25', '35', '45'].map((minute) => `${hour}:${minute}`));
      await run(world, EVERY_HOUR, `${hour}:50`);
      await run(world, OWN, `${hour}:55`);
    }
    expect(world.logged('schedule.silent')).toEqual([]);
    return world;
  }

  test('are not silent, also when the daily one runs first and the hourly one an hour later', async () => {
    const world = await afterADay();
    expect(await run(world, MORNING, '25T06:00')).toEqual([true]);
    expect(await run(world, OWN, ...everyTenMinutes('25T05:59', '25T06:49'))).toEqual([true, true, true, true, true]);
    expect(await run(world, EVERY_HOUR, '25T06:59')).toEqual([true]);
    expect(world.logged('schedule.silent')).toEqual([]);
  });

  test('are noticed one by one if they do not come back after it', async () => {
    const world = await afterADay();
    await run(world, MORNING, '25T06:00');
    // The hourly one is expected from 05:55 on, as long after the pause as it was to come before it.
    expect((await run(world, OWN, ...everyTenMinutes('25T05:59', '25T08:09'))).at(-1)).toBe(false);
    expect(world.logged('schedule.silent')[0]).toMatchObject({ schedule: EVERY_HOUR });
  });

  test('are noticed on the second day if two of them stay away', async () => {
    const world = await afterADay();
    expect(await run(world, MORNING, '25T06:00', '26T06:00')).toEqual([true, false]);
    expect(world.logged('schedule.silent').map(({ schedule }) => schedule)).toEqual([OWN, EVERY_HOUR]);
  });
});

test('the schedule that fires most often is silent although another one with few runs goes on', async () => {
  const world = worldOf(named('orders'), named('payments', HOURLY), named('returns', DAILY));
  world.flink.addApplication('returns');
  await run(world, DAILY, '23T10:10');
  await run(world, OWN, '23T10:10');
  await run(world, HOURLY, '23T10:20');
  await run(world, OWN, '23T10:20');
  expect(await run(world, HOURLY, '23T11:20', '23T12:20')).toEqual([false, false]);
  expect(world.logged('schedule.silent').map(({ schedule }) => schedule)).toEqual([OWN, OWN]);
});

describe('a schedule is silent', () => {
  test('although runs of another one do not come to their end three times a day', async () => {
    const world = worldOf(named('orders'), named('payments', DAILY));
    world.settings = { ...world.settings, schedule: HOURLY };
    await run(world, DAILY, '23T10:20');
    const hours = ['00', ...Array.from({ length: 20 }, (_, hour) => String(hour + 4).padStart(2, '0'))];
    for (const day of ['24', '25', '26', '27']) await run(world, HOURLY, ...hours.map((hour) => `${day}T${hour}:00`));
    expect(world.logged('schedule.silent')).not.toEqual([]);
  });

  test('although somebody asked for five snapshots since its last run', async () => {
    const world = worldOf(named('orders'), named('payments', HOURLY));
    await run(world, HOURLY, '23T10:20');
    for (let request = 0; request < 5; request += 1) {
      world.clock.advance(60_000);
      const facts = { action: 'snapshot', applications: ['payments'], reason: 'deploy', requestId: `d-${request}` };
      await world.request(facts);
    }
    expect((await run(world, OWN, ...everyTenMinutes('23T10:20', '23T12:30'))).at(-1)).toBe(false);
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
