import { FakeWorld } from './fake-world';

/** The run that things go wrong in, for application `orders`, at 10:20. */
export interface Scenario {
  readonly name: string;
  readonly prepare: (world: FakeWorld) => void | Promise<void>;
  /** Delivers its event; a retry by Lambda repeats the invocation's id. */
  readonly deliver: (world: FakeWorld, invocationId: string) => Promise<unknown>;
  readonly eventId: string;
  /** True for the name of the snapshot of its event. */
  readonly isOfEvent: (name: string) => boolean;
  /** The run after it fails at first, by design, and its retry goes well. */
  readonly nextNeedsRetry?: true;
}

export const EVENT_AT = Date.parse('2026-11-23T10:20:00Z');
/** Two polls: a third one would be a case like the second. */
const SNAPSHOT_MS = 500;
const EVENT_ID = 'at-10-20';
const REQUEST_ID = 'deploy-42';

const SCHEDULED = {
  eventId: EVENT_ID,
  deliver: (world: FakeWorld, invocationId: string) => world.invoke(iso(EVENT_AT), { id: EVENT_ID, invocationId }),
  isOfEvent: (name: string) => name === 'demo.20261123T102000Z',
};

export const SCENARIOS: readonly Scenario[] = [
  {
    ...SCHEDULED,
    name: 'surplus to delete, and a list of two pages',
    prepare: (world) => {
      addForeign(world, 50);
      addOwn(world, '05', '06', '07', '08', '09');
    },
  },
  {
    ...SCHEDULED,
    name: 'snapshots that must stay among those that must go',
    prepare: (world) => {
      addOwn(world, '03', '04', '05', '06', '07', '08', '09');
      for (const name of addOwn(world, '00', '01')) world.flink.setStatus('orders', name, 'FAILED');
      world.holds.seed('orders', ownName('05'));
      world.holds.seed('orders', ownName('01'));
      world.holds.seedSuspect('orders', ownName('06'));
      world.flink.changeApplication('orders', { restoresFrom: { kind: 'snapshot', name: ownName('04') } });
      world.flink.addSnapshot('orders', 'before-the-release', new Date('2026-11-23T10:15:00Z'));
      world.flink.addSnapshot('orders', 'STOP-20261123', new Date('2026-11-23T02:30:00Z'));
    },
  },
  {
    ...SCHEDULED,
    name: 'an earlier record that is late, and surplus',
    prepare: async (world) => {
      addOwn(world, '06', '07', '08', '09');
      world.flink.snapshotDurationMs = 400_000;
      world.clock.advance(-600_000);
      await world.invoke(iso(EVENT_AT - 600_000));
      world.clock.advance(EVENT_AT + 1_500 - world.clock.now().getTime());
      world.flink.snapshotDurationMs = SNAPSHOT_MS;
    },
  },
  {
    ...SCHEDULED,
    name: 'an earlier run that died, and left its snapshot',
    prepare: async (world) => {
      world.clock.advance(-600_000);
      world.aws.trouble = (call) => (call === 'application.createSnapshot' ? 'kill' : undefined);
      await world.aws.process(() => world.invoke(iso(EVENT_AT - 600_000)));
      world.aws.trouble = () => undefined;
      world.clock.advance(EVENT_AT + 1_500 - world.clock.now().getTime());
    },
  },
  {
    ...SCHEDULED,
    name: 'the first snapshot of all, of an application selected by its tag',
    prepare: (world) => {
      world.flink.addApplication('orders', {}, { team: 'a' });
      world.flink.addApplication('payments', {}, { team: 'b' });
      world.select({ kind: 'tag', key: 'team', value: 'a' });
    },
  },
  {
    name: 'a snapshot on demand, with surplus',
    prepare: (world) => {
      addOwn(world, '06', '07', '08', '09');
    },
    deliver: (world, invocationId) =>
      world.request(
        { action: 'snapshot', applications: ['orders'], reason: 'before deploy', requestId: REQUEST_ID },
        { invocationId },
      ),
    eventId: REQUEST_ID,
    isOfEvent: (name) => name.endsWith(`.${REQUEST_ID}`),
  },
  {
    ...SCHEDULED,
    name: 'a run before that failed, entries listed twice, and one in an unknown status',
    prepare: async (world) => {
      world.clock.advance(-600_000);
      world.flink.snapshotEndsAs = 'FAILED';
      await world.aws.process(() => world.invoke(iso(EVENT_AT - 600_000), { id: 'at-10-10' }));
      world.flink.snapshotEndsAs = 'READY';
      world.clock.advance(EVENT_AT + 1_500 - world.clock.now().getTime());
      addOwn(world, '03', '04', '05', '06', '07', '08', '09');
      world.flink.setStatus('orders', ownName('04'), 'EXPORTING');
      world.flink.pageOverlap = 4;
    },
  },
  {
    ...SCHEDULED,
    name: 'the quota reached, with surplus',
    nextNeedsRetry: true,
    prepare: (world) => {
      addOwn(world, '05', '06', '07', '08', '09');
      world.flink.quota = 5;
    },
  },
];

/** A world in which the scenario's event is about to be delivered. */
export async function prepared({ prepare }: Scenario): Promise<FakeWorld> {
  const world = new FakeWorld('orders');
  world.flink.snapshotDurationMs = SNAPSHOT_MS;
  await prepare(world);
  world.aws.made.length = 0;
  world.flink.accepted.length = 0;
  return world;
}

function addOwn(world: FakeWorld, ...hours: string[]): string[] {
  return world.flink.addHourly('orders', ...hours);
}

function addForeign(world: FakeWorld, count: number): void {
  for (let number = 0; number < count; number += 1) {
    world.flink.addSnapshot('orders', `by-hand-${number}`, new Date(EVENT_AT - 7 * 86_400_000 + number * 60_000));
  }
}

function ownName(hour: string): string {
  return `demo.20261123T${hour}0000Z`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
