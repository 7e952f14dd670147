import { CallTime } from '../../lambda-src/snapshot-manager/aws/call-time';
import { AwsError } from './fakes/aws-calls';
import { FakeWorld } from './fakes/fake-world';
import { troubleWith } from './fakes/troubles';

const APPLICATION = 'orders';
const TEN_MINUTES_MS = 600_000;

/** A run for the present time, ten minutes after the one before. */
async function nextRun(world: FakeWorld): Promise<void> {
  world.clock.advance(TEN_MINUTES_MS);
  await world.invoke(world.clock.now().toISOString()).catch(() => undefined);
}

function deletedInRows(world: FakeWorld): readonly string[] {
  return world.audit.records(APPLICATION).flatMap(({ deleted }) => deleted);
}

test('a duplicate of an event that waited for the lock does not lose what the first one recorded', async () => {
  const world = new FakeWorld(APPLICATION);
  world.flink.snapshotEndsAs = 'FAILED';
  await nextRun(world);
  const [failed] = world.flink.listed(APPLICATION);
  world.clock.advance(TEN_MINUTES_MS);
  const time = world.clock.now().toISOString();
  world.aws.meanwhile = async (call) => {
    if (call !== 'holds.take') return;
    world.aws.meanwhile = undefined;
    await world.invoke(time, { invocationId: 'the first' });
  };

  const duplicate = world.invoke(time, { invocationId: 'the duplicate' });

  await expect(duplicate).rejects.toThrow();
  expect(world.flink.listed(APPLICATION)).not.toContainEqual(expect.objectContaining({ name: failed?.name }));
  expect(deletedInRows(world)).toEqual([failed?.name]);
});

test('a retry that could not read the row of its first attempt keeps the snapshot in it', async () => {
  const world = new FakeWorld(APPLICATION);
  const time = '2026-11-23T10:20:00Z';
  world.flink.fail('describeSnapshot', 'other');
  await expect(world.invoke(time)).rejects.toThrow();
  world.flink.fail('describeApplication', 'other');
  loseTheFirstRead(world);

  await expect(world.invoke(time)).rejects.toThrow();

  const [snapshot] = world.flink.listed(APPLICATION);
  const [record] = world.audit.records(APPLICATION);
  expect(record).toMatchObject({ state: 'failed', reason: 'describe-failed', snapshot: { name: snapshot?.name } });
});

test('a retry that could not read the row of its first attempt keeps the deletions in it', async () => {
  const world = new FakeWorld(APPLICATION);
  for (let run = 1; run <= 3; run += 1) await nextRun(world);
  const [oldest] = world.flink.listed(APPLICATION);
  world.clock.advance(TEN_MINUTES_MS);
  const time = world.clock.now().toISOString();
  world.aws.trouble = (call) => (call === 'application.deleteSnapshot' ? 'kill' : undefined);
  await world.aws.process(() => world.invoke(time));
  world.clock.advance(60_000);
  loseTheFirstRead(world);
  await world.invoke(time).catch(() => undefined);
  world.aws.trouble = () => undefined;

  await nextRun(world);

  expect(deletedInRows(world)).toContain(oldest?.name);
});

test('a deletion that was uncertain at the start of a run and is seen to have happened at its end is recorded', async () => {
  const world = new FakeWorld(APPLICATION);
  for (let run = 1; run <= 3; run += 1) await nextRun(world);
  world.flink.snapshotDurationMs = 400_000;
  await nextRun(world);
  world.flink.snapshotDurationMs = 2_000;
  const [oldest] = world.flink.listed(APPLICATION);
  world.clock.advance(TEN_MINUTES_MS);
  const deletions = world.flink.calls.filter((call) => call.startsWith('deleteSnapshot')).length;
  world.flink.fail('deleteSnapshot', 'other', { times: 1, isAfterEffect: true });
  world.flink.fail('describeSnapshot', 'other', { times: 1 });

  await world.invoke(world.clock.now().toISOString());

  expect(world.flink.calls.filter((call) => call.startsWith('deleteSnapshot')).length).toBeGreaterThan(deletions + 1);
  expect(deletedInRows(world)).toContain(oldest?.name);
});

test('deletions are counted once when the record of the first attempt was not taken', async () => {
  const world = new FakeWorld(APPLICATION);
  for (let run = 1; run <= 3; run += 1) await nextRun(world);
  world.clock.advance(TEN_MINUTES_MS);
  const time = world.clock.now().toISOString();
  world.audit.breakCalls('complete');
  await expect(world.invoke(time)).rejects.toThrow();
  world.audit.breakCalls();

  await world.invoke(time);

  const counted = world.metrics().reduce((sum, { SnapshotsDeleted }) => sum + Number(SnapshotsDeleted ?? 0), 0);
  expect(counted).toBe(1);
  expect(deletedInRows(world)).toHaveLength(1);
});

test('a hold is answered while a run waits for its snapshot, though it deleted at its start', async () => {
  const world = new FakeWorld(APPLICATION);
  for (let run = 1; run <= 3; run += 1) await nextRun(world);
  world.flink.snapshotDurationMs = 400_000;
  await nextRun(world);
  const [oldest] = world.flink.listed(APPLICATION);
  const snapshot = oldest?.name ?? '';
  world.flink.undeletable.add(snapshot);
  let answer: Promise<unknown> | undefined;
  world.aws.meanwhile = async (call) => {
    if (call !== 'application.createSnapshot') return;
    world.aws.meanwhile = undefined;
    answer = world.request({ action: 'hold', application: APPLICATION, snapshot, who: 'ada', why: 'to look' });
    await answer.catch(() => undefined);
  };

  await nextRun(world);

  await expect(answer).resolves.toMatchObject([{ state: 'held', snapshot: { name: snapshot } }]);
});

test('a mail is not repeated when the retry of the run that sent it dies', async () => {
  const world = new FakeWorld(APPLICATION);
  world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24 } };
  world.flink.fail('listSnapshots', 'other');
  await nextRun(world);
  await nextRun(world);
  expect(world.topic.published).toHaveLength(1);
  world.aws.trouble = (call) => (call === 'application.describeApplication' ? 'kill' : undefined);
  const time = world.clock.now();
  const [last] = world.audit.records(APPLICATION).toReversed();
  await world.aws.process(() => world.invoke((last?.eventTime ?? time).toISOString(), { id: last?.eventId }));
  world.aws.trouble = () => undefined;
  expect(world.outcomes(APPLICATION)).toEqual(['failed list-failed', 'started list-failed']);

  await nextRun(world);

  expect(world.topic.published).toHaveLength(1);
});

test('a hold that waits for a run until its time is up still has time to look whether it came too late', async () => {
  const world = new FakeWorld(APPLICATION);
  await nextRun(world);
  const snapshot = world.flink.listed(APPLICATION)[0]?.name ?? '';
  const start = world.clock.now().getTime();
  const lease = { owner: 'a run', eventId: 'event', until: new Date(start + 288_000) };
  await world.holds.take(APPLICATION, lease, world.clock.now());
  await world.holds.announceDeletions(APPLICATION, lease, [snapshot]);
  world.flink.callTime = new CallTime(world.clock, () => () => {});
  world.flink.callTime.endAt(new Date(start + 300_000));

  const answer = world.request({ action: 'hold', application: APPLICATION, snapshot, who: 'ada', why: 'to look' });

  await expect(answer).rejects.toThrow('The hold is placed, but may be too late');
});

test('a retry that can never read the row of its first attempt leaves it as it is, for a later run', async () => {
  const world = new FakeWorld(APPLICATION);
  for (let run = 1; run <= 3; run += 1) await nextRun(world);
  const [oldest] = world.flink.listed(APPLICATION);
  world.clock.advance(TEN_MINUTES_MS);
  const time = world.clock.now().toISOString();
  world.aws.trouble = (call) => (call === 'application.deleteSnapshot' ? 'kill' : undefined);
  await world.aws.process(() => world.invoke(time));
  world.aws.trouble = (call) => (call === 'audit.find' ? troubleWith(call, 'access denied') : undefined);
  world.clock.advance(60_000);

  await expect(world.invoke(time)).rejects.toThrow('did not accept the record');

  expect(world.audit.records(APPLICATION).at(-1)).toMatchObject({ state: 'started', deleted: [] });
  world.aws.trouble = () => undefined;
  await nextRun(world);
  expect(deletedInRows(world)).toContain(oldest?.name);
});

test('a run that can read no row is recorded where there is none', async () => {
  const world = new FakeWorld(APPLICATION);
  world.aws.trouble = (call) => (call === 'audit.find' ? troubleWith(call, 'access denied') : undefined);
  await nextRun(world);
  expect(world.outcomes(APPLICATION)).toEqual(['taken ready']);
});

test('what another run settled while a mail was sent stays, and what was mailed is known all the same', async () => {
  const world = new FakeWorld(APPLICATION);
  world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24 } };
  world.flink.snapshotDurationMs = 400_000;
  await nextRun(world);
  world.aws.meanwhile = async (call) => {
    if (call !== 'topic.publish') return;
    world.flink.snapshotDurationMs = 2_000;
    world.clock.advance(TEN_MINUTES_MS);
    const request = {
      action: 'snapshot',
      applications: [APPLICATION],
      reason: 'before deploy',
      requestId: 'deploy-42',
    };
    await world.request(request);
  };
  // Late for the second time: that is mailed.
  await nextRun(world);
  world.aws.meanwhile = undefined;

  const late = world.audit.records(APPLICATION).filter(({ requestReason }) => requestReason === undefined);
  expect(late.map(({ state, reason }) => `${state} ${reason}`)).toEqual([
    'late ready-after-run',
    'late ready-after-run',
  ]);
  expect(late[1]?.told?.condition).toBe('slow');
  expect(world.topic.subjects()).toEqual(['[demo] late: orders']);
});

/** The next question for a row is not answered. */
function loseTheFirstRead(world: FakeWorld): void {
  let isLost = false;
  world.aws.trouble = (call) => {
    if (call !== 'audit.find' || isLost) return undefined;
    isLost = true;
    return { effects: 0, takesMs: 6_000, error: new AwsError('TimeoutError', 'Injected.') };
  };
}
