import type { AuditRow } from '../../../cli/audit-rows';
import { nextDocument } from '../../../cli/documents/next';
import { shortTime } from '../../../cli/times';
import type { ApplicationFacts } from '../../../cli/views/application-facts';
import { showNext } from '../../../cli/views/next';
import { scheduleText, scheduleView } from '../../../cli/views/schedule-view';
import { snapshotViews } from '../../../cli/views/snapshot-list';
import { ago, factsOfTheApi, factsWith, MINUTE_MS, NOW, scheduled } from './facts-of-a-test';

/** From one o'clock until six: it is 03:02. */
const QUIET = { from: '01:00', until: '06:00', why: 'nightly load' };
const SIX = new Date('2026-11-28T06:00:00Z');

function row(minutes: number, more: Partial<AuditRow> = {}): AuditRow {
  const time = ago(minutes);
  return {
    writtenBy: 'manager',
    runId: time.getTime(),
    time,
    outcome: 'taken',
    deleted: [],
    failedToDelete: [],
    ...more,
  };
}

/** Facts with this entry. */
function factsOf(
  entry: Partial<NonNullable<ApplicationFacts['managed']>['entry']>,
  more: Partial<ApplicationFacts> = {},
) {
  const facts = factsWith(more);
  const { managed } = facts;
  return { ...facts, managed: managed && { ...managed, entry: { ...managed.entry, ...entry } } };
}

test('a rate counts from the last run of the schedule, not from what a person asked for, nor from a drill', () => {
  const actions = ['held', 'released', 'suspect', 'trusted', 'frozen', 'thawed', 'drilled'];
  const rows = [row(1, { requestReason: 'now' }), ...actions.map((outcome) => row(2, { outcome })), row(4)];
  expect(scheduleView(factsOf({}), rows)).toEqual({ schedule: 'rate(10 minutes)', nextDue: ago(-6), quiet: null });
  expect(scheduleView(factsOf({}), []).nextDue).toBeNull();
});

test('in quiet hours the next snapshot is that of the first run after them', () => {
  const view = scheduleView(factsOf({ schedule: 'rate(1 hour)', quietHours: QUIET }), [row(12)]);
  expect(view).toEqual({
    schedule: 'rate(1 hour)',
    nextDue: new Date('2026-11-28T06:50:00Z'),
    quiet: { until: SIX, why: 'nightly load' },
  });
  expect(scheduleText(view, NOW)).toBe(
    `a run every 1 hour, next snapshot ${shortTime(new Date('2026-11-28T06:50:00Z'), NOW)}, quiet until ${shortTime(SIX, NOW)}: nightly load`,
  );
});

test('an application that is stopped on purpose has no next snapshot, and one without a deployment no schedule', () => {
  expect(scheduleView(factsOf({ stoppedOnPurpose: 'winter' }), [row(4)]).nextDue).toBeNull();
  const none = scheduleView(factsOfTheApi(), [row(4)]);
  expect(none).toEqual({ schedule: null, nextDue: null, quiet: null });
  expect(scheduleText(none, NOW)).toBe('no schedule');
});

test('kda next has the schedule and says when quiet hours end', () => {
  const { text, document } = showNext(factsOf({ schedule: 'cron(30 5,6 * * ? *)', quietHours: QUIET }));
  expect(nextDocument.parse(JSON.parse(JSON.stringify(document)))).toMatchObject({
    schedule: 'cron(30 5,6 * * ? *)',
    nextDue: '2026-11-28T06:30:00.000Z',
    quiet: { until: SIX.toISOString(), why: 'nightly load' },
  });
  expect(text).toContain(`No scheduled run takes a snapshot before ${shortTime(SIX, NOW)}: nightly load`);
  expect(showNext(factsOf({})).text).not.toContain('No scheduled run');
});

test('the retention’s forecast goes by the schedule of the application', () => {
  const snapshots = [2, 12, 22, 32].map((minutes) => scheduled(minutes));
  const goesIn = (schedule: string) => {
    const facts = factsOf({ schedule }, { snapshots });
    const only = { ...facts, managed: facts.managed && { ...facts.managed, retention: { keepLast: 3 } } };
    return snapshotViews(only).map(
      ({ retention }) => ((retention?.goesAt?.getTime() ?? 0) - NOW.getTime()) / MINUTE_MS,
    );
  };
  expect(goesIn('rate(10 minutes)')).toEqual([30, 20, 10, 0]);
  expect(goesIn('rate(1 hour)')).toEqual([180, 120, 60, 0]);
});
