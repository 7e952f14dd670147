import { timelineOf } from '../../../../cli/page/timeline/timeline-document';
import { clock, NAME, pointsIn, spansIn, TimelineWorld } from './timeline-world';

const DAY_MS = 86_400_000;

/** Line of a day. */
async function lineOf(life: TimelineWorld, more = {}) {
  return timelineOf(await life.facts(more), 'day').document;
}

test('runs and their snapshots are one point each, and those that the retention deleted are gone', async () => {
  const life = new TimelineWorld();
  for (let run = 0; run < 5; run += 1) await life.run();
  const line = await lineOf(life);
  expect(pointsIn(line)).toEqual([
    '10:20 taken schedule gone',
    '10:30 taken schedule gone',
    '10:40 taken schedule there',
    '10:50 taken schedule there',
    '11:00 taken schedule there',
  ]);
  expect(line.gaps).toEqual([]);
  expect(line.exceeded).toEqual([]);
});

test('a snapshot is not called gone while the list of snapshots could not be read', async () => {
  const life = new TimelineWorld();
  await life.run();
  const line = await lineOf(life, { snapshots: undefined, unread: ['Not known: which snapshots are there. x'] });
  expect(pointsIn(line)).toEqual(['10:20 taken schedule']);
  expect(line.notes).toEqual(['Not known: which snapshots are there. x']);
});

test('before the first good snapshot nothing is known, unless the application was there before the line', async () => {
  const life = new TimelineWorld();
  life.world.flink.snapshotEndsAs = 'FAILED';
  await life.run();
  expect(spansIn(await lineOf(life), (await lineOf(life)).unknown)).toEqual(['… to …']);
  life.world.flink.snapshotEndsAs = 'READY';
  await life.run();
  const line = await lineOf(life);
  expect(spansIn(line, line.unknown)).toEqual(['… to 10:30']);
  expect(clock(line.base + (line.beginsAt ?? 0))).toBe('10:20');
  const known = await lineOf(life, { isWhole: false, createdAt: undefined });
  expect([known.unknown, known.beginsAt]).toEqual([[], null]);
});

test('an application of on-demand snapshots alone has no objective that could be unknown', async () => {
  const life = new TimelineWorld();
  await life.run();
  expect((await lineOf(life, { isScheduled: false })).unknown).toEqual([]);
});

test('failed and skipped runs are points, and the time without a new snapshot is a gap', async () => {
  const life = new TimelineWorld();
  await life.run();
  life.world.flink.snapshotEndsAs = 'FAILED';
  await life.run();
  await life.run();
  life.world.flink.snapshotEndsAs = 'READY';
  life.world.flink.changeApplication(NAME, { status: 'READY' });
  await life.run();
  await life.run();
  life.world.flink.changeApplication(NAME, { status: 'RUNNING' });
  await life.run();
  const line = await lineOf(life);
  expect(pointsIn(line)).toEqual([
    '10:20 taken schedule there',
    '10:30 failed schedule',
    '10:40 failed schedule',
    '10:50 skipped schedule',
    '11:00 skipped schedule',
    '11:10 taken schedule there',
  ]);
  expect(spansIn(line, line.gaps)).toEqual(['10:20 to 11:10']);
  expect(line.gaps[0]?.outcomes).toEqual({ failed: 2, skipped: 2 });
  // 30 minutes after the snapshot of 10:20.
  expect(spansIn(line, line.exceeded)).toEqual(['10:50 to 11:10']);
  expect(spansIn(line, line.notRunning)).toEqual(['10:50 to 11:10']);
});

test('a gap that goes on has no end yet', async () => {
  const life = new TimelineWorld();
  await life.run();
  life.elapse(45);
  const line = await lineOf(life);
  expect(spansIn(line, line.gaps)).toEqual(['10:20 to …']);
  expect(spansIn(line, line.exceeded)).toEqual(['10:50 to …']);
});

test('before the first run of all nothing is missing, but before the first of a line is a gap', async () => {
  const life = new TimelineWorld();
  await life.run();
  expect((await lineOf(life, { isWhole: true })).gaps).toEqual([]);
  const line = await lineOf(life, { isWhole: false });
  expect(spansIn(line, line.gaps)).toEqual(['… to 10:20']);
  expect(spansIn(line, line.exceeded)).toEqual(['… to 10:20']);
});

test('a snapshot of before the line counts for its beginning', async () => {
  const life = new TimelineWorld();
  const first = await life.run();
  const now = new Date(first.getTime() + DAY_MS + 20 * 60_000);
  const line = await lineOf(life, { now });
  // The line begins at 10:40; the snapshot of 10:20 was good until 10:50.
  expect(spansIn(line, line.exceeded)).toEqual(['10:50 to …']);
  expect(spansIn(line, line.gaps)).toEqual(['… to …']);
});

test('nothing is missing where nothing is scheduled', async () => {
  const life = new TimelineWorld();
  await life.run();
  life.elapse(300);
  const line = await lineOf(life, { isScheduled: false });
  expect([line.gaps, line.exceeded, line.objectiveSeconds]).toEqual([[], [], null]);
});

test('snapshots that the service and people took are points of their own', async () => {
  const life = new TimelineWorld();
  await life.run();
  const { flink, clock: time } = life.world;
  life.elapse(2);
  flink.addSnapshot(NAME, `STOP-${NAME}-1795429200000`, time.now());
  life.elapse(2);
  flink.addSnapshot(NAME, 'before-release', time.now());
  life.elapse(2);
  flink.addSnapshot(NAME, 'tried', time.now(), 'FAILED');
  expect(pointsIn(await lineOf(life))).toEqual([
    '10:20 taken schedule there',
    '10:22 taken service there',
    '10:24 taken person there',
    '10:26 failed person',
  ]);
});

test('a snapshot on demand is a person’s', async () => {
  const life = new TimelineWorld();
  await life.run();
  life.elapse(3);
  await life.world.request({
    action: 'snapshot',
    applications: [NAME],
    reason: 'before a test',
    requestId: 'r1',
  });
  expect(pointsIn(await lineOf(life))).toEqual(['10:20 taken schedule there', '10:23 taken person there']);
});

test('holds, suspects and freezes show on the snapshots and as moments', async () => {
  const life = new TimelineWorld();
  await life.run();
  await life.run();
  const [second = '', first = ''] = life.world.flink
    .listed(NAME)
    .map(({ name }) => name)
    .toSorted()
    .reverse();
  life.elapse(1);
  await life.ask({ action: 'hold', snapshot: first });
  life.elapse(1);
  await life.ask({ action: 'suspect', snapshots: [second] });
  life.elapse(1);
  await life.ask({ action: 'freeze' });
  const line = await lineOf(life);
  expect(pointsIn(line)).toEqual([
    '10:20 taken schedule there held',
    '10:30 taken schedule there suspect',
    '10:31 held person',
    '10:32 suspect person',
    '10:33 frozen person',
  ]);
  expect(spansIn(line, line.frozen)).toEqual(['10:33 to …']);
  expect(line.frozen[0]?.who).toBe('ada');
  life.elapse(7);
  await life.ask({ action: 'thaw' });
  const later = await lineOf(life);
  expect(spansIn(later, later.frozen)).toEqual(['10:33 to 10:40']);
});

test('the age of the newest good snapshot passes over suspects, the gaps of kda history do not', async () => {
  const life = new TimelineWorld();
  await life.run();
  for (let run = 0; run < 4; run += 1) await life.run();
  const names = life.world.flink.listed(NAME).map(({ name }) => name);
  await life.ask({ action: 'suspect', snapshots: names });
  life.elapse(35);
  const line = await lineOf(life);
  // The three that are left, of 10:40 to 11:00, are suspect: the newest good one is of 10:30.
  expect(spansIn(line, line.exceeded)).toEqual(['11:00 to …']);
  expect(spansIn(line, line.gaps)).toEqual(['11:00 to …']);
});

test('a restore is an arrow from its snapshot to its moment, and a time without the job', async () => {
  const life = new TimelineWorld();
  const first = await life.run();
  await life.run();
  const [name = ''] = life.world.flink
    .listed(NAME)
    .map((each) => each.name)
    .toSorted();
  const createdAt = life.world.flink.listed(NAME).find((each) => each.name === name)?.createdAt ?? first;
  life.elapse(5);
  const at = life.world.clock.now();
  const moment = await life.act({
    action: 'restored',
    restoredFrom: { name, createdAt, applicationVersion: 1 },
    verdict: 'proven',
    rtoSeconds: 120,
    endedAt: new Date(at.getTime() + 180_000),
  });
  life.elapse(5);
  const line = await lineOf(life);
  expect(pointsIn(line)).toEqual([
    '10:20 taken schedule there proven',
    '10:30 taken schedule there',
    '10:35 restored person',
  ]);
  expect(line.arrows).toEqual([
    {
      from: createdAt.getTime() - line.base,
      to: moment.getTime() - line.base,
      snapshot: name,
      verdict: 'proven',
      isDrill: false,
    },
  ]);
  expect(spansIn(line, line.notRunning)).toEqual(['10:36 to 10:38']);
});

test('a restore under way is an arrow without a verdict', async () => {
  const life = new TimelineWorld();
  await life.run();
  const [target] = life.world.flink.listed(NAME);
  life.elapse(5);
  const plannedAt = life.world.clock.now();
  const plan = { target, plannedAt, kind: 'restore' };
  const recovery = { plan, steps: [{ step: 'stop', state: 'begun' }] };
  const line = await lineOf(life, { recovery });
  expect(line.arrows.map(({ to, verdict }) => [clock(line.base + to), verdict])).toEqual([['10:25', null]]);
  const over = { plan, steps: [{ step: 'stop', state: 'done' }], outcome: 'proven' };
  expect((await lineOf(life, { recovery: over })).arrows).toEqual([]);
});

test('a restore that found the application running ends the time before it, whoever had started it', async () => {
  const life = new TimelineWorld();
  await life.run();
  life.world.flink.changeApplication(NAME, { status: 'READY' });
  await life.run();
  life.world.flink.changeApplication(NAME, { status: 'RUNNING' });
  life.elapse(5);
  const end = (minutes: number) => new Date(life.world.clock.now().getTime() + minutes * 60_000);
  const restored = { action: 'restored' as const, verdict: 'proven', rtoSeconds: 60 };
  const found = async (applicationStatus?: string) => {
    await life.act({ ...restored, endedAt: end(3), ...(applicationStatus ? { applicationStatus } : {}) });
    const line = await lineOf(life);
    return spansIn(line, line.notRunning);
  };
  // A row of an earlier version does not say.
  expect(await found()).toEqual(['10:30 to 10:38']);
  expect(await found('READY')).toEqual(['10:30 to 10:38']);
  expect(await found('RUNNING')).toEqual(['10:30 to 10:35', '10:37 to 10:38']);
});

test('a restore of an application that was never seen running ends a time whose beginning nobody knows', async () => {
  const life = new TimelineWorld();
  life.world.flink.changeApplication(NAME, { status: 'READY' });
  await life.run();
  life.elapse(5);
  const endedAt = life.world.clock.now();
  await life.act({ action: 'restored', verdict: 'proven', rtoSeconds: 60, endedAt, applicationStatus: 'READY' });
  const line = await lineOf(life);
  expect(line.notRunning).toEqual([{ from: null, to: endedAt.getTime() - line.base }]);
});

test('a stop and a start enclose a time in which it did not run', async () => {
  const life = new TimelineWorld();
  await life.run();
  life.elapse(2);
  await life.act({ action: 'stopped' });
  life.world.flink.changeApplication(NAME, { status: 'READY' });
  await life.run();
  life.elapse(3);
  await life.act({ action: 'deployed' });
  const stopped = await lineOf(life);
  expect(spansIn(stopped, stopped.notRunning)).toEqual(['10:22 to …']);
  life.world.flink.changeApplication(NAME, { status: 'RUNNING' });
  await life.run();
  const line = await lineOf(life);
  expect(spansIn(line, line.notRunning)).toEqual(['10:22 to 10:40']);
  expect(pointsIn(line).map((point) => point.split(' ')[1])).toEqual([
    'taken',
    'stopped',
    'skipped',
    'deployed',
    'taken',
  ]);
});

test('rows of an earlier application of the same name are left out, and counted', async () => {
  const life = new TimelineWorld();
  await life.run();
  await life.run();
  life.elapse(5);
  life.world.flink.makeAnew(NAME);
  await life.run();
  const line = await lineOf(life);
  expect(pointsIn(line)).toEqual(['10:40 taken schedule there']);
  expect(line.notes).toEqual(['Not shown: 2 rows are of an earlier application of this name.']);
  // Nothing was expected of it before it was there.
  expect(line.gaps).toEqual([]);
});

test('a snapshot that has the name of a deleted one is another snapshot', async () => {
  const life = new TimelineWorld();
  const time = await life.run();
  const [{ name = '' } = {}] = life.world.flink.listed(NAME);
  life.world.flink.removeSnapshot(NAME, name);
  life.elapse(4);
  life.world.flink.addSnapshot(NAME, name, life.world.clock.now());
  expect(time.toISOString()).toBe('2026-11-23T10:20:00.000Z');
  expect(pointsIn(await lineOf(life))).toEqual(['10:20 taken schedule gone', '10:24 taken schedule there']);
});

test('rows of the future are counted, not shown', async () => {
  const life = new TimelineWorld();
  await life.run();
  await life.run();
  const now = new Date('2026-11-23T10:22:00Z');
  const line = await lineOf(life, { now });
  expect(line.notes).toEqual(['Not shown: 1 row has a time in the future.']);
  expect(pointsIn(line)).toEqual(['10:20 taken schedule there']);
});

test('two points of one second are both there', async () => {
  const life = new TimelineWorld();
  await life.run();
  life.elapse(1);
  await life.act({ action: 'stopped' });
  await life.act({ action: 'started' });
  expect(pointsIn(await lineOf(life))).toEqual([
    '10:20 taken schedule there',
    '10:21 started person',
    '10:21 stopped person',
  ]);
});

test('the revision stays while only time passes, and changes with a hold', async () => {
  const life = new TimelineWorld();
  await life.run();
  const before = await lineOf(life);
  life.elapse(3);
  expect((await lineOf(life)).revision).toBe(before.revision);
  const [{ name = '' } = {}] = life.world.flink.listed(NAME);
  await life.ask({ action: 'hold', snapshot: name });
  expect((await lineOf(life)).revision).not.toBe(before.revision);
});
