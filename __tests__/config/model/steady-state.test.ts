import { cadenceOf, everyMinutes } from '../../../config/model/schedules';
import { steadyState } from '../../../config/model/steady-state';
import { planRetention } from '../../../lambda-src/snapshot-manager/domain/retention/retention';
import { parseRetentionPolicy } from '../../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Snapshot } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import { snapshotName } from '../../../lambda-src/snapshot-manager/domain/snapshot-name';

const QUOTA = 1000;
const MINUTE_MS = 60_000;

test.each([
  // Ten, whatever the schedule.
  [{ keepLast: 10 }, 10, 10],
  [{ keepLast: 10 }, 1440, 10],
  // The newest is the newest of its hour, day and so on: it stands for one of each.
  [{ keepHourly: 24 }, 10, 24],
  // The last three are of the present hour, and one of them is its newest.
  [{ keepLast: 3, keepHourly: 24 }, 10, 26],
  [{ keepDaily: 7 }, 10, 7],
  // Six hours and the ten minutes up to now: 0, 10, ... 350 minutes old; "less than" six hours older.
  [{ keepWithin: '6h' }, 10, 36],
  // Three of the last half hour, 14 days, of which the newest is one of the three.
  [{ keepLast: 3, keepDaily: 14 }, 10, 16],
  [{ keepYearly: 5 }, 10, 5],
  [{ keepLast: 100, keepAtMost: 20 }, 10, 20],
  // Coarser than the rule's period: each run is the only one of its hour.
  [{ keepHourly: 24 }, 120, 24],
])('%j keeps, every %i minutes, %i', (policy, scheduleMinutes, kept) => {
  expect(steadyState(parseRetentionPolicy(policy), everyMinutes(scheduleMinutes), QUOTA)).toMatchObject({
    kept,
    isSteady: true,
  });
});

test.each([
  [{ keepLast: 10 }, 10, 90 * MINUTE_MS],
  [{ keepWithin: '6h' }, 10, 350 * MINUTE_MS],
  // From a Wednesday at 12:30 to the Sunday that ended the seventh week before this one, by a history of one a day.
  [{ keepLast: 36, keepHourly: 48, keepDaily: 14, keepWeekly: 8 }, 10, (45 * 1440 + 150) * MINUTE_MS],
])('%j reaches back, every %i minutes, %i ms', (policy, scheduleMinutes, reachMs) => {
  expect(steadyState(parseRetentionPolicy(policy), everyMinutes(scheduleMinutes), QUOTA).reachMs).toBe(reachMs);
});

test.each([
  [{ keepLast: -1 }, 10, QUOTA],
  [{ deleteSurplus: false }, 10, QUOTA],
  [{ keepDaily: -1 }, 10, 365],
  [{ keepLast: 5, deleteSurplus: false }, 1440, 366],
])('%j grows: after a year, or at the quota, %i minutes apart, there are %i', (policy, scheduleMinutes, kept) => {
  expect(steadyState(parseRetentionPolicy(policy), everyMinutes(scheduleMinutes), QUOTA)).toMatchObject({
    kept,
    isSteady: false,
  });
});

test('the retention keeps as many when it decides run after run', () => {
  const policy = parseRetentionPolicy({ keepLast: 5, keepHourly: 12, keepDaily: 7, keepWeekly: 3, keepMonthly: 2 });
  const end = Date.parse('2026-07-15T12:30:00Z');
  let snapshots: readonly Snapshot[] = [];
  for (let at = end - 45 * 86_400_000; at <= end; at += 3_600_000) {
    const now = new Date(at);
    const taken = { name: snapshotName('cost.', now), status: 'READY', createdAt: now } as const;
    const { kept } = planRetention(
      [...snapshots, { ...taken, applicationVersion: 1, runtimeEnvironment: undefined }],
      policy,
      { ownPrefix: 'cost.', now, restorePoint: undefined, held: new Set<string>() },
    );
    snapshots = kept.map(({ snapshot }) => snapshot);
  }

  expect(steadyState(policy, everyMinutes(60), QUOTA).kept).toBe(snapshots.length);
});

test('ten years of every rule are counted, every minute, up to the quota', () => {
  const policy = parseRetentionPolicy({ keepHourly: 1000, keepDaily: 1000, keepWeekly: 520, keepYearly: 10 });

  expect(steadyState(policy, everyMinutes(1), QUOTA)).toMatchObject({ kept: 1000, isSteady: true });
});

const NIGHT = { from: '22:00', until: '06:00', why: 'nightly load' };

test.each([
  // Monday to Friday: 13 weekdays before Wednesday, 15 July 2026, and the one of that day.
  [{ keepWithin: '18d' }, { scheduleCron: '0 2 ? * MON-FRI *' }, 13, 16 * 1440 + 630],
  [{ keepLast: 6 }, { scheduleCron: '0 2 ? * MON-FRI *' }, 6, 7 * 1440 + 630],
  [{ keepDaily: 3 }, { scheduleCron: '0 2,4,23 * * ? *' }, 3, 1440 + 810],
  // Every hour from 06:00 to 21:00, on two days.
  [{ keepWithin: '2d' }, { scheduleMinutes: 60, quietHours: NIGHT }, 32, 47 * 60],
])('%j keeps, with the schedule %j, %i that reach back %i minutes', (policy, written, kept, reachMinutes) => {
  const state = steadyState(parseRetentionPolicy(policy), cadenceOf(written, {}), QUOTA);
  expect(state).toEqual({ kept, isSteady: true, reachMs: reachMinutes * MINUTE_MS });
});
