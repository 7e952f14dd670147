import type { TimelineRow } from '../../../../cli/page/timeline/facts';
import type { TimelineSource } from '../../../../cli/page/timeline/source';
import { Timelines } from '../../../../cli/page/timeline/timelines';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const START = Date.parse('2026-11-01T00:00:00Z');

/** Audit with a run every ten minutes, which counts what is read of it. */
class FakeSource implements TimelineSource {
  now = START + 60 * DAY_MS + 5 * MINUTE_MS;
  /** Time of the last run. */
  until = Number.POSITIVE_INFINITY;
  rowsRead = 0;
  readonly presentReads: string[] = [];
  broken: string | undefined;
  readonly changed = new Map<number, Partial<TimelineRow>>();

  async rows(application: string, since: Date, before?: Date): Promise<readonly TimelineRow[]> {
    if (this.broken === application) throw new Error('The table does not answer.');
    const rows: TimelineRow[] = [];
    const first = Math.ceil(since.getTime() / (10 * MINUTE_MS)) * 10 * MINUTE_MS;
    for (
      let at = Math.max(first, START);
      at <= Math.min(this.now, this.until, (before?.getTime() ?? this.now + 1) - 1);
      at += 10 * MINUTE_MS
    ) {
      const taken = { outcome: 'taken', snapshotName: `demo.${at}`, snapshotCreatedAt: new Date(at + 2000) };
      rows.push({ runId: at, time: new Date(at), writtenBy: 'manager', ...taken, ...this.changed.get(at) });
    }
    this.rowsRead += rows.length;
    return rows;
  }

  async hasRowsBefore(_: string, time: Date): Promise<boolean> {
    return time.getTime() > START;
  }

  async present(application: string) {
    this.presentReads.push(application);
    return { unread: [] };
  }

  readCount(): number {
    const count = this.rowsRead;
    this.rowsRead = 0;
    return count;
  }
}

function worldOf() {
  const source = new FakeSource();
  const timelines = new Timelines({
    source,
    settingsOf: () => ({ objectiveMinutes: 30, isScheduled: true, schedule: 'rate(10 minutes)' }),
    now: () => new Date(source.now),
    presentEveryMs: MINUTE_MS,
  });
  return { source, timelines };
}

const countOf = (answer: Awaited<ReturnType<Timelines['answer']>>) =>
  typeof answer.document === 'object' ? answer.document?.points.at.length : answer.document;

test('a day is read once, a month adds what is missing, and later looks read only the last minutes', async () => {
  const { source, timelines } = worldOf();
  expect(countOf(await timelines.answer('orders', 'day', undefined))).toBe(144);
  // The day, and three runs of one objective before it.
  expect(source.readCount()).toBe(147);
  await timelines.answer('orders', 'day', undefined);
  expect(source.readCount()).toBe(0);
  expect(countOf(await timelines.answer('orders', 'month', undefined))).toBe(4320);
  expect(source.readCount()).toBe(4323 - 147 + 2);
  source.now += 4 * MINUTE_MS;
  await timelines.answer('orders', 'day', undefined);
  source.now += 4 * MINUTE_MS;
  await timelines.refresh();
  // Twenty minutes in which a run may still have been under way, and the new one.
  expect(source.readCount()).toBe(3);
});

test('a run that had not ended is read again until it has', async () => {
  const { source, timelines } = worldOf();
  const open = source.now - 605 * MINUTE_MS;
  source.changed.set(open, { outcome: 'late', snapshotStatus: 'CREATING' });
  const before = await timelines.answer('orders', 'day', undefined);
  source.changed.set(open, { outcome: 'late', snapshotStatus: 'READY' });
  await timelines.refresh();
  const after = await timelines.answer('orders', 'day', undefined);
  const revisions = [before, after].map(({ document }) => typeof document === 'object' && document?.revision);
  expect(revisions[0]).not.toBe(revisions[1]);
  source.readCount();
  await timelines.refresh();
  expect(source.readCount()).toBe(2);
});

test('what is known already is not sent again', async () => {
  const { source, timelines } = worldOf();
  const { document } = await timelines.answer('orders', 'day', undefined);
  const revision = (typeof document === 'object' && document?.revision) || '';
  source.now += MINUTE_MS;
  await timelines.refresh();
  const again = await timelines.answer('orders', 'day', revision);
  expect([again.document, again.to]).toEqual(['unchanged', source.now]);
});

test('one application’s trouble is its own, and its last line stays', async () => {
  const { source, timelines } = worldOf();
  source.broken = 'orders';
  const [bad, good] = await Promise.all([
    timelines.answer('orders', 'day', undefined),
    timelines.answer('payments', 'day', undefined),
  ]);
  expect([bad.document, bad.problem]).toEqual([null, expect.stringContaining('The table does not answer.')]);
  expect([countOf(good), good.problem]).toEqual([144, null]);
  source.broken = 'payments';
  await timelines.refresh();
  expect(countOf(await timelines.answer('orders', 'day', undefined))).toBe(144);
  const kept = await timelines.answer('payments', 'day', undefined);
  expect([countOf(kept), kept.problem]).toEqual([144, expect.stringContaining('The table does not answer.')]);
});

test('asked by many at once, it reads once', async () => {
  const { source, timelines } = worldOf();
  await Promise.all(Array.from({ length: 5 }, () => timelines.answer('orders', 'week', undefined)));
  expect(source.readCount()).toBeLessThan(1020);
  expect(source.presentReads).toEqual(['orders']);
});

test('snapshots, holds and marks are read when the audit has something new, else once a minute', async () => {
  const { source, timelines } = worldOf();
  await timelines.answer('orders', 'day', undefined);
  for (const seconds of [10, 20, 30]) {
    source.now += seconds * 1000;
    await timelines.refresh();
  }
  expect(source.presentReads).toHaveLength(2);
  await timelines.answer('orders', 'day', undefined);
  source.now += 4 * MINUTE_MS;
  await timelines.refresh();
  expect(source.presentReads).toHaveLength(3);
});

test.each([1, 4, 8, 15])(
  'a month that is shown is not read anew when throttling made the interval %i minutes',
  async (minutes) => {
    const { source, timelines } = worldOf();
    await timelines.answer('orders', 'month', undefined);
    expect(source.readCount()).toBe(4323);
    for (let look = 0; look < 4; look += 1) {
      source.now += minutes * MINUTE_MS;
      // As the watch does, and then the page that it tells of the change.
      await timelines.refresh();
      await timelines.answer('orders', 'month', undefined);
    }
    expect(source.readCount()).toBeLessThan(20);
  },
);

test('what nobody looks at any more is not read, and a month that nobody asks for is forgotten', async () => {
  const { source, timelines } = worldOf();
  await timelines.answer('orders', 'month', undefined);
  for (let look = 0; look < 6; look += 1) {
    source.now += MINUTE_MS;
    await timelines.answer('orders', 'day', undefined);
    await timelines.refresh();
  }
  source.readCount();
  await timelines.answer('orders', 'month', undefined);
  // All but the last day was read again.
  expect(source.readCount()).toBeGreaterThan(4000);
  for (let look = 0; look < 6; look += 1) await timelines.refresh();
  source.readCount();
  source.now += 60 * MINUTE_MS;
  await timelines.refresh();
  expect(source.readCount()).toBe(0);
});

test('points are found by moment and word', async () => {
  const { source, timelines } = worldOf();
  await timelines.answer('orders', 'day', undefined);
  const at = source.now - 35 * MINUTE_MS;
  expect(timelines.pointsAt('orders', at + 2000, 'taken').map(({ snapshotName }) => snapshotName)).toEqual([
    `demo.${at}`,
  ]);
  expect(timelines.pointsAt('orders', at + 2000, 'failed')).toEqual([]);
  expect(timelines.pointsAt('payments', at + 2000, 'taken')).toEqual([]);
});

test('a gap appears although nothing new was read', async () => {
  const { source, timelines } = worldOf();
  const last = source.now - 5 * MINUTE_MS;
  await timelines.answer('orders', 'day', undefined);
  // No run comes any more.
  source.until = last;
  for (let minute = 0; minute < 40; minute += 4) {
    source.now += 4 * MINUTE_MS;
    await timelines.answer('orders', 'day', undefined);
    await timelines.refresh();
  }
  const { document } = await timelines.answer('orders', 'day', undefined);
  expect(typeof document === 'object' && document?.gaps.map(({ to }) => to)).toEqual([null]);
});
