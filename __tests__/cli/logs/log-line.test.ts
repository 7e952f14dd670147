import { readLogLine, rootCause } from '../../../cli/logs/log-line';
import { lineText } from '../../../cli/logs/log-text';
import { flinkLine, managerLine } from './log-lines';

const AT = new Date('2026-11-28T01:20:03Z');
const TRACE = [
  'org.apache.flink.runtime.checkpoint.CheckpointException: Checkpoint was declined.',
  '\tat org.apache.flink.runtime.Task.run(Task.java:1)',
  'Caused by: java.lang.RuntimeException: wrapped',
  '\tat kda.demo.Dedupe.snapshotState(Dedupe.java:42)',
  'Caused by: java.io.IOException: disk full',
  '\t... 12 more',
].join('\n');

test('a line of an application has its level, its message and the innermost cause of its exception', () => {
  expect(readLogLine({ at: AT, message: flinkLine('Failed to trigger checkpoint 7', 'WARN', TRACE) })).toEqual({
    at: AT,
    level: 'WARN',
    text: 'Failed to trigger checkpoint 7',
    cause: 'java.io.IOException: disk full',
  });
});

test('a stack trace as a list of lines is read alike, and one without causes is its own first line', () => {
  expect(rootCause(TRACE.split('\n'))).toBe('java.io.IOException: disk full');
  expect(rootCause('java.lang.Error: x\n\tat y')).toBe('java.lang.Error: x');
  expect([rootCause(undefined), rootCause(''), rootCause([])]).toEqual([undefined, undefined, undefined]);
});

test('a line of the snapshot manager names the event, the application and the error', () => {
  const error = 'SnapshotApiError: The snapshot could not be created.';
  const message = managerLine('snapshot.create-error', { application: 'orders', error }, 'ERROR');
  expect(readLogLine({ at: AT, message })).toEqual({
    at: AT,
    level: 'ERROR',
    text: `snapshot.create-error of orders: ${error}`,
    cause: undefined,
  });
});

test.each(['plain text', '{"cut": "in the mid', '2026 Task timed out after 900 seconds'])(
  '%s stays as it is',
  (message) => {
    expect(readLogLine({ at: AT, message })).toEqual({ at: AT, level: undefined, text: message, cause: undefined });
  },
);

test('a long line is cut, and line ends become blanks', () => {
  const { text } = readLogLine({ at: AT, message: flinkLine(`one\n  two ${'x'.repeat(600)}`) });
  expect([text.length, text.startsWith('one two xxx'), text.endsWith('x…')]).toEqual([500, true, true]);
});

test('a line for people has its local time, whose it is, and its cause unless its text has it', () => {
  const line = { at: new Date(2026, 10, 28, 3, 2, 11), level: 'ERROR', text: 'It failed', cause: 'disk full' };
  expect(lineText(line, 'job')).toBe(
    '28 Nov 03:02:11  job      ERROR  It failed\n                                 caused by disk full',
  );
  expect(lineText({ ...line, text: 'It failed: disk full' }, 'job')).toBe(
    '28 Nov 03:02:11  job      ERROR  It failed: disk full',
  );
});
