import { applicationSafety } from '../../../cli/safety/application-safety';
import { utcText, written } from '../../../cli/safety/words';
import { applicationOf, failedRun, LIMITS, NOW, run, snapshot } from './facts-of';

/** From one o'clock until six: it is 03:02. */
const QUIET_NOW = { from: '01:00', until: '06:00', why: 'nightly load' };
/** Over at 03:00. */
const JUST_OVER = { from: '01:00', until: '03:00', why: 'nightly load' };

const quietRun = (minutes: number) =>
  run(minutes, { outcome: 'skipped', reason: 'quiet-hours', snapshotName: undefined });

function judged(wish: Parameters<typeof applicationOf>[0]) {
  const { verdict, reasons, notes } = applicationSafety(applicationOf(wish), LIMITS, NOW);
  const text = (sentences: typeof reasons) => sentences.map((sentence) => written(sentence, utcText));
  return { verdict, reasons: text(reasons), notes: text(notes) };
}

test('in quiet hours an application whose snapshot was new enough at their beginning is safe, with their end and reason', () => {
  // Of 00:50, ten minutes before them.
  expect(judged({ quietHours: QUIET_NOW, list: [snapshot(132)], rows: [quietRun(2)] })).toEqual({
    verdict: 'safe',
    reasons: [],
    notes: ['quiet until 2026-11-28T06:00:00Z: nightly load'],
  });
});

test('a snapshot that was too old when they began is too old in them', () => {
  // Of 00:20, forty minutes before them.
  expect(judged({ quietHours: QUIET_NOW, list: [snapshot(162)], rows: [] })).toMatchObject({
    verdict: 'unsafe',
    reasons: [
      'the newest good snapshot is 2 h 42 min old, 40 min of it outside quiet hours, at most 30 min are allowed',
    ],
  });
});

test('after them the age grows on from where it stood', () => {
  expect(judged({ quietHours: JUST_OVER, list: [snapshot(132)], rows: [quietRun(12)] })).toEqual({
    verdict: 'safe',
    reasons: [],
    notes: [],
  });
  expect(judged({ quietHours: JUST_OVER, list: [snapshot(132 + 20)], rows: [] }).verdict).toBe('unsafe');
});

test('runs that went wrong before them still count, because no run has gone well since', () => {
  const rows = [quietRun(2), quietRun(12), failedRun(132), failedRun(142)];
  expect(judged({ quietHours: QUIET_NOW, list: [snapshot(132)], rows })).toMatchObject({
    verdict: 'unsafe',
    reasons: ['snapshot-failed ×2 since 2026-11-28T00:40:00Z'],
  });
});

describe('an application with a schedule of its own', () => {
  const limits = { ...LIMITS, schedule: 'rate(10 minutes)' };
  const notesOf = (wish: Parameters<typeof applicationOf>[0]) =>
    applicationSafety(applicationOf({ objectiveMinutes: 4320, ...wish }), limits, NOW).notes.map((each) =>
      written(each, utcText),
    );

  test('says when its next snapshot is due, by its own schedule', () => {
    expect(notesOf({ schedule: 'cron(0 5 ? * MON-FRI *)' })).toEqual([
      'next snapshot due 2026-11-30T05:00:00Z, by its own schedule cron(0 5 ? * MON-FRI *)',
    ]);
    expect(notesOf({ schedule: 'rate(1 hour)' })).toEqual([
      'next snapshot due 2026-11-28T03:50:00Z, by its own schedule rate(1 hour)',
    ]);
    expect(notesOf({ schedule: 'rate(10 minutes)' })).toEqual([]);
  });

  test('looks past its quiet hours, and says nothing where no run is known or it is stopped on purpose', () => {
    expect(notesOf({ schedule: 'rate(1 hour)', quietHours: { ...QUIET_NOW, from: '03:30' } })).toEqual([
      'next snapshot due 2026-11-28T06:50:00Z, by its own schedule rate(1 hour)',
    ]);
    expect(notesOf({ schedule: 'rate(1 hour)', rows: [] })).toEqual([]);
    expect(notesOf({ schedule: 'rate(1 hour)', status: 'READY', stoppedOnPurpose: 'winter' })).toEqual([]);
  });
});

test('status has the schedule, the next snapshot of it and the quiet hours of now as data', () => {
  const limits = { ...LIMITS, schedule: 'rate(10 minutes)' };
  const dataOf = (wish: Parameters<typeof applicationOf>[0], of: Parameters<typeof applicationSafety>[1] = limits) => {
    const { schedule, nextDue, quiet } = applicationSafety(applicationOf(wish), of, NOW);
    return { schedule, nextDue, quiet };
  };
  expect(dataOf({ quietHours: QUIET_NOW })).toEqual({
    schedule: 'rate(10 minutes)',
    nextDue: new Date('2026-11-28T06:00:00Z'),
    quiet: { until: new Date('2026-11-28T06:00:00Z'), why: 'nightly load' },
  });
  expect(dataOf({ schedule: 'cron(0 5 * * ? *)' })).toEqual({
    schedule: 'cron(0 5 * * ? *)',
    nextDue: new Date('2026-11-28T05:00:00Z'),
    quiet: undefined,
  });
  expect(dataOf({}, LIMITS)).toEqual({ schedule: undefined, nextDue: undefined, quiet: undefined });
});
