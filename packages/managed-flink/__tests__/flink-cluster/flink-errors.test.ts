import {
  FlinkError,
  FlinkRequestError,
  FlinkSavepointError,
  FlinkUnreachableError,
  rootCause,
} from '../../src/flink-cluster/flink-errors';

const STACK = [
  'org.apache.flink.runtime.rest.handler.RestHandlerException: Could not execute application.',
  '\tat org.apache.flink.runtime.webmonitor.handlers.JarRunHandler.lambda$handleRequest$1(JarRunHandler.java:114)',
  'Caused by: java.util.concurrent.CompletionException: java.io.IOException: outer',
  '\tat java.base/java.lang.Thread.run(Thread.java:840)',
  'Caused by: java.io.IOException: The split is gone.',
  'It was here a moment ago.',
  '\tat kda.demo.UserReader.pollNext(UserReader.java:1)',
  '\t... 2 more',
].join('\n');

test('the root cause is the text after the last "Caused by", over all its lines', () => {
  expect(rootCause(STACK)).toBe('java.io.IOException: The split is gone.\nIt was here a moment ago.');
});

test.each([
  ['a message alone', 'Unable to load requested file /nowhere.', 'Unable to load requested file /nowhere.'],
  ['an exception without a cause', 'java.lang.Error: no\n\tat a.B.c(B.java:1)', 'java.lang.Error: no'],
  ['a cause in the middle of a line', 'Error: it was Caused by: rain', 'Error: it was Caused by: rain'],
  ['nothing', '', ''],
])('the root cause of %s', (_, text, cause) => {
  expect(rootCause(text)).toBe(cause);
});

test('errors are told apart by class, and carry what they are about', () => {
  const error = new FlinkRequestError('POST /jars/x/run', 400, STACK);
  expect(error).toBeInstanceOf(FlinkError);
  expect(error).not.toBeInstanceOf(FlinkSavepointError);
  expect(error).toMatchObject({ name: 'FlinkRequestError', status: 400, request: 'POST /jars/x/run' });
  expect(error.message).toBe(`Flink answered POST /jars/x/run with 400: ${error.rootCause}`);
});

test('an unreachable cluster is named with the network’s reason, not "fetch failed"', () => {
  const cause = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:1') });
  expect(new FlinkUnreachableError('GET /jobs', 'http://localhost:1', cause).message).toBe(
    'No answer from Flink at http://localhost:1 to GET /jobs: connect ECONNREFUSED 127.0.0.1:1. Has the cluster ended?',
  );
});
