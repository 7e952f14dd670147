import { readDrillOf } from './fakes/drill-world';
import { FakeWorld } from './fakes/fake-world';
import { PersonAtWork } from './fakes/person-at-work';

// A person's command beside a drill whose driver goes on calling, begun during any call of the drill.

const TARGET = 'demo.20261123T090000Z';

function worldWith(spoil: (world: FakeWorld) => void): FakeWorld {
  const world = new FakeWorld('orders');
  world.consentToDrills();
  world.flink.addHourly('orders', '09');
  // Long enough that the drill asks more than once, with few calls that differ in nothing but their time.
  Object.assign(world.recovery, { stopMs: 7_000, startMs: 10_000 });
  spoil(world);
  return world;
}

const drilled = (world: FakeWorld) => world.audit.records('orders').filter(({ state }) => state === 'drilled');

interface Together {
  readonly world: FakeWorld;
  readonly person: PersonAtWork;
  /** False: the drill had ended before. */
  readonly hasMet: boolean;
  readonly at: string;
}

/** Drives a drill to its end; the person begins during the call at this place among all. */
async function together(
  at: number,
  spoil: (world: FakeWorld) => void,
  work: (person: PersonAtWork) => Promise<void>,
): Promise<Together> {
  const world = worldWith(spoil);
  const person = new PersonAtWork(world);
  let where = '';
  world.aws.meanwhile = async (call, index) => {
    if (index !== at) return;
    where = `${call} at ${readDrillOf(world)?.step}`;
    await person.begin(work);
  };
  let isEnded = false;
  let dueAt = world.clock.now();
  for (let second = 0; second < 3_600 && !(isEnded && person.state !== 'asleep'); second += 1) {
    if (!isEnded && world.clock.now() >= dueAt) {
      const answer = await world.drill();
      isEnded = answer.state === 'ended';
      dueAt = new Date(world.clock.now().getTime() + answer.waitSeconds * 1000);
    }
    world.clock.advance(1_000);
    await person.goOn();
  }
  return { world, person, hasMet: person.state !== 'not begun', at: where };
}

/** Calls of the drill that change the application, after the person was alone. */
function touchedAfter({ world, person }: Together): string[] {
  return world.aws.made
    .slice(person.callsBefore)
    .filter((call) => /^recovery\.(stop|startFrom)$|createSnapshot/.test(call));
}

async function leftOver({ world }: Together) {
  const { freezes } = await world.holds.marksOf('orders');
  const now = world.clock.now();
  const isOpen = ({ until, who }: { until?: Date | undefined; who: string }) =>
    who.startsWith('drill ') && (!until || until > now);
  return [...freezes, ...(await world.holds.list('orders')).filter(isOpen)];
}

const STATES: readonly [string, (world: FakeWorld) => void][] = [
  ['a state that works', () => {}],
  ['a state that does not start', (world) => void world.recovery.bad.add('STOP-')],
];

describe.each(STATES)('during any call of a drill with %s', (_, spoil) => {
  test.each<[string, (person: PersonAtWork) => Promise<void>, string]>([
    ['restore', (person) => person.restore(TARGET), 'RUNNING'],
    ['stop', (person) => person.stop(), 'READY'],
  ])('a person’s %s is what stays, and the drill gives way once', async (what, work, status) => {
    const verdicts = new Set<string>();
    for (let at = 0; ; at += 1) {
      const met = await together(at, spoil, work);
      if (!met.hasMet) {
        expect(at).toBeGreaterThan(80);
        break;
      }
      const { world, person } = met;
      const shown = `${at}, ${met.at}`;
      expect([shown, person.error]).toEqual([shown, undefined]);
      expect([shown, person.state]).toEqual([shown, 'ended']);
      expect([shown, world.flink.state('orders').status]).toEqual([shown, status]);
      if (what === 'restore') expect(world.flink.state('orders').restoresFrom).toMatchObject({ name: TARGET });
      expect([shown, touchedAfter(met)]).toEqual([shown, []]);
      const [row] = drilled(world);
      // One that had failed before keeps its holds on purpose.
      if (row?.reason !== 'drill-not-proven') expect([shown, await leftOver(met)]).toEqual([shown, []]);
      expect([shown, drilled(world).length]).toEqual([shown, 1]);
      expect(readDrillOf(world)?.isEnded ?? true).toBe(true);
      verdicts.add(row?.drill?.verdict ?? 'none');
    }
    expect([...verdicts]).toContain('given-up');
  });
});

describe('a drill whose driver is dead', () => {
  test.each([
    ['restore', (person: PersonAtWork) => person.restore(TARGET), 'RUNNING'],
    ['stop', (person: PersonAtWork) => person.stop(), 'READY'],
  ] as const)('keeps a person’s %s no longer than its lease; the next run ends it', async (what, work, status) => {
    let waited = 0;
    for (let at = 0; ; at += 1) {
      const world = worldWith(() => {});
      let isKilled = false;
      world.aws.trouble = (_, index) => {
        if (index !== at) return undefined;
        isKilled = true;
        return 'kill';
      };
      await world.aws.process(async () => {
        for (;;) {
          const { state, waitSeconds } = await world.drill();
          if (state === 'ended') return;
          world.clock.advance(waitSeconds * 1000);
        }
      }, 3_600_000);
      world.aws.trouble = () => undefined;
      if (!isKilled) break;
      const wasOpen = readDrillOf(world)?.isEnded === false;
      const person = new PersonAtWork(world);
      const begunAt = world.clock.now();
      await person.begin(work);
      for (let second = 0; second < 600 && person.state === 'asleep'; second += 1) {
        world.clock.advance(1_000);
        await person.goOn();
      }
      expect([at, person.error, person.state]).toEqual([at, undefined, 'ended']);
      // The service's own time for a stop or start under way comes on top: 30 s each.
      const seconds = ((person.aloneSince ?? new Date(0)).getTime() - begunAt.getTime()) / 1000;
      expect(seconds).toBeLessThanOrEqual(60 + 31);
      waited = Math.max(waited, seconds);
      const touched = world.aws.made.length;
      for (let run = 0; run < 2; run += 1) {
        world.clock.advance(600_000);
        const time = new Date(Math.floor(world.clock.now().getTime() / 1000) * 1000).toISOString();
        await world.invoke(time).catch(() => undefined);
      }
      expect([at, world.flink.state('orders').status]).toEqual([at, status]);
      const changes = world.aws.made.slice(touched).filter((call) => call.startsWith('recovery.'));
      expect([at, changes.filter((call) => call !== 'recovery.lastStopAt' && call !== 'recovery.look')]).toEqual([
        at,
        [],
      ]);
      if (wasOpen) expect([at, readDrillOf(world)?.isEnded]).toEqual([at, true]);
      if (what === 'restore') expect(world.flink.state('orders').restoresFrom).toMatchObject({ name: TARGET });
    }
    expect(waited).toBeGreaterThan(30);
  });
});

test('a drill of an earlier application of the same name is in nobody’s way, and is told nothing', async () => {
  const world = worldWith(() => {});
  await world.drill();
  world.flink.remakeApplication('orders');
  const person = new PersonAtWork(world);
  await person.begin((self) => self.stop());
  for (let second = 0; second < 100; second += 1) {
    world.clock.advance(1_000);
    await person.goOn();
  }
  expect(person.state).toBe('ended');
  expect(person.said).toEqual([]);
  expect(world.drills.giveWay).toBeUndefined();
});

test('a person reads whose drill gives way', async () => {
  const world = worldWith(() => {});
  await world.drill();
  const person = new PersonAtWork(world);
  await person.begin((self) => self.stop());
  expect(person.said).toEqual([
    'Drill drill-1 of orders by ada is under way at the step "snapshot": it gives way to this stop.',
  ]);
});
