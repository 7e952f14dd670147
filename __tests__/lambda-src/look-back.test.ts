import fc from 'fast-check';
import { isOpen } from '../../lambda-src/snapshot-manager/record';
import { FakeWorld } from './fakes/fake-world';

const HOUR_MS = 3_600_000;

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
        world.audit.seed({
          application: 'orders',
          runId: at.getTime() + index * 1_000,
          eventId: `${kind}-${index}`,
          eventTime: at,
          requestReason: kind === 'request' ? 'before deploy' : undefined,
          startedAt: at,
          deadlineAt: at,
          state: isOfAPerson ? kind : 'skipped',
          reason: kind === 'held' ? 'hold-placed' : kind === 'released' ? 'hold-released' : 'not-running',
          deleted: [],
          failedToDelete: [],
          kept: [],
        });
      }
      const seen = (await world.audit.findRecent('orders')).map(({ eventId }) => eventId);
      const runs = rows.flatMap((kind, index) => (kind === 'run' ? [`run-${index}`] : [])).toReversed();
      expect(seen.filter((id) => id.startsWith('run'))).toEqual(runs.slice(0, 50));
      expect(seen.filter((id) => !id.startsWith('run') && !id.startsWith('request'))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});
