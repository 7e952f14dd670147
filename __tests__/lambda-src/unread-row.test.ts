import type { RunRecord } from '../../lambda-src/snapshot-manager/domain/record';
import { runIdCandidates } from '../../lambda-src/snapshot-manager/run/audit-session';
import { recordWithoutApplication } from '../../lambda-src/snapshot-manager/run/record-without-application';
import { recordOf } from './fakes/facts';
import { FakeWorld } from './fakes/fake-world';
import { troubleWith } from './fakes/troubles';

const MINUTE_MS = 60_000;
const TIME = new Date('2026-11-23T10:20:00Z');
const AT_10_20 = TIME.toISOString();

/** An event whose first id is that of the event `a` of the same second. */
function twinOfA(time = TIME): string {
  const first = (id: string) => runIdCandidates({ id, time })[0];
  for (let number = 0; ; number += 1) if (first(`b${number}`) === first('a')) return `b${number}`;
}

/** The rows cannot be read, though they can be written. */
function denyReads(world: FakeWorld, times = Number.POSITIVE_INFINITY): void {
  let left = times;
  world.aws.trouble = (call) => {
    if (call !== 'audit.find' || left === 0) return undefined;
    left -= 1;
    return troubleWith(call, 'access denied');
  };
}

describe('a retry that can never read the row of its first attempt', () => {
  test('replaces one that names no snapshot: the snapshot that it took is in the row', async () => {
    const world = new FakeWorld('orders');
    world.flink.fail('describeApplication', 'other', { times: 1 });
    await expect(world.invoke(AT_10_20)).rejects.toThrow('did not return the application’s state');
    expect(world.audit.records('orders')[0]?.snapshot).toBeUndefined();
    world.clock.advance(MINUTE_MS);
    denyReads(world);
    await world.invoke(AT_10_20);
    const name = 'demo.20261123T102000Z';
    expect(world.flink.snapshotsOf('orders')).toEqual([`${name} READY`]);
    expect(world.audit.records('orders')).toMatchObject([{ state: 'taken', reason: 'ready', snapshot: { name } }]);
  });

  const failed = recordOf(TIME, {
    runId: runIdCandidates({ id: 'a', time: TIME })[0] ?? 0,
    eventId: 'a',
    endedAt: TIME,
    state: 'failed',
    reason: 'describe-failed',
  });
  test.each<[string, Partial<RunRecord>]>([
    ['names a snapshot', { snapshot: { name: 'demo.1' } }],
    ['names a deletion', { deleted: ['demo.1'] }],
    ['names an open deletion', { deleting: ['demo.1: surplus'] }],
    ['is of another event', { eventId: 'another' }],
    ['is of a run under way', { state: 'started', reason: undefined }],
    ['is of a run that was skipped', { state: 'skipped', reason: 'not-running' }],
  ])('leaves one that %s as it is', async (_, facts) => {
    const world = new FakeWorld('orders');
    world.audit.seed({ ...failed, ...facts });
    denyReads(world);
    await expect(world.invoke(AT_10_20, { id: 'a' })).rejects.toThrow('did not accept the record');
    world.aws.trouble = () => undefined;
    expect(world.audit.records('orders')).toMatchObject([{ ...failed, ...facts }]);
  });

  test('keeps what was mailed: its end is mailed once', async () => {
    const world = new FakeWorld('orders');
    world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24 } };
    world.audit.seed({ ...failed, conditionSince: TIME, told: { condition: 'calls-failing', at: TIME } });
    denyReads(world);
    await world.invoke(AT_10_20, { id: 'a' });
    expect(world.outcomes('orders')).toEqual(['taken ready']);
    world.aws.trouble = () => undefined;
    for (const time of ['2026-11-23T10:30:00Z', '2026-11-23T10:40:00Z']) {
      world.clock.advance(10 * MINUTE_MS);
      await world.invoke(time);
    }
    expect(world.topic.subjects()).toEqual(['[demo] taken (resolved): orders']);
  });
});

describe('the second of two events of one second whose first ids are the same', () => {
  test('is recorded under its own, also when the first read of its row fails', async () => {
    const world = new FakeWorld('orders');
    const twin = twinOfA();
    await world.invoke(AT_10_20, { id: 'a' });
    denyReads(world, 1);
    await world.invoke(AT_10_20, { id: twin });
    expect(world.audit.records('orders').map(({ eventId, state }) => `${eventId} ${state}`)).toEqual([
      'a taken',
      `${twin} taken`,
    ]);
    const [, second] = runIdCandidates({ id: twin, time: TIME });
    expect(world.logged('run.ended').at(-1)).toMatchObject({ runId: second });
  });

  test('is recorded where neither concerns an application', async () => {
    const world = new FakeWorld('orders');
    const twin = twinOfA(world.clock.now());
    await recordWithoutApplication('malformed-event', 'The first.', world.context({ invocationId: 'a' }));
    await recordWithoutApplication('malformed-event', 'The second.', world.context({ invocationId: twin }));
    expect(world.audit.records('*').map(({ eventId }) => eventId)).toEqual(['a', twin]);
  });
});
