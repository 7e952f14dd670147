import { oneLine, stateCause } from '../../../cli/rehearse/causes';

const failure = (cause: string, stackTrace = '', task: string | null = 'sums -> sink (1/2) - execution #0') =>
  ({ at: 'run', cause, stackTrace, task }) as const;

test('a class that the state needs and the code lacks is named', () => {
  const found = stateCause(
    failure(
      'java.io.IOException: Could not read',
      'at org.apache.flink.streaming.api.operators.StreamTaskStateInitializerImpl.keyedStatedBackend(X.java)\nCaused by: java.lang.ClassNotFoundException: shop.OrderTotal',
    ),
  );
  expect(found).toMatchObject({
    kind: 'removed-class',
    sentence: 'The state of task "sums -> sink" is of class shop.OrderTotal, which the new code does not have.',
  });
});

test('a class that is missing elsewhere says nothing about the state', () => {
  expect(
    stateCause(failure('java.lang.ClassNotFoundException: shop.Sink', 'at shop.Job.open(Job.java:1)')),
  ).toBeUndefined();
});

test('a source without an answer says nothing about the state', () => {
  expect(stateCause(failure('java.net.ConnectException: Connection refused', 'at shop.Source.start'))).toBeUndefined();
});

test('state that can’t be read for another reason is told in Flink’s words', () => {
  const found = stateCause(failure('java.io.EOFException: null', 'at x.HeapRestoreOperation.restore(Y.java)', null));
  expect(found).toMatchObject({ kind: 'unreadable-state', sentence: "Flink can't read the state: null." });
});

test('an operator without its state is named by the id that Flink says', () => {
  expect(
    stateCause(
      failure(
        'java.lang.IllegalStateException: Failed. Cannot map checkpoint/savepoint state for operator 6b77 to the new program',
      ),
    ),
  ).toMatchObject({ kind: 'uid', operatorId: '6b77' });
});

test.each([
  ['java.lang.IllegalStateException: No answer\n  from it.', 'No answer from it.'],
  ['No class, no stop', 'No class, no stop.'],
])('%j as part of a sentence', (cause, line) => {
  expect(oneLine(cause)).toBe(line);
});
