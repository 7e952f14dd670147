import { FakeWorld } from './fakes/fake-world';
import { type TroubleName, troubleWith } from './fakes/troubles';

const TEN_MINUTES_MS = 600_000;

/** A run for the present second. */
async function run(world: FakeWorld): Promise<void> {
  const ms = Math.floor(world.clock.now().getTime() / 1000) * 1000;
  await world.invoke(new Date(ms).toISOString());
  world.clock.advance(TEN_MINUTES_MS);
}

/** Three snapshots; the next run has one too many, and something happens before its deletion, which is refused once. */
async function worldWithRefusal(name: TroubleName, happens: (world: FakeWorld, oldest: string) => void) {
  const world = new FakeWorld('orders');
  for (let count = 0; count < 3; count += 1) await run(world);
  const oldest = world.flink.listed('orders')[0]?.name ?? '';
  let isRefused = false;
  world.aws.trouble = (call) => {
    if (call !== 'application.deleteSnapshot' || isRefused) return undefined;
    isRefused = true;
    return troubleWith(call, name);
  };
  world.aws.meanwhile = async (call) => {
    if (call === 'application.deleteSnapshot' && !isRefused) happens(world, oldest);
  };
  await run(world);
  world.aws.meanwhile = undefined;
  return { world, oldest, record: () => world.audit.records('orders').at(3) };
}

test.each(['access denied', 'throttled'] as const)(
  'what a person deleted while the manager’s own deletion was %s is not recorded or counted as its own',
  async (name) => {
    const { world, record } = await worldWithRefusal(name, ({ flink }, oldest) =>
      flink.removeSnapshot('orders', oldest),
    );
    expect(record()).toMatchObject({ reason: 'ready', deleted: [], failedToDelete: [] });
    expect(record()?.deleting).toBeUndefined();
    expect(world.metrics().at(-1)).toMatchObject({ SnapshotsDeleted: 0 });
  },
);

test.each(['access denied', 'throttled', '5xx', 'timed out'] as const)(
  'what went with the application while its deletion was %s is not recorded as deleted, also not by the next run',
  async (name) => {
    const { world, oldest, record } = await worldWithRefusal(name, ({ flink }) => flink.makeAnew('orders'));
    expect(record()).toMatchObject({ state: 'taken', deleted: [], failedToDelete: [oldest] });
    await run(world);
    expect(record()).toMatchObject({ deleted: [] });
    expect(record()?.deleting).toBeUndefined();
  },
);

test.each(['5xx', 'timed out'] as const)(
  'what is gone after a deletion that ended as %s counts as deleted',
  async (name) => {
    const { oldest, record } = await worldWithRefusal(name, ({ flink }, gone) => flink.removeSnapshot('orders', gone));
    expect(record()).toMatchObject({ reason: 'ready', deleted: [oldest] });
  },
);

test.each([
  ['the next run', TEN_MINUTES_MS],
  ['its own retry', 0],
])(
  'what a run that died meant to delete, and went with the application while %s read the list, is not claimed',
  async (_, laterMs) => {
    const world = new FakeWorld('orders');
    for (let count = 0; count < 3; count += 1) await run(world);
    let starts = 0;
    world.aws.trouble = (call) => {
      if (call === 'audit.start') starts += 1;
      // The second is the row that says what is about to be deleted.
      return starts === 2 ? 'kill' : undefined;
    };
    const timeOf = () => new Date(Math.floor(world.clock.now().getTime() / 1000) * 1000).toISOString();
    const time = timeOf();
    await world.aws.process(() => world.invoke(time));
    expect(world.audit.records('orders').at(-1)?.deleting).toHaveLength(1);
    world.aws.trouble = () => undefined;
    world.clock.advance(laterMs);
    world.aws.meanwhile = async (call) => {
      if (call === 'application.listSnapshots') world.flink.makeAnew('orders');
    };
    await world.invoke(laterMs === 0 ? time : timeOf());
    world.aws.meanwhile = undefined;
    const died = world.audit.records('orders').at(3);
    expect(died).toMatchObject({ deleted: [] });
    expect(died?.deleting).toBeUndefined();
    expect(died?.message).toContain('The application was recreated before the result of these deletions was known');
  },
);
