import type { TimelineRow } from '../../../../cli/page/timeline/facts';
import { KeptRows } from '../../../../cli/page/timeline/kept-rows';
import type { TimelineSource } from '../../../../cli/page/timeline/source';

const MINUTE_MS = 60_000;
const START = Date.parse('2026-11-28T12:00:00Z');

/** Audit with a run a minute since `START`. */
class MinuteSource implements TimelineSource {
  now = START;

  async rows(_: string, since: Date): Promise<readonly TimelineRow[]> {
    const rows: TimelineRow[] = [];
    for (let at = this.now; at >= Math.max(START, since.getTime()); at -= MINUTE_MS) {
      rows.push({ runId: at, time: new Date(at), writtenBy: 'manager', outcome: 'taken' });
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
