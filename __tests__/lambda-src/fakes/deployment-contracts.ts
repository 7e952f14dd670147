import type { RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import type { AuditLog, KnownSchedules } from '../../../lambda-src/snapshot-manager/ports';

const NOW = new Date('2026-11-23T10:20:00Z');
const in_ = (ms: number) => new Date(NOW.getTime() + ms);

/** Tests of the port: what the fake claims is true of the real table too. `empty` knows no schedule. */
export function testsOfKnownSchedules(empty: () => KnownSchedules): void {
  test('gives back what is known of each schedule, replaces it, and forgets it', async () => {
    const table = empty();
    const daily = { schedule: 'cron(0 2 ? * MON-FRI *)', since: NOW, lastEvent: in_(60_000) };
    await table.putSchedule({ schedule: 'rate(1 day)', since: NOW });
    await table.putSchedule({ ...daily, lastEvent: in_(-60_000) });
    await table.putSchedule(daily);
    const all = (await table.listSchedules()).toSorted((a, b) => a.schedule.localeCompare(b.schedule));
    expect(all).toEqual([daily, { schedule: 'rate(1 day)', since: NOW }]);
    await table.removeSchedule('rate(1 day)');
    await table.removeSchedule('rate(2 days)');
    expect(await table.listSchedules()).toEqual([daily]);
  });
}

/** Tests of the port: what the fake claims is true of the real table too. `empty` has no row. */
export function testsOfNewestRuns(empty: () => AuditLog): void {
  const rowOf = (minute: number, facts: Partial<RunRecord> = {}): RunRecord => ({
    ...{ application: 'orders', runId: NOW.getTime() + minute, eventId: `event-${minute}`, eventTime: NOW },
    ...{ startedAt: NOW, deadlineAt: in_(300_000), state: 'taken', reason: 'ready' },
    ...{ deleted: [], failedToDelete: [], kept: [], ...facts },
  });
  const newestOf = async (audit: AuditLog) => (await audit.findNewest('orders')).map(({ eventId }) => eventId);

  test('gives the newest five runs, newest first, of this application only', async () => {
    const audit = empty();
    for (let minute = 1; minute <= 7; minute += 1) await audit.complete(rowOf(minute));
    await audit.complete(rowOf(9, { application: 'payments' }));
    expect(await newestOf(audit)).toEqual(['event-7', 'event-6', 'event-5', 'event-4', 'event-3']);
  });

  test('finds the newest runs behind and between rows of people’s actions', async () => {
    const audit = empty();
    for (let minute = 1; minute <= 30; minute += 1) {
      const isRun = minute === 3 || minute === 12;
      await audit.complete(rowOf(minute, isRun ? {} : { state: 'held', reason: 'hold-placed' }));
    }
    expect(await newestOf(audit)).toEqual(['event-12', 'event-3']);
  });

  test('does not read a table full of people’s actions to its end', async () => {
    const audit = empty();
    for (let minute = 1; minute <= 101; minute += 1) {
      await audit.complete(rowOf(minute, minute === 1 ? {} : { state: 'held', reason: 'hold-placed' }));
    }
    expect(await newestOf(audit)).toEqual([]);
  });
}
