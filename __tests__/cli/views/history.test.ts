import { type AuditRow, newestFirst } from '../../../cli/audit-rows';
import { parseHistory } from '../../../cli/commands/history';
import { shortTime } from '../../../cli/times';
import { detailsOf, type History, showHistory, shownRows } from '../../../cli/views/history';
import { gapsOf } from '../../../cli/views/history-gaps';
import { stripOf } from '../../../cli/views/history-strip';
import { HISTORY_WORDS, wordOf } from '../../../cli/views/history-words';
import { UsageError } from '../../../tools/command';
import { ago, NOW } from './facts-of-a-test';

/** Row of some minutes ago. */
function row(minutes: number, outcome: string, more: Partial<AuditRow> = {}): AuditRow {
  const time = ago(minutes);
  return { writtenBy: 'manager', runId: time.getTime(), time, outcome, deleted: [], failedToDelete: [], ...more };
}

const RESTORED = row(30, 'restored', {
  ...{ writtenBy: 'kda', restoredFrom: 'demo.1', rpoSeconds: 720, rtoSeconds: 41, verdict: 'proven', who: 'ada' },
  ...{ requestReason: 'corrupt', message: 'orders runs from demo.1, proven.' },
});

function historyOf(rows: readonly AuditRow[], more: Partial<History> = {}): History {
  return {
    ...{
      application: 'orders',
      now: NOW,
      from: ago(240),
      to: NOW,
      rows,
      isWhole: false,
      last: undefined,
      outcomes: [],
    },
    ...{ scheduleMinutes: 10, isScheduled: true, objectiveMinutes: 30 },
    ...more,
  };
}

test('the words are those that scripts rely on', () => {
  expect(HISTORY_WORDS.join(', ')).toBe(
    'taken, skipped, late, failed, abandoned, restored, started, stopped, rolled-back, deployed, held, released, frozen, thawed, suspect, trusted, drilled',
  );
});

test('rows of one second stand by their time, whatever their run ids', () => {
  const [held, suspect] = [row(5, 'held', { runId: 9 }), row(4, 'suspect', { runId: 8 })];
  expect(shownRows(historyOf([held, suspect])).map(({ outcome }) => outcome)).toEqual(['suspect', 'held']);
  const odd = row(3, 'taken', { time: new Date(Number.NaN), runId: NOW.getTime() });
  expect(newestFirst([held, odd])).toEqual([odd, held]);
});

test.each([
  ['manager', 'taken', 1, 'taken'],
  ['manager', 'started', 1, 'running'],
  ['manager', 'started', 30, 'abandoned'],
  ['kda', 'started', 30, 'started'],
  ['unknown', 'postponed', 30, 'postponed'],
] as const)('the word for a row of %s that is %s since %s minutes is %s', (writtenBy, outcome, minutes, word) => {
  expect(wordOf(row(minutes, outcome, { writtenBy }), NOW)).toBe(word);
});

test('a restore shows RPO, RTO, verdict, and who did it why', () => {
  expect(detailsOf(RESTORED)).toBe('RPO 12 min, RTO 41 s, proven, by ada, "corrupt"');
});

test('a deployment shows version and commit of the code before it', () => {
  const commit = '0123456789abcdef0123456789abcdef01234567';
  expect(detailsOf(row(1, 'deployed', { writtenBy: 'kda', who: 'ci', codeVersion: 6, commit }))).toBe(
    'by ci, code version 6, commit 0123456789ab',
  );
});

test('a run shows its reason, duration and deletions', () => {
  const run = row(1, 'taken', {
    reason: 'ready',
    snapshotDurationMs: 2345,
    deleted: ['a', 'b'],
    failedToDelete: ['c'],
  });
  expect(detailsOf(run)).toBe('ready, 2.3 s, 2 deleted, 1 not deleted');
});

test('the rows are those of the period; with a number the newest, however old; of some words only these', () => {
  const rows = [row(5, 'taken'), RESTORED, row(200, 'failed'), row(300, 'taken')];
  const outcomesOf = (more: Partial<History>) => shownRows(historyOf(rows, more)).map(({ outcome }) => outcome);
  expect(outcomesOf({})).toEqual(['taken', 'restored', 'failed']);
  expect(outcomesOf({ last: 4 })).toEqual(['taken', 'restored', 'failed', 'taken']);
  expect(outcomesOf({ last: 1 })).toEqual(['taken']);
  expect(outcomesOf({ outcomes: ['failed', 'restored'] })).toEqual(['restored', 'failed']);
});

test('a message is on a line of its own, where the columns do not say all of it', () => {
  const taken = row(5, 'taken', { reason: 'ready', message: 'Snapshot demo.5 is READY.' });
  const left = { ...taken, failedToDelete: ['demo.1'], message: 'demo.1 was not deleted: it is in use.' };
  expect(showHistory(historyOf([left], { last: 1 })).text).toContain('\n    demo.1 was not deleted: it is in use.\n');
  const { text } = showHistory(historyOf([taken, RESTORED], { last: 2 }));
  expect(text?.split('\n').slice(1, 5)).toEqual([
    expect.stringMatching(/ taken +- +ready$/),
    expect.stringMatching(/ restored +demo\.1 +RPO 12 min, RTO 41 s, proven, by ada, "corrupt"$/),
    '    orders runs from demo.1, proven.',
    '',
  ]);
});

test('a drill says how it ended, and its row keeps the word that scripts know', () => {
  const verdicts = ['proven', 'not-proven', 'started-not-proven', 'refused', 'given-up', undefined];
  const rows = verdicts.map((verdict, index) => row(index + 1, 'drilled', verdict === undefined ? {} : { verdict }));
  const { text, document } = showHistory(historyOf(rows, { outcomes: ['drilled'] }));
  expect(text?.split('\n').slice(1, 7)).toEqual(
    ['proven', 'failed', 'not judged', 'refused', 'gave way', 'without proof'].map((end) =>
      expect.stringMatching(new RegExp(` drill ${end} +- `)),
    ),
  );
  expect(document).toMatchObject({ rows: verdicts.map(() => ({ outcome: 'drilled' })) });
});

describe('the strip', () => {
  const strip = (rows: readonly AuditRow[], minutes = 60, scheduleMinutes = 10) =>
    stripOf(rows, { from: ago(minutes), to: NOW, now: NOW, scheduleMinutes });

  test('has a character for each interval, oldest first, and no character where nothing was recorded', () => {
    const rows = [row(55, 'taken'), row(45, 'failed'), row(44, 'skipped'), row(25, 'late'), row(15, 'taken')];
    expect(strip([...rows, row(14, 'stopped'), row(5, 'restored')])).toMatchObject({
      intervalSeconds: 600,
      text: '=X.lSR',
      legend: [
        { character: 'R', word: 'restored or started' },
        { character: 'S', word: 'stopped' },
        { character: 'X', word: 'failed or abandoned' },
        { character: 'l', word: 'late' },
        { character: '=', word: 'taken' },
        { character: '.', word: 'nothing' },
      ],
    });
  });

  test('has a character for a drill, below what a run did', () => {
    const rows = [row(55, 'drilled'), row(45, 'taken'), row(44, 'drilled')];
    expect(strip(rows).text).toBe('d=....');
  });

  test.each([
    [24 * 60, 10, 1200, 72],
    [24 * 60, 60, 3600, 24],
    [60, 10, 600, 6],
    [7 * 24 * 60, 10, 10_800, 56],
  ])('of %s minutes, every %s minutes a run, has intervals of %s s', (minutes, every, seconds, length) => {
    const { intervalSeconds, text } = strip([], minutes, every);
    expect({ intervalSeconds, length: text.length }).toEqual({ intervalSeconds: seconds, length });
  });
});

describe('the gaps', () => {
  const PERIOD = { from: ago(240), to: NOW, now: NOW, objectiveMinutes: 30, isBeginning: false };
  const every10 = (first: number, last: number) =>
    Array.from({ length: (first - last) / 10 + 1 }, (_, index) => row(first - 10 * index, 'taken'));

  test('are the times without a new snapshot beyond the objective, with what happened in them', () => {
    const rows = [...every10(235, 115), row(105, 'failed'), row(95, 'failed'), row(85, 'skipped'), ...every10(35, 5)];
    expect(gapsOf(rows, PERIOD)).toEqual([
      { from: ago(115), to: ago(35), seconds: 4800, outcomes: { failed: 2, skipped: 1 } },
    ]);
  });

  test('none while every snapshot came in time', () => {
    expect(gapsOf(every10(235, 5), PERIOD)).toEqual([]);
  });

  test('reach to the end of the period, and from its begin', () => {
    expect(gapsOf(every10(145, 105), PERIOD)).toEqual([
      { from: ago(240), to: ago(145), seconds: 5700, outcomes: {} },
      { from: ago(105), to: NOW, seconds: 6300, outcomes: {} },
    ]);
  });

  test('a new deployment has none before its first run', () => {
    expect(gapsOf(every10(45, 5), { ...PERIOD, isBeginning: true })).toEqual([]);
    expect(gapsOf([], { ...PERIOD, isBeginning: true })).toEqual([]);
  });

  test('a late snapshot that became READY ends one', () => {
    const late = row(100, 'late', { snapshotStatus: 'READY' });
    const rows = [...every10(235, 125), late, ...every10(75, 5)];
    expect(gapsOf(rows, PERIOD)).toEqual([]);
    expect(
      gapsOf(
        rows.map((each) => (each === late ? row(100, 'late') : each)),
        PERIOD,
      ),
    ).toHaveLength(1);
  });
});

test('the text has rows, strip, its characters in words, and a sentence for each gap', () => {
  const lines = showHistory(historyOf([row(5, 'taken', { snapshotName: 'demo.2' }), RESTORED])).text?.split('\n') ?? [];
  expect(lines[2]).toMatch(/restored +demo\.1 +RPO 12 min, RTO 41 s, proven, by ada, "corrupt"$/);
  expect(lines[3]).toBe('    orders runs from demo.1, proven.');
  expect(lines.at(-3)).toMatch(/ \.+R\.=? /);
  expect(lines.at(-2)).toMatch(/^One character is 10 min: R restored or started, = taken, \. nothing\.$/);
  expect(lines.at(-1)).toMatch(/^Gap: no new snapshot from .+ \(3 h 55 min\): 1 restored\.$/);
});

test('no gap is said of the time since the first row alone, and nothing of a time without any', () => {
  const lastLine = (rows: readonly AuditRow[], isWhole: boolean) =>
    showHistory(historyOf(rows, { isWhole })).text?.split('\n').at(-1);
  const rows = [row(5, 'taken'), row(15, 'taken')];
  expect(lastLine(rows, true)).toBe(
    `No gap since ${shortTime(ago(15), NOW)}: no time longer than 30 min without a new snapshot.`,
  );
  expect(lastLine(rows, false)).toMatch(/^Gap: no new snapshot from /);
  expect(lastLine([], true)).toBe('No run has been recorded yet.');
});

test('a deployment without a schedule has no gaps', () => {
  const { document, text } = showHistory(historyOf([], { isScheduled: false, outcomes: ['drilled'] }));
  expect(document).toMatchObject({ gaps: [], rows: [] });
  expect(text).toMatch(/^The audit has no such row of orders \(drilled\)\./);
  expect(text).toMatch(/Nothing is scheduled: snapshots are taken on request only\.$/);
});

test('the arguments: times, a number, words', () => {
  const { request } = parseHistory(['orders', '--from', '-2h', '--last', '5', '--outcome', 'failed,late'], NOW);
  expect(request).toEqual({
    ...{ application: 'orders', from: ago(120), to: undefined, last: 5, outcomes: ['failed', 'late'] },
  });
  expect(parseHistory(['orders', '--outcome', 'held', '--outcome', 'released'], NOW).request.outcomes).toEqual([
    'held',
    'released',
  ]);
});

test.each([
  [[], 'The name of the application is missing.'],
  [['orders', '--last', '0'], '--last is 0, expected a whole number from 1 to 10000.'],
  [['orders', '--from', 'noon'], '--from: "noon" is not a time.'],
  [['orders', '--from', '-1h', '--to', '-2h'], '--from (2026-11-28T02:02:00.000Z) must be before --to'],
  [
    ['orders', '--outcome', 'restord'],
    '--outcome is "restord". Nearest: restored. Allowed: taken, skipped, late, failed, abandoned, restored, started,',
  ],
])('%j is refused', (argv, message) => {
  expect(() => parseHistory(argv, NOW)).toThrow(UsageError);
  expect(() => parseHistory(argv, NOW)).toThrow(message);
});

test('a gap does not count quiet hours, and says so', () => {
  const clock = (minutes: number) => ago(minutes).toISOString().slice(11, 16);
  const quietHours = { from: clock(200), until: clock(60), why: 'nightly load' };
  const rows = [row(220, 'taken')];
  const { text } = showHistory(historyOf(rows, { quietHours }));
  expect(text).toMatch(/Gap: no new snapshot from .* \(80 min without quiet hours and drills\): nothing recorded\./);
  expect(
    showHistory(historyOf([...rows, row(55, 'taken'), row(29, 'taken')].toReversed(), { quietHours })).document,
  ).toMatchObject({
    gaps: [],
  });
});

test('runs that made room for a drill are no gap', () => {
  const during = [150, 140, 130, 120].map((minutes) => row(minutes, 'skipped', { reason: 'drill-under-way' }));
  const taken = [230, 210, 190, 170, 155, 115, 90, 65, 40, 15].map((minutes) => row(minutes, 'taken'));
  expect(showHistory(historyOf(newestFirst([...during, ...taken]))).document).toMatchObject({ gaps: [] });
});
