import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { stopAndRecord } from '../../../cli/recovery/stop-application';
import { recoveryWorld } from '../../../cli/recovery/world';
import { consented, driveTo, readDrillOf } from '../../lambda-src/fakes/drill-world';
import type { FakeWorld } from '../../lambda-src/fakes/fake-world';
import { temporaryFolder } from '../../temporary-folder';

jest.mock('../../../cli/recovery/world', () => ({ recoveryWorld: jest.fn() }));

const folder = temporaryFolder('stop-after-drill');
const CLIENT = {} as KinesisAnalyticsV2Client;

/** `kda stop`, to which the drill of this world gives way. */
async function stop(world: FakeWorld) {
  process.env.XDG_STATE_HOME = folder.path;
  const { flink, holds, drills, clock } = world;
  const words = {
    read: async () => readDrillOf(world),
    giveWay: async (_application: string, word: object) => {
      drills.giveWay = JSON.stringify(word);
    },
  };
  jest.mocked(recoveryWorld).mockResolvedValue({
    ...{ client: CLIENT, api: flink, clock, ownPrefix: 'demo.', owner: 'here', warning: undefined },
    ...{
      marksAtBegin: { suspects: [], freezes: [] },
      journal: { read: async () => undefined },
      clockSkewSeconds: () => 0,
    },
    tables: { protect: { marks: holds, holds, locks: holds, api: flink, clock }, drills: words },
    recorder: { region: 'us-east-1', deployment: undefined, audit: undefined, eventBus: undefined },
  } as never);
  const request = { application: 'orders', force: false, who: 'grace', why: 'incident', timeoutMs: 60_000 };
  return stopAndRecord(request, CLIENT, { because: 'test' } as never);
}

beforeEach(() => void jest.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => jest.restoreAllMocks());

const stopSnapshot = (world: FakeWorld) =>
  world.flink.listed('orders').find(({ name }) => name.startsWith('STOP-'))?.name ?? 'none';
const BEFORE = 'demo.20261123T102001Z.before-drill';

describe('a stop to which a drill gave way', () => {
  test('names the snapshot of its first stop as the state', async () => {
    const world = consented();
    await driveTo(world, 'stop');
    world.clock.advance(30_000);
    const { document, text } = await stop(world);
    expect(text).toBe(`orders is READY (stopped). Snapshot ${stopSnapshot(world)} has its state.`);
    expect(document).toMatchObject({ snapshot: stopSnapshot(world) });
  });

  test.each<[string, string, (world: FakeWorld) => void]>([
    [
      'whose snapshot could not be started',
      'start-before',
      (world) => world.recovery.bad.add('STOP-').add('before-drill'),
    ],
    [
      'whose job ran since, failed, and was stopped by force',
      'stop-again',
      (world) => world.recovery.crashing.add('STOP-'),
    ],
  ])('%s names the newest trusted one, and the step', async (_, step, spoil) => {
    const world = consented();
    spoil(world);
    await driveTo(world, step);
    const { document, text } = await stop(world);
    expect(text).toContain(
      `orders is READY (stopped) by drill drill-1, which gave way at the step "${step}": no snapshot that can be trusted has its state. The newest one is `,
    );
    const suspects = (await world.holds.marksOf('orders')).suspects.map(({ snapshotName }) => snapshotName);
    expect(suspects).toHaveLength(1);
    expect(text).not.toContain(suspects[0]);
    expect(document).toMatchObject({ status: 'READY', snapshot: null });
  });

  test('does not name the snapshot of its first stop if somebody marked it as suspect', async () => {
    const world = consented();
    await driveTo(world, 'stop');
    world.clock.advance(30_000);
    const mark = { action: 'suspect', application: 'orders', who: 'bob', why: 'corrupt' };
    await world.request({ ...mark, snapshots: [stopSnapshot(world)] });
    const { document, text } = await stop(world);
    expect(text).toContain(`The newest one is ${BEFORE} of `);
    expect(document).toMatchObject({ snapshot: null });
  });
});
