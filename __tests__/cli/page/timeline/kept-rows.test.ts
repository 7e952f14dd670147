import type { TimelineRow } from '../../../../cli/page/timeline/facts';
import { KeptRows } from '../../../../cli/page/timeline/kept-rows';
import type { TimelineSource } from '../../../../cli/page/timeline/source';

const MINUTE_MS = 60_000;
const START = Date.parse('2026-11-28T12:00:00Z');

/** Audit with a run a minute since `START`, which counts how often the outcome of a row is looked at. */
class MinuteSource implements TimelineSource {
  now = START;
  looksAtRows = 0;

  async rows(_: string, since: Date): Promise<readonly TimelineRow[]> {
    const rows: TimelineRow[] = [];
    const seen = () => {
      this.looksAtRows += 1;
      return 'taken';
    };
    for (let at = this.now; at >= Math.max(START, since.getTime()); at -= MINUTE_MS) {
      const row = { runId: at, time: new Date(at), writtenBy: 'manager' as const };
      rows.push(Object.defineProperty(row, 'outcome', { get: seen }) as TimelineRow);
    }
    return rows;
  }

  hasRowsBefore = async () => false;
  present = async () => ({ unread: [] });
}

const minutesOf = (kept: KeptRows) =>
  kept
    .all()
    .rows.map(({ runId }) => (runId - START) / MINUTE_MS)
    .toSorted((one, other) => one - other);

test('when there are more rows than can be kept the oldest go, never the newest, and it is said', async () => {
  const source = new MinuteSource();
  const kept = new KeptRows('orders', source, 5);
  source.now = START + 3 * MINUTE_MS;
  await kept.read(new Date(START), new Date(source.now));
  expect([minutesOf(kept), kept.all().isWhole, kept.notes()]).toEqual([[0, 1, 2, 3], true, []]);
  for (let minute = 4; minute <= 9; minute += 1) {
    source.now = START + minute * MINUTE_MS;
    await kept.read(new Date(START), new Date(source.now));
  }
  expect([minutesOf(kept), kept.all().isWhole]).toEqual([[5, 6, 7, 8, 9], false]);
  expect(kept.notes()).toEqual(['Only the newest 5 rows of the audit are shown.']);
});

test('a look goes through the rows that it reads, not through all that were read before', async () => {
  const source = new MinuteSource();
  const kept = new KeptRows('orders', source);
  source.now = START + 1000 * MINUTE_MS;
  await kept.read(new Date(START), new Date(source.now));
  source.looksAtRows = 0;
  source.now += MINUTE_MS;
  await kept.read(new Date(START), new Date(source.now));
  expect(minutesOf(kept)).toHaveLength(1002);
  // The new one, and the minutes in which a run may still have been under way.
  expect(source.looksAtRows).toBeLessThan(100);
});

test('rows that nobody looks back to any more go once an hour', async () => {
  const source = new MinuteSource();
  const kept = new KeptRows('orders', source);
  source.now = START + 240 * MINUTE_MS;
  await kept.read(new Date(START), new Date(source.now));
  const oldest = [59, 60, 61, 119, 120].map((minutes) => {
    kept.forgetBefore(new Date(START + minutes * MINUTE_MS));
    return minutesOf(kept)[0];
  });
  expect(oldest).toEqual([0, 60, 60, 60, 120]);
});

/** Audit that has the row of one action when it has ended, under the time of its begin; keeps how many minutes each look goes back. */
class LateSource implements TimelineSource {
  now = START;
  readonly asked: number[] = [];

  constructor(private readonly lastsMinutes: number) {}

  async rows(_: string, since: Date): Promise<readonly TimelineRow[]> {
    this.asked.push((this.now - since.getTime()) / MINUTE_MS);
    const isWritten = this.now >= START + this.lastsMinutes * MINUTE_MS;
    const row = { runId: START, time: new Date(START), writtenBy: 'kda', outcome: 'restored' } as const;
    return isWritten && since.getTime() <= START ? [row] : [];
  }

  hasRowsBefore = async () => false;
  present = async () => ({ unread: [] });
}

test.each([10, 30, 90, 23 * 60])(
  'an open time line shows an action of %i minutes within ten minutes of its end',
  async (minutes) => {
    const source = new LateSource(minutes);
    const kept = new KeptRows('orders', source);
    const from = new Date(START - 60 * MINUTE_MS);
    for (let minute = -1; minute <= minutes + 10; minute += 1) {
      source.now = START + minute * MINUTE_MS;
      await kept.read(from, new Date(source.now));
    }
    expect(minutesOf(kept)).toEqual([0]);
  },
);

test('one look in ten minutes goes back a day, the others as far as a run may take; each is one call', async () => {
  const source = new LateSource(0);
  const kept = new KeptRows('orders', source);
  for (let minute = 0; minute <= 20; minute += 1) {
    source.now = START + minute * MINUTE_MS;
    await kept.read(new Date(START - 3 * 1440 * MINUTE_MS), new Date(source.now));
  }
  const usual = Array(9).fill(21);
  expect(source.asked).toEqual([3 * 1440, ...usual, 1440, ...usual, 1440]);
});
