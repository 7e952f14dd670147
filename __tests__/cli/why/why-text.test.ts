import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { adviceAbout } from '../../../cli/why/advice';
import { explain, type RunFacts } from '../../../cli/why/explanation';
import { firedAlarms } from '../../../cli/why/read-alarms';
import { whyText } from '../../../cli/why/why-text';
import { CONDITIONS, type Condition } from '../../../lambda-src/snapshot-manager/domain/conditions';
import { recordOf } from '../../lambda-src/fakes/facts';
import { managerLine } from '../logs/log-lines';

const NOW = new Date('2026-11-28T03:00:00Z');
const at = (clock: string) => new Date(`2026-11-28T${clock}Z`);
const bad = (clock: string) =>
  recordOf(at(clock), {
    ...{ state: 'failed', reason: 'snapshot-failed', conditionSince: at('01:20:00'), message: `FAILED at ${clock}.` },
    told: { condition: 'snapshots-failing', at: at('01:20:30') },
  });
const RUNS = [bad('01:30:00'), bad('01:20:00'), recordOf(at('01:10:00'), { state: 'taken', reason: 'ready' })];
const FACTS: RunFacts = {
  ...{ run: RUNS[0] ?? bad('01:30:00'), runs: RUNS, now: NOW, objectiveSeconds: 1200 },
  managerLines: [{ at: at('01:30:01'), message: managerLine('run.started', { snapshot: 's' }) }],
  jobLog: { group: '/job', lines: [{ at: at('01:30:02'), level: 'WARN', text: 'Declined', cause: 'disk full' }] },
  goodSnapshots: [{ name: 'good', createdAt: at('01:10:02'), isGone: false }],
  mailAddresses: ['ops@example.com'],
  alarms: [{ name: 'prod/orders/snapshots-failed', at: at('01:21:00') }],
  actions: [{ at: at('01:29:30'), outcome: 'stopped', who: 'ada', message: 'orders is READY.' }],
};
const linesOf = (facts: Partial<RunFacts> = {}, unread: readonly string[] = []) =>
  whyText(explain({ ...FACTS, ...facts }), unread).split('\n');

test('a run is explained from its beginning to the command that comes next', () => {
  const time = (clock: string) =>
    at(clock)
      .toLocaleString('en-GB', {
        day: '2-digit',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
      })
      .replace(',', '');
  expect(linesOf().slice(1)).toEqual([
    'FAILED at 01:30:00.',
    `Run 2 of 2 in a row that did not go well, since ${time('01:20:00')}; it is not over.`,
    '',
    'What happened',
    `  ${time('01:29:30')}   stopped by ada: orders is READY.`,
    `  ${time('01:30:01')}   The run began, for snapshot s.`,
    '',
    'What the job logged meanwhile (/job)',
    `  ${time('01:30:02')}  job      WARN   Declined`,
    '                                   caused by disk full',
    '',
    'Who was told',
    `  mail ${time('01:20:30')} to ops@example.com: snapshots-failing`,
    `  alarm ${time('01:21:00')} prod/orders/snapshots-failed`,
    '',
    'Good snapshots around it',
    `  before  good, ${time('01:10:02')}`,
    '  after   none yet',
    '  gap     110 min; the objective is 20 min, so it was missed',
    '',
    'What to do',
    '  Check the log of the application for failed checkpoints: their cause makes snapshots fail too. The next scheduled run tries again.',
    '  → kda logs orders --from 2026-11-28T01:25Z',
  ]);
});

test('trouble that is over needs no action now', () => {
  const good = recordOf(at('01:40:00'), { state: 'taken', reason: 'ready' });
  const lines = linesOf({ runs: [good, ...RUNS] });
  expect(lines.slice(lines.indexOf('What to do'), -1)).toEqual([
    'What to do',
    '  It is over: no action is needed now. If it comes back:',
    expect.stringMatching(/^ {2}Check the log of the application for failed checkpoints/),
  ]);
});

test('what could not be read is said, and the rest is shown', () => {
  const lines = linesOf({ managerLines: undefined, jobLog: undefined, alarms: undefined, goodSnapshots: [] }, [
    'The alarms: denied.',
  ]);
  expect(lines).toContain('What happened (by the audit table; the manager’s log has no line of it)');
  expect(lines).toContain('  alarms: not known');
  expect(lines).toContain('  before  none');
  expect(lines.slice(-2)).toEqual(['Not read', '  The alarms: denied.']);
  expect(lines.filter((line) => line.startsWith('What the job logged'))).toEqual([]);
});

test('a run that goes on, one that died, and one of another version are told apart', () => {
  const started = (deadline: string) => recordOf(at('02:55:00'), { state: 'started', deadlineAt: at(deadline) });
  const says = (run: RunFacts['run']) => {
    const { says: sentence, advice } = explain({ ...FACTS, run, runs: [run] });
    return [sentence, advice.command];
  };
  expect(says(started('03:05:00'))).toEqual(['The run has not ended yet.', 'kda why orders']);
  expect(says(started('02:59:00'))).toEqual([
    'The run died: no end is recorded.',
    'kda logs orders --from 2026-11-28T02:50Z',
  ]);
  expect(says(recordOf(at('02:55:00'), { state: 'failed' }))).toEqual([
    'The reason is one that this version does not know.',
    'kda audit orders',
  ]);
});

test.each(Object.keys(CONDITIONS) as Condition[])('%s has a next command', (condition) => {
  expect(adviceAbout(RUNS[0] ?? bad('01:30:00'), condition).command).toMatch(
    /^kda (logs|audit|snapshots|start|retention|doctor)\b/,
  );
});

test('alarms are those of the application and of the deployment, not those of others, nor what ended', async () => {
  const item = (AlarmName: string, HistorySummary: string, clock = '01:21:00') => ({
    AlarmName,
    HistorySummary,
    Timestamp: at(clock),
  });
  const pages = [
    {
      NextToken: 'more',
      AlarmHistoryItems: [
        item('prod/orders/snapshots-failed', 'Alarm updated from OK to ALARM', '01:22:00'),
        item('prod/orders/snapshots-failed', 'Alarm updated from ALARM to OK'),
        item('prod/payments/snapshots-failed', 'Alarm updated from OK to ALARM'),
        item('other/orders/snapshots-failed', 'Alarm updated from OK to ALARM'),
      ],
    },
    {
      AlarmHistoryItems: [
        item('prod/manager-silent', 'Alarm updated from INSUFFICIENT_DATA to ALARM'),
        item('prod/orders/old', 'Alarm updated from OK to ALARM', '00:21:00'),
      ],
    },
  ];
  const client = { send: async () => pages.shift() } as unknown as CloudWatchClient;
  const range = { prefix: 'prod/', application: 'orders', from: at('01:20:00'), to: at('02:00:00') };
  expect(await firedAlarms(client, range, ['orders', 'payments'])).toEqual([
    { name: 'prod/manager-silent', at: at('01:21:00') },
    { name: 'prod/orders/snapshots-failed', at: at('01:22:00') },
  ]);
});
