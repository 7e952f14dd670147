import fc from 'fast-check';
import { AUDIT } from '../../lambda-src/contract';
import { isOpen } from '../../lambda-src/snapshot-manager/domain/record';
import { testsOfNewestRuns } from './fakes/deployment-contracts';
import { recordOf } from './fakes/facts';
import { FakeAuditTable } from './fakes/fake-audit-table';
import { FakeWorld } from './fakes/fake-world';
import { troubleWith } from './fakes/troubles';

const HOUR_MS = 3_600_000;

describe('the newest runs in the fake table', () => testsOfNewestRuns(() => new FakeAuditTable()));

/** A run that ended before its snapshot was READY; then the snapshot became READY. */
async function worldWithLateRun(): Promise<FakeWorld> {
  const world = new FakeWorld('orders');
  world.flink.snapshotDurationMs = 600_000;
  await world.invoke('2026-11-23T10:20:00Z', { timeoutMs: 60_000 });
  world.clock.advance(HOUR_MS);
  world.flink.snapshotDurationMs = 500;
  return world;
}

test.each([
  ['holds', { action: 'hold', application: 'orders', snapshot: 'by-hand', who: 'ada', why: 'to look at it' }],
  ['requests', { action: 'snapshot', applications: ['orders'], reason: 'before deploy' }],
])('the record of a late run is completed, however many %s came after it', async (_, request) => {
  const world = await worldWithLateRun();
  world.flink.addSnapshot('orders', 'by-hand', new Date('2026-11-20T00:00:00Z'));
  const late = world.audit.records('orders').filter(isOpen);
  expect(late).toMatchObject([{ reason: 'still-creating' }]);
  // No run of theirs sees the late record: the table is seeded as if all had come while it was not READY yet.
  const template = late[0];
  if (!template) throw new Error('No late record.');
  for (let number = 1; number <= 60; number += 1) {
    const isHold = request.action === 'hold';
    world.audit.seed({
      ...template,
      runId: template.runId + number * 1_000,
      eventId: `request-${number}`,
      requestReason: 'before deploy',
      state: isHold ? 'held' : 'skipped',
      reason: isHold ? 'hold-placed' : 'snapshot-in-flight',
    });
  }
  await world.invoke('2026-11-23T11:30:00Z');
  expect(world.audit.records('orders').filter(isOpen)).toEqual([]);
  expect(world.outcomes('orders')[0]).toBe('late ready-after-run');
});

test('a run sees the same runs of the schedule, whatever people asked for in between', async () => {
  const kinds = fc.constantFrom('run' as const, 'held' as const, 'released' as const, 'request' as const);
  await fc.assert(
    fc.asyncProperty(fc.array(kinds, { maxLength: 200 }), async (rows) => {
      const world = new FakeWorld('orders');
      const at = new Date('2026-11-20T00:00:00Z');
      for (const [index, kind] of rows.entries()) {
        const isOfAPerson = kind === 'held' || kind === 'released';
        const facts = {
          runId: at.getTime() + index * 1_000,
          eventId: `${kind}-${index}`,
          requestReason: kind === 'request' ? 'before deploy' : undefined,
          state: isOfAPerson ? kind : 'skipped',
          reason: kind === 'held' ? 'hold-placed' : kind === 'released' ? 'hold-released' : 'not-running',
        } as const;
        world.audit.seed(recordOf(at, facts));
      }
      const seen = (await world.audit.findRecent('orders')).map(({ eventId }) => eventId);
      const runs = rows.flatMap((kind, index) => (kind === 'run' ? [`run-${index}`] : [])).toReversed();
      expect(seen.filter((id) => id.startsWith('run'))).toEqual(runs.slice(0, 50));
      expect(seen.filter((id) => !id.startsWith('run') && !id.startsWith('request'))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

describe('a run of which something is open, and that fifty others came after', () => {
  const MINUTE_MS = 60_000;

  /** Runs the schedule `count` times, one for each full minute (or every `everyMinutes`), whatever their results. */
  async function runs(world: FakeWorld, count: number, everyMinutes = 1): Promise<void> {
    for (let run = 0; run < count; run += 1) {
      const everyMs = everyMinutes * MINUTE_MS;
      const nowMs = world.clock.now().getTime();
      world.clock.advance(everyMs - (nowMs % everyMs) + 1_500);
      const ms = Math.floor(world.clock.now().getTime() / 1000) * 1000;
      await world.invoke(new Date(ms).toISOString()).catch(() => undefined);
    }
  }

  function failLists(world: FakeWorld, minutes: number): void {
    world.flink.fail('listSnapshots', 'other', { until: new Date(world.clock.now().getTime() + minutes * MINUTE_MS) });
  }

  /** Three snapshots, and a fourth run that died once it had deleted the oldest one. */
  async function worldWithDeath(): Promise<{ world: FakeWorld; oldest: string }> {
    const world = new FakeWorld('orders');
    await runs(world, 3);
    const oldest = world.flink.listed('orders')[0]?.name ?? '';
    world.aws.trouble = (call) => (call === 'application.deleteSnapshot' ? 'kill' : undefined);
    await world.aws.process(() => runs(world, 1));
    world.aws.trouble = () => undefined;
    return { world, oldest };
  }

  test('that died while it deleted: its row gets the deletion once lists are read again', async () => {
    const { world, oldest } = await worldWithDeath();
    world.clock.advance(5 * MINUTE_MS);
    failLists(world, 55);
    await runs(world, 75);
    expect(world.audit.records('orders')[3]).toMatchObject({ state: 'taken', reason: 'adopted', deleted: [oldest] });
    expect(world.audit.records('orders').filter(isOpen)).toEqual([]);
  });

  test('also when the table does not let its row be read at first, and rows of another version lie between', async () => {
    const { world, oldest } = await worldWithDeath();
    const died = world.audit.records('orders').at(-1);
    world.clock.advance(5 * MINUTE_MS);
    failLists(world, 60);
    await runs(world, 60);
    const items = [...world.audit.items.values()];
    for (const item of items.slice(-10)) delete item[AUDIT.openRuns];
    // The first read of a run is that of the row beyond the fifty.
    let isFirst = true;
    world.aws.trouble = (call) => {
      if (call !== 'audit.find' || !isFirst) return undefined;
      isFirst = false;
      return troubleWith(call, 'throttled');
    };
    await runs(world, 1);
    expect(world.outcomes('orders').at(-1)).toBe('taken ready');
    await runs(world, 1);
    expect(world.audit.records('orders').find(({ runId }) => runId === died?.runId)).toMatchObject({
      reason: 'adopted',
      deleted: [oldest],
    });
  });

  test('that was late: its row says what became of its snapshot once lists are read again', async () => {
    const world = new FakeWorld('orders');
    world.flink.snapshotDurationMs = 400_000;
    await runs(world, 1);
    world.flink.snapshotDurationMs = 1_000;
    failLists(world, 55);
    await runs(world, 75);
    expect(world.outcomes('orders')[0]).toBe('late ready-after-run');
  });

  test.each(['RUNNING', 'READY'])(
    'whose snapshot takes ten hours of an application that is %s then',
    async (status) => {
      const world = new FakeWorld('orders');
      world.flink.snapshotDurationMs = 600 * MINUTE_MS;
      await runs(world, 1, 10);
      world.flink.snapshotDurationMs = 1_000;
      world.flink.changeApplication('orders', { status });
      await runs(world, 70, 10);
      expect(world.outcomes('orders')[0]).toBe('late ready-after-run');
    },
  );

  test('whose snapshot is in an unknown status for hours', async () => {
    const world = new FakeWorld('orders');
    world.flink.snapshotEndsAs = 'EXPORTING';
    await runs(world, 1);
    const [odd] = world.flink.listed('orders');
    world.flink.snapshotEndsAs = 'READY';
    await runs(world, 60);
    world.flink.setStatus('orders', odd?.name ?? '', 'READY');
    await runs(world, 1);
    expect(world.outcomes('orders')[0]).toBe('late ready-after-run');
  });

  test('costs a read in each run until then, and none after it', async () => {
    const { world } = await worldWithDeath();
    failLists(world, 70);
    await runs(world, 60);
    const reads = async () => {
      const before = world.aws.made.length;
      await runs(world, 1);
      return world.aws.made.slice(before).filter((call) => call === 'audit.find' || call === 'audit.findRecent');
    };
    expect(await reads()).toEqual(['audit.findRecent', 'audit.find', 'audit.find']);
    world.clock.advance(20 * MINUTE_MS);
    await reads();
    await reads();
    expect(await reads()).toEqual(['audit.findRecent', 'audit.find']);
  });

  test('is one of at most twenty that are read each time, the oldest ones first', async () => {
    const world = new FakeWorld('orders');
    const first = Math.floor(world.clock.now().getTime() / 1000) * 1000;
    for (let death = 0; death < 30; death += 1) {
      const time = new Date(first + death * MINUTE_MS);
      const snapshot = { name: `demo.${death}` };
      world.audit.seed(recordOf(time, { eventId: `died-${death}`, state: 'started', snapshot }));
    }
    world.clock.advance(31 * MINUTE_MS);
    failLists(world, 60);
    await runs(world, 60);
    const before = world.aws.made.length;
    await runs(world, 1);
    expect(world.aws.made.slice(before).filter((call) => call === 'audit.find')).toHaveLength(20 + 1);
    await runs(world, 5);
    const died = world.audit.records('orders').filter(({ eventId }) => eventId.startsWith('died'));
    expect(died.filter(isOpen).map(({ eventId }) => eventId)).toEqual([]);
  });
});
