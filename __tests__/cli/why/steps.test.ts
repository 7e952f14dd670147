import type { RawLine } from '../../../cli/logs/log-line';
import { relevantLines } from '../../../cli/why/job-lines';
import { stepsOfLog, stepsOfRow } from '../../../cli/why/steps';
import { recordOf } from '../../lambda-src/fakes/facts';
import { flinkLine, managerLine } from '../logs/log-lines';

const START = Date.parse('2026-11-28T01:20:00Z');
const raw = (message: string, second = 0): RawLine => ({ at: new Date(START + second * 1000), message });
const says = (...lines: RawLine[]) => stepsOfLog(lines).map((step) => `${step.isTrouble ? '✖ ' : ''}${step.says}`);

test('the log of a run is told in sentences, and looks that found the same are one', () => {
  const lines = [
    raw(managerLine('run.started', { snapshot: 's' })),
    raw(managerLine('snapshot.created', { snapshot: 's' }), 1),
    raw(managerLine('snapshot.polled', { snapshot: 's', status: 'CREATING' }), 2),
    raw(managerLine('snapshot.polled', { snapshot: 's', status: 'CREATING' }), 3),
    raw(managerLine('snapshot.polled', { snapshot: 's', status: 'CREATING' }), 5),
    raw(managerLine('snapshot.polled', { snapshot: 's', status: 'FAILED' }), 6),
    raw(managerLine('run.ended', { outcome: 'failed', reason: 'snapshot-failed', runMs: 6543 }), 7),
  ];
  expect(says(...lines)).toEqual([
    'The run began, for snapshot s.',
    'The service accepted snapshot s.',
    's is CREATING. (3 times, the last one now)',
    's is FAILED.',
    'The run ended: failed (snapshot-failed), after 6.5 s.',
  ]);
  expect(stepsOfLog(lines)[2]?.at).toEqual(new Date(START + 5000));
});

test('errors are marked, an event of another version is shown by its name, and what Lambda wrote as it is', () => {
  expect(
    says(
      raw(managerLine('snapshot.create-error', { error: 'LimitExceededException: full' }, 'ERROR')),
      raw(managerLine('brand.new')),
      raw(managerLine('run.ended', { outcome: 'skipped' })),
      raw('2026-11-28T01:35:00Z e1 Task timed out after 900.00 seconds\n'),
    ),
  ).toEqual([
    '✖ The service did not accept the snapshot: LimitExceededException: full',
    'brand.new',
    'The run ended: skipped.',
    '✖ 2026-11-28T01:35:00Z e1 Task timed out after 900.00 seconds',
  ]);
});

test('without a log the audit row has the steps, in the order of time', () => {
  const after = (seconds: number) => new Date(START + seconds * 1000);
  const run = recordOf(new Date(START), {
    ...{ state: 'failed', reason: 'snapshot-failed', startedAt: after(1), endedAt: after(9), settledAt: after(99) },
    snapshot: { name: 's', createdAt: after(2) },
  });
  expect(stepsOfRow(run).map(({ at, says: text }) => [at.getTime() - START, text])).toEqual([
    [0, 'The event of the schedule.'],
    [1000, 'The run began.'],
    [2000, 'The service made snapshot s.'],
    [9000, 'The run ended: failed (snapshot-failed).'],
    [99_000, 'A later run found out what became of its snapshot.'],
  ]);
});

test('a run that died has its deadline as the last step', () => {
  const run = recordOf(new Date(START), {
    state: 'started',
    requestReason: 'before deploy',
    deadlineAt: new Date(START + 9),
  });
  expect(stepsOfRow(run).map(({ says: text, isTrouble }) => [text, isTrouble])).toEqual([
    ["A person's request: before deploy", false],
    ['The run began.', false],
    ['Lambda ended the run at the latest here; no end is recorded.', true],
  ]);
});

test('of the job’s log errors, warnings and failed checkpoints are shown; what repeats is one line', () => {
  const lines = relevantLines([
    raw(flinkLine('Amount of users: 1')),
    raw(flinkLine('Decline checkpoint 7 by task 1')),
    raw(flinkLine('Decline checkpoint 8 by task 1'), 60),
    raw(flinkLine('Slow', 'WARN')),
    raw(flinkLine('Broken', 'ERROR', 'java.lang.Error: boom')),
  ]);
  expect(lines.map(({ level, text, cause }) => [level, text, cause])).toEqual([
    ['INFO', 'Decline checkpoint 7 by task 1 (2 such lines)', undefined],
    ['WARN', 'Slow', undefined],
    ['ERROR', 'Broken', 'java.lang.Error: boom'],
  ]);
  const many = Array.from({ length: 30 }, (_, index) =>
    raw(flinkLine(`Error ${String.fromCharCode(65 + index)}`, 'ERROR')),
  );
  expect(relevantLines(many)).toHaveLength(20);
});
