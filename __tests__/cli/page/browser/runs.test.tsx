import { renderToString } from 'preact-render-to-string';
import type { LogsDocument, QueryRows } from '../../../../cli/page/api/logs';
import type { HistoryDocument } from '../../../../cli/page/api/runs';
import { History, HistoryRows } from '../../../../cli/page/browser/runs/history';
import { LogLines } from '../../../../cli/page/browser/runs/logs';
import {
  deletionsText,
  messageText,
  type Row,
  signOf,
  snapshotText,
  tookText,
} from '../../../../cli/page/browser/runs/run-words';
import { RunsScreen } from '../../../../cli/page/browser/runs/runs-screen';
import { QueryTable } from '../../../../cli/page/browser/runs/saved-queries';
import { PlaceContext } from '../../../../cli/page/browser/shell/place-context';

const PLACE = {
  ...{ environment: 'demo', deployment: 'demo', region: 'eu-west-1', version: '1', commandOptions: '', isLocal: true },
  timeZone: 'Europe/Berlin',
};
const at = (clock: string) => `2026-11-28T${clock}:00Z`;
const READ = { application: 'orders', at: at('03:02'), from: at('00:00'), to: at('03:02'), readAt: at('03:02') };

const TAKEN: Row = {
  ...{ writtenBy: 'manager', runId: 1, time: at('02:50'), outcome: 'taken', reason: 'ready' },
  ...{ snapshotName: 'demo.1', snapshotDurationMs: 2150, deleted: ['demo.0'], failedToDelete: [] },
};
const FAILED: Row = {
  ...{ writtenBy: 'manager', runId: 2, time: at('03:00'), outcome: 'failed', deleted: [], failedToDelete: ['demo.0'] },
  message: 'declined at 2026-11-28T02:59:00Z',
};
const RESTORED: Row = {
  ...{ writtenBy: 'kda', runId: null, time: at('03:01'), outcome: 'restored', deleted: [], failedToDelete: [] },
  ...{ who: 'ada', requestReason: 'bad counts', restoredFrom: 'demo.0', rtoSeconds: 41, verdict: 'proven' },
};

const EMPTY: HistoryDocument = {
  ...{ ...READ, rows: [], gaps: [] },
  strip: { from: at('00:00'), to: at('03:02'), intervalSeconds: 600, text: '', legend: [] },
};

function textOf(children: preact.ComponentChild): string {
  return renderToString(<PlaceContext.Provider value={PLACE}>{children}</PlaceContext.Provider>)
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

test('each row has its time, outcome, snapshot, duration, deletions and message', () => {
  const found: HistoryDocument = {
    ...{ ...READ, rows: [RESTORED, FAILED, TAKEN] },
    strip: {
      ...{ from: at('00:00'), to: at('03:02'), intervalSeconds: 600, text: '==X' },
      legend: [{ character: 'X', word: 'failed or abandoned' }],
    },
    gaps: [{ from: at('02:00'), to: at('02:50'), seconds: 3000, outcomes: { failed: 5 } }],
  };
  const text = textOf(<HistoryRows found={found} />);
  expect(text).toContain('04:01 ✔ restored demo.0 41 s by ada: bad counts · proven');
  expect(text).toContain('04:00 ✖ failed 1 not deleted declined at 03:59');
  expect(text).toContain('03:50 ✔ taken demo.1 2.1 s 1 deleted ready');
  expect(text).toContain('✖ 03:00 to 03:50: 50 min without a new snapshot');
});

test('the runs say when they were read', () => {
  const readAt = new Date(Date.now() - 90_500).toISOString();
  const loaded = { document: { ...EMPTY, readAt }, problem: undefined };
  expect(textOf(<History application="orders" loaded={loaded} />)).toMatch(/Runs of orders read 9\d s ago/);
});

test('an audit without rows says so', () => {
  expect(textOf(<HistoryRows found={EMPTY} />)).toContain('The audit has no row of this time.');
});

test('an outcome has the sign of what it means', () => {
  const outcomes = ['taken', 'failed', 'abandoned', 'late', 'skipped', 'held', 'restored'];
  expect(outcomes.map((outcome) => signOf({ outcome }))).toEqual([
    ...['safe', 'unsafe', 'unsafe', 'unknown', 'on-purpose', 'on-purpose', 'safe'],
  ]);
});

test('a drill or restore has the sign of its verdict: one that proved nothing is not green', () => {
  const verdicts = ['proven', 'not-proven', 'started-not-proven', 'refused', 'given-up'];
  const signsOf = (outcome: string) => verdicts.map((verdict) => signOf({ outcome, verdict }));
  expect(signsOf('drilled')).toEqual(['safe', 'unsafe', 'unknown', 'on-purpose', 'on-purpose']);
  expect(signsOf('restored').toSpliced(3, 1)).toEqual(['safe', 'unsafe', 'unknown', 'unknown']);
  expect(signOf({ outcome: 'drilled' })).toBe('on-purpose');
});

test('the outcome of a drill says how it ended', () => {
  const drill: Row = { ...RESTORED, writtenBy: 'manager', outcome: 'drilled', verdict: 'refused', who: 'ada' };
  const text = textOf(<HistoryRows found={{ ...EMPTY, rows: [{ ...drill, restoredFrom: undefined }] }} />);
  expect(text).toContain('04:01 – drill refused 41 s by ada: bad counts');
  expect(text).not.toContain('drilled');
});

test('figures of a row that it does not have are empty', () => {
  expect([
    tookText(FAILED),
    snapshotText(FAILED),
    deletionsText(RESTORED),
    messageText({ ...TAKEN, reason: undefined }),
  ]).toEqual([...['', '', '', '']]);
  expect(tookText({ ...TAKEN, snapshotDurationMs: 90_000 })).toBe('90 s');
});

test('lines of a log are shown with their cause, and a log that could not be read with the reason', () => {
  const found: LogsDocument = {
    ...{ application: 'orders', query: 'errors', from: at('02:00'), to: at('03:00') },
    logs: [
      { of: 'application', logGroup: 'a', by: 'insights', isCut: true, problem: null },
      { of: 'manager', logGroup: null, by: null, isCut: false, problem: 'there is none' },
    ],
    lines: [{ of: 'application', at: at('02:10'), level: 'ERROR', text: 'failed', cause: 'dedupe' }],
  };
  const text = textOf(<LogLines found={found} />);
  expect(text).toContain('1 line of the query errors from 03:00 to 04:00, oldest first; the log has more');
  const short = { ...found, to: at('02:01') };
  expect(textOf(<LogLines found={short} />)).toContain('from 03:00:00 to 03:01:00, oldest first');
  const marked = renderToString(<LogLines found={found} marked={at('02:10')} />);
  expect([...marked.matchAll(/data-marked="(\w+)"/g)].map(([, is]) => is)).toEqual(['true']);
  // Of the place's zone, as all other times, whatever zone the browser is in.
  expect(text).toContain('03:10:00 failed ← dedupe');
  expect(text).toContain('Log of the manager: there is none');
});

test('rows of a saved query are a table, with times of the reader and empty cells where a line has no field', () => {
  const found: QueryRows = {
    query: { id: '1', name: 'errors', query: 'fields @timestamp', logGroups: ['a'] },
    ...{ from: at('02:00'), to: at('03:00'), columns: ['@timestamp', 'message'], isCut: false, scannedBytes: 1 },
    rows: [
      [at('02:10'), 'failed'],
      [at('02:20'), null],
    ],
  };
  expect(textOf(<QueryTable found={found} />)).toContain(
    'errors: 2 rows since 03:00 @timestamp message 03:10 failed 03:20',
  );
});

test('the screen waits for the applications', () => {
  expect(textOf(<RunsScreen status={undefined} wanted={undefined} />)).toContain('Reading the applications');
});
