import { auditRow } from '../../../../cli/audit-rows';
import { describePoint } from '../../../../cli/page/timeline/describe-point';
import type { TimelineFacts, TimelineRow } from '../../../../cli/page/timeline/facts';
import { timelineOf } from '../../../../cli/page/timeline/timeline-document';
import { parseDrillWindow } from '../../../../lambda-src/snapshot-manager/domain/drill/drill-window';
import { factsWith } from '../../views/facts-of-a-test';
import { clock, pointsIn, spansIn, TimelineWorld } from './timeline-world';

const QUIET = { from: '10:35', until: '12:00', why: 'nightly load' };

async function lineOf(life: TimelineWorld, more: Partial<TimelineFacts> = {}) {
  return timelineOf(await life.facts(more), 'day').document;
}

/** Time of the day in UTC of the day of the life. */
const at = (time: string) => new Date(`2026-11-23T${time}Z`);

/** Row of a run or a drill as the manager writes it. */
function row(time: string, more: Partial<TimelineRow>): TimelineRow {
  const moment = at(time);
  return { writtenBy: 'manager', runId: moment.getTime(), time: moment, outcome: 'skipped', ...more };
}

/** Drill that began at 10:35, was stopped at 10:36 and judged at 10:38:30. */
function drilled(verdict: string, more: Partial<TimelineRow> = {}): TimelineRow {
  return row('10:35:00', {
    outcome: 'drilled',
    reason: `drill-${verdict}`,
    verdict,
    who: 'the drill schedule of demo',
    endedAt: at('10:38:30'),
    restoredFrom: 'orders-1795430170000',
    snapshotCreatedAt: at('10:36:10'),
    rtoSeconds: 120,
    ...more,
  });
}

/** Life with runs at 10:20 and 10:30, a drill that the rows say, and a run at 10:40. */
async function drillLife(...rows: readonly TimelineRow[]) {
  const life = new TimelineWorld();
  await life.run();
  await life.run();
  await life.run();
  const facts = await life.facts();
  return lineOf(life, { rows: [...facts.rows, ...rows] });
}

test('a drill is an arrow from the snapshot of its stop to its end, and proves that snapshot', async () => {
  const line = await drillLife(drilled('proven'));
  expect(
    line.arrows.map(({ from, to, snapshot, verdict, isDrill }) => [
      clock(line.base + from),
      clock(line.base + to),
      snapshot,
      verdict,
      isDrill,
    ]),
  ).toEqual([['10:36', '10:38', 'orders-1795430170000', 'proven', true]]);
  expect(pointsIn(line)).toContain('10:38 drilled schedule proven');
  expect(spansIn(line, line.notRunning)).toEqual(['10:36 to 10:38']);
});

test('a drill whose state did not work failed; one that was refused did neither, and has no arrow', async () => {
  const failed = await drillLife(drilled('not-proven'));
  expect(pointsIn(failed)).toContain('10:38 drilled schedule failed');
  expect(failed.arrows.map(({ verdict }) => verdict)).toEqual(['not-proven']);
  const none = { restoredFrom: undefined, snapshotCreatedAt: undefined, rtoSeconds: undefined };
  const refused = await drillLife(drilled('refused', { ...none, who: 'ada' }));
  expect(pointsIn(refused)).toContain('10:38 drilled person');
  expect([refused.arrows, refused.notRunning]).toEqual([[], []]);
});

test('runs that made room for a drill are no gap and no time without the job', async () => {
  const life = new TimelineWorld();
  await life.run();
  life.elapse(60);
  const rows = (await life.facts()).rows;
  const during = ['10:30:00', '10:40:00', '10:50:00', '11:00:00', '11:10:00'].map((time) =>
    row(time, { reason: 'drill-under-way', applicationStatus: 'READY' }),
  );
  const line = await lineOf(life, { rows: [...rows, ...during] });
  expect(pointsIn(line)).toEqual([
    '10:20 taken schedule there',
    ...['10:30', '10:40', '10:50', '11:00', '11:10'].map((time) => `${time} skipped schedule drill`),
  ]);
  expect([line.gaps, line.exceeded, line.notRunning]).toEqual([[], [], []]);
});

test('a release during a drill does not end its time', async () => {
  const life = new TimelineWorld();
  await life.run();
  life.elapse(60);
  const during = ['10:30:00', '10:40:00'].map((time) => row(time, { reason: 'drill-under-way' }));
  const rows = [...(await life.facts()).rows, ...during, row('10:40:30', { outcome: 'released' })];
  const line = await lineOf(life, { rows });
  expect([line.gaps, line.exceeded]).toEqual([[], []]);
});

test('in quiet hours nothing is missing, and the age goes on after them', async () => {
  const life = new TimelineWorld();
  await life.run();
  await life.run();
  const run = row('10:40:00', { reason: 'quiet-hours' });
  life.elapse(60);
  const during = await lineOf(life, { quietHours: QUIET, rows: [...(await life.facts()).rows, run] });
  expect([during.gaps, during.exceeded]).toEqual([[], []]);
  expect(pointsIn(during).at(-1)).toBe('10:40 skipped schedule quiet');
  expect(
    during.quiet.slice(-2).map(({ from, to, why }) => [clock(during.base + from), clock(during.base + to), why]),
  ).toEqual([
    ['10:35', '12:00', 'nightly load'],
    ['10:35', '12:00', 'nightly load'],
  ]);
  // Five minutes before and 25 after make the objective of 30.
  life.elapse(60);
  const after = await lineOf(life, { quietHours: QUIET });
  expect(spansIn(after, after.gaps)).toEqual(['10:30 to …']);
  expect(spansIn(after, after.exceeded)).toEqual(['12:25 to …']);
});

test('an objective that was exceeded before quiet hours pauses in them', async () => {
  const life = new TimelineWorld();
  await life.run();
  life.elapse(60);
  const quietHours = { ...QUIET, from: '11:00' };
  const line = await lineOf(life, { quietHours });
  expect(spansIn(line, line.exceeded)).toEqual(['10:50 to 11:00']);
});

describe('what comes next', () => {
  const dueOf = async (more: Partial<TimelineFacts>, range: 'hour' | 'day' = 'hour') => {
    const life = new TimelineWorld();
    await life.run();
    life.elapse(3);
    const { base, next } = timelineOf(await life.facts(more), range).document;
    return next.due.map((each) => new Date(base + each).toISOString().slice(8, 16));
  };

  test('a rate counts from its last run', async () => {
    expect(await dueOf({})).toEqual(['23T10:30', '23T10:40', '23T10:50', '23T11:00', '23T11:10', '23T11:20']);
  });

  test('a rate does not count from a hold, a release or a freeze: these are no runs', async () => {
    const life = new TimelineWorld();
    await life.run();
    const actions = ['held', 'released', 'frozen', 'thawed', 'suspect', 'trusted'];
    const rows = actions.map((outcome) => row('10:22:00', { outcome }));
    life.elapse(3);
    const facts = await life.facts();
    const { base, next } = timelineOf({ ...facts, rows: [...facts.rows, ...rows] }, 'hour').document;
    expect(clock(base + (next.due[0] ?? 0))).toBe('10:30');
  });

  test('a rate without a run is not known, and a cron needs none', async () => {
    expect(await dueOf({ rows: [] })).toEqual([]);
    const schedule = 'cron(0 2 ? * MON-FRI *)';
    expect(await dueOf({ rows: [], schedule })).toEqual(['24T02:00', '25T02:00', '26T02:00']);
  });

  test('nothing is due in quiet hours, or where nothing is scheduled', async () => {
    expect(await dueOf({ quietHours: QUIET })).toEqual(['23T10:30', '23T12:00', '23T12:10']);
    expect(await dueOf({ isScheduled: false })).toEqual([]);
  });

  test('the window of a drill is the one that is open, else the next', async () => {
    const life = new TimelineWorld();
    await life.run();
    const windowOf = async (window: string, days?: readonly string[]) => {
      const line = await lineOf(life, { drill: parseDrillWindow(window, days) });
      const { from = 0, to = 0 } = line.next.drill ?? {};
      return [from, to].map((each) => new Date(line.base + each).toISOString().slice(8, 16));
    };
    expect(await windowOf('10:00-10:30')).toEqual(['23T10:00', '23T10:30']);
    expect(await windowOf('04:00-04:30', ['SUN'])).toEqual(['29T04:00', '29T04:30']);
    expect((await lineOf(life)).next.drill).toBeNull();
  });
});

test('a snapshot is proven by the mark that the table has, too, without any row', async () => {
  const life = new TimelineWorld();
  await life.run();
  await life.run();
  const facts = await life.facts();
  const [proven] = facts.snapshots ?? [];
  const proof = { application: 'orders', snapshotName: proven?.name ?? '', provenAt: facts.now, who: 'ada' };
  const marks = { suspects: [], freezes: [], proofs: [{ ...proof, by: 'restore' as const }] };
  expect(pointsIn(await lineOf(life, { marks })).filter((point) => point.endsWith('proven'))).toHaveLength(1);
});

/** Asks the manager for the next step of a drill until it has ended, or this often. */
async function drill({ world }: TimelineWorld, most = 300) {
  for (let request = 0; request < most; request += 1) {
    const { state, verdict, waitSeconds } = await world.drill('drill-1', { who: 'the drill schedule of demo' });
    if (state === 'ended') return verdict;
    world.clock.advance(waitSeconds * 1000);
  }
  return undefined;
}

test('a drill that the manager did is an arrow to its end, its snapshot proven, and a short time without the job', async () => {
  const life = new TimelineWorld();
  await life.run();
  life.world.consentToDrills();
  life.elapse(2);
  expect(await drill(life)).toBe('proven');
  life.elapse(2);
  const line = await lineOf(life);
  const [arrow] = line.arrows;
  expect([arrow?.isDrill, arrow?.verdict, arrow?.snapshot.startsWith('STOP-')]).toEqual([true, 'proven', true]);
  expect(line.arrows).toHaveLength(1);
  expect(pointsIn(line).filter((point) => point.includes('drilled'))).toEqual([
    `${clock(line.base + (arrow?.to ?? 0))} drilled schedule proven`,
  ]);
  expect(pointsIn(line).filter((point) => / service there proven$/.test(point))).toHaveLength(1);
  expect(line.notRunning.map(({ from, to }) => (to ?? 0) - (from ?? 0) < 120_000)).toEqual([true]);
  expect([line.gaps, line.exceeded]).toEqual([[], []]);
});

test('a run during a drill of the manager is a point of its own kind, whatever the drill does to the application', async () => {
  const life = new TimelineWorld();
  await life.run();
  life.world.consentToDrills();
  life.elapse(9);
  await drill(life, 6);
  await life.run();
  const line = await lineOf(life);
  expect(pointsIn(line)).toContain('10:30 skipped schedule drill');
  expect([line.gaps, line.notRunning]).toEqual([[], []]);
});

test('a drill is described with its facts, and the command that lists drills', async () => {
  const life = new TimelineWorld();
  await life.run();
  life.world.consentToDrills();
  life.elapse(2);
  await drill(life);
  const rows = [...life.world.audit.items.values()].map(auditRow);
  const row = rows.find(({ outcome }) => outcome === 'drilled') ?? null;
  const facts = await life.facts();
  const { document, points } = timelineOf(facts, 'day');
  const point = points().find(({ word }) => word === 'drilled');
  if (point === undefined) throw new Error(`The line has no drill: ${pointsIn(document).join(', ')}`);
  const known = factsWith({ application: 'orders', now: facts.now, snapshots: facts.snapshots ?? [] });
  const { text, command } = describePoint({ point, row, facts: known });
  expect(command).toBe('kda history orders --outcome drilled');
  expect(text).toMatch(/RTO \d+ s, proven, by the drill schedule of demo, "once a week", drill-proven/);
  expect(text).toMatch(
    /message +The drill of application orders proved that it can be restored\..* started from STOP-/,
  );
});
