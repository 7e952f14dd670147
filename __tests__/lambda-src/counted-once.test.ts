import fc from 'fast-check';
import { FakeWorld } from './fakes/fake-world';
import { RETRIED_BY_THE_SDK, TROUBLES, troubleWith } from './fakes/troubles';

const AT_10_20 = '2026-11-23T10:20:00Z';
const AT_10_30 = '2026-11-23T10:30:00Z';

function sumOf(world: FakeWorld, metric: string): number {
  return world.metrics().reduce((sum, values) => sum + Number(values[metric] ?? 0), 0);
}

/** One event as Lambda delivers it: three times at most, until it is answered. */
async function deliver(world: FakeWorld, time: string, beforeRetry: (attempt: number) => void = () => {}) {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const outcome = await world.aws.process(() => world.invoke(time));
    if ('result' in outcome) return;
    beforeRetry(attempt);
    world.clock.advance(60_000);
  }
}

test('a snapshot whose record the table takes at the third attempt only is counted once', async () => {
  const world = new FakeWorld('orders');
  world.audit.breakCalls('complete');
  await deliver(world, AT_10_20, (attempt) => {
    if (attempt === 2) world.audit.breakCalls();
  });
  expect(world.outcomes('orders')).toEqual(['taken adopted']);
  expect(sumOf(world, 'SnapshotsTaken')).toBe(1);
});

test('an event that fails in each of its three attempts is one failure', async () => {
  const world = new FakeWorld('orders');
  world.flink.fail('listSnapshots', 'other');
  await deliver(world, AT_10_20);
  expect(world.outcomes('orders')).toEqual(['failed list-failed']);
  expect(sumOf(world, 'SnapshotsFailed')).toBe(1);
});

test('a failure that no table remembers is counted in each attempt: silence would hide it', async () => {
  const world = new FakeWorld('orders');
  world.flink.fail('listSnapshots', 'other');
  world.audit.breakCalls('find', 'findRecent', 'start', 'complete', 'create');
  await deliver(world, AT_10_20);
  expect(sumOf(world, 'SnapshotsFailed')).toBe(3);
});

test('the snapshot of a run that died is counted by the run that finds it', async () => {
  const world = new FakeWorld('orders');
  world.aws.trouble = (call) => (call === 'application.createSnapshot' ? 'kill' : undefined);
  await world.aws.process(() => world.invoke(AT_10_20));
  world.aws.trouble = () => undefined;
  world.clock.advance(600_000);
  await world.invoke(AT_10_30);
  expect(world.outcomes('orders')).toEqual(['taken adopted', 'taken ready']);
  expect(sumOf(world, 'SnapshotsTaken')).toBe(2);
});

test('the end of a run that died is mailed though the answer to its last write was lost', async () => {
  const world = new FakeWorld('orders');
  world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24 } };
  world.aws.trouble = (call) => (call === 'audit.start' ? 'kill' : undefined);
  await world.aws.process(() => world.invoke(AT_10_20));
  world.clock.advance(600_000);
  world.aws.trouble = (call) => (call === 'audit.settle' ? troubleWith(call, RETRIED_BY_THE_SDK) : undefined);
  await world.invoke(AT_10_30);
  expect(world.outcomes('orders')).toEqual(['abandoned run-died', 'taken ready']);
  expect(world.topic.published[0]?.body).toContain('died without a result');
});

test('an event that cannot be read leaves one row, however often Lambda delivers it', async () => {
  const world = new FakeWorld('orders');
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await expect(world.request({ id: '' }, { invocationId: 'malformed' })).rejects.toThrow('The event’s id');
    world.clock.advance(60_000);
  }
  expect(world.outcomes('*')).toEqual(['failed malformed-event']);
});

test('whatever call goes wrong in whichever attempt, no result is counted twice', async () => {
  const call = fc.record({
    at: fc.nat({ max: 20 }),
    trouble: fc.constantFrom('kill' as const, ...TROUBLES, RETRIED_BY_THE_SDK),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 3 }), async (troubles) => {
      const world = new FakeWorld('orders');
      world.flink.snapshotDurationMs = 500;
      for (const time of [AT_10_20, AT_10_30]) {
        for (const wrong of [...troubles, undefined]) {
          const before = world.aws.made.length;
          world.aws.trouble = (name, index) => {
            if (!wrong || index - before !== wrong.at) return undefined;
            return wrong.trouble === 'kill' ? 'kill' : troubleWith(name, wrong.trouble);
          };
          const outcome = await world.aws.process(() => world.invoke(time));
          world.aws.trouble = () => undefined;
          if ('result' in outcome) break;
          world.clock.advance(60_000);
        }
        world.clock.advance(300_000);
      }
      const taken = world.outcomes('orders').filter((outcome) => outcome.startsWith('taken'));
      expect(sumOf(world, 'SnapshotsTaken')).toBeLessThanOrEqual(taken.length);
    }),
    { numRuns: 60 },
  );
});

test('two events of one second, of which the first died, count their one snapshot once', async () => {
  const world = new FakeWorld('orders');
  world.aws.trouble = (call) => (call === 'application.createSnapshot' ? 'kill' : undefined);
  await world.aws.process(() => world.invoke(AT_10_20, { id: 'the first' }));
  world.aws.trouble = () => undefined;
  world.clock.advance(400_000);
  await world.invoke(AT_10_20, { id: 'the second' });
  world.clock.advance(200_000);
  await world.invoke(AT_10_30);
  expect(world.outcomes('orders')).toEqual(['taken adopted', 'taken adopted', 'taken ready']);
  expect(sumOf(world, 'SnapshotsTaken')).toBe(2);
});

test('a second event of one second that comes when the snapshot of the first is counted does not count it again', async () => {
  const world = new FakeWorld('orders');
  await world.invoke(AT_10_20, { id: 'the first' });
  await world.invoke(AT_10_20, { id: 'the second' });
  expect(world.outcomes('orders').toSorted()).toEqual(['taken adopted', 'taken ready']);
  expect(sumOf(world, 'SnapshotsTaken')).toBe(1);
});

test('two dead runs of one second whose snapshot a third run finds count it once', async () => {
  const world = new FakeWorld('orders');
  world.aws.trouble = (call) => (call === 'application.createSnapshot' ? 'kill' : undefined);
  await world.aws.process(() => world.invoke(AT_10_20, { id: 'the first' }));
  world.aws.trouble = (call) => (call === 'audit.start' ? 'kill' : undefined);
  world.clock.advance(400_000);
  await world.aws.process(() => world.invoke(AT_10_20, { id: 'the second' }));
  world.aws.trouble = () => undefined;
  world.clock.advance(400_000);
  await world.invoke(AT_10_30);
  expect(world.outcomes('orders')).toEqual(['taken adopted', 'taken adopted', 'taken ready']);
  expect(sumOf(world, 'SnapshotsTaken')).toBe(2);
});
