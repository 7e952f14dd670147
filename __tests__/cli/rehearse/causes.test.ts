import { machineTrouble, oneLine, stateCause } from '../../../cli/rehearse/causes';

const failure = (cause: string, stackTrace = '', task: string | null = 'sums -> sink (1/2) - execution #0') =>
  ({ at: 'run', cause, stackTrace, task }) as const;

test('a class that the state needs and the code lacks is named', () => {
  const found = stateCause(
    failure(
      'java.io.IOException: Could not read',
      'at org.apache.flink.runtime.state.KeyedBackendSerializationProxy.read(X.java)\nCaused by: java.lang.ClassNotFoundException: shop.OrderTotal',
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

test('timers whose serializer changed are told as timers', () => {
  const cause =
    'org.apache.flink.util.StateMigrationException: The new priority queue serializer must not be incompatible.';
  expect(stateCause(failure(cause))?.sentence).toBe(
    'The serializer of the timers of task "sums -> sink" changed, and the new one can\'t read what the old one wrote. It is made of those of the key and of the namespace, which is the window for windows.',
  );
});

test('a source without an answer says nothing about the state', () => {
  expect(
    stateCause(failure('java.net.ConnectException: Connection refused', '\tat shop.Source.start(Source.java:1)')),
  ).toBeUndefined();
});

test('state that can’t be read for another reason is told in Flink’s words', () => {
  const found = stateCause(
    failure(
      'java.io.EOFException: null',
      '\tat org.apache.flink.runtime.state.heap.HeapRestoreOperation.restore(Y.java)',
      null,
    ),
  );
  expect(found).toMatchObject({ kind: 'unreadable-state', sentence: "Flink can't read the state: null." });
});

/** Kafka's sink where the names of the brokers can't be resolved: those of a VPC can't from outside. */
const KAFKA_SINK = `org.apache.kafka.common.KafkaException: Failed to construct kafka producer
\tat org.apache.kafka.clients.producer.KafkaProducer.<init>(KafkaProducer.java:465)
\tat org.apache.flink.connector.kafka.sink.FlinkKafkaInternalProducer.<init>(FlinkKafkaInternalProducer.java:55)
\tat org.apache.flink.connector.kafka.sink.KafkaWriter.<init>(KafkaWriter.java:182)
\tat org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperator.initializeState(SinkWriterOperator.java:151)
\tat org.apache.flink.streaming.api.operators.StreamOperatorStateHandler.initializeOperatorState(StreamOperatorStateHandler.java:147)
\tat org.apache.flink.streaming.runtime.tasks.StreamTask.restoreStateAndGates(StreamTask.java:858)
Caused by: org.apache.kafka.common.config.ConfigException: No resolvable bootstrap urls given in bootstrap.servers
\tat org.apache.kafka.clients.ClientUtils.parseAndValidateAddresses(ClientUtils.java:103)
\t... 24 more`;

/** As Flink's RocksDB fails at the first record that needs a value of a class that has one more field now. */
const KRYO_VALUE = `org.apache.flink.util.FlinkRuntimeException: Error while retrieving data from RocksDB.
\tat org.apache.flink.contrib.streaming.state.RocksDBValueState.value(RocksDBValueState.java:92)
\tat shop.Totals.processElement(Totals.java:28)
\tat org.apache.flink.streaming.api.operators.KeyedProcessOperator.processElement(KeyedProcessOperator.java:81)
Caused by: java.io.EOFException: No more bytes left.
\tat org.apache.flink.api.java.typeutils.runtime.NoFetchingInput.require(NoFetchingInput.java:79)
\tat com.esotericsoftware.kryo.Kryo.readClassAndObject(Kryo.java:761)
\tat org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer.deserialize(KryoSerializer.java:402)
\tat org.apache.flink.contrib.streaming.state.RocksDBValueState.value(RocksDBValueState.java:89)
\t... 15 more`;

const AT_RUN = 'org.apache.flink.streaming.runtime.tasks.StreamTask.restoreStateAndGates(StreamTask.java:858)';

test.each([
  ['a sink whose service has no address, made while Flink hands out the state', KAFKA_SINK],
  [
    'a function that throws in its initializeState',
    `java.lang.IllegalStateException: No answer\n\tat shop.Totals.initializeState(Totals.java:9)\n\tat org.apache.flink.streaming.api.operators.StreamOperatorStateHandler.initializeOperatorState(X.java:1)\n\tat ${AT_RUN}`,
  ],
  [
    'an enumerator that asks its service while it is restored',
    'java.net.ConnectException: Connection refused\n\tat shop.Enumerator.restore(E.java:1)\n\tat org.apache.flink.runtime.source.coordinator.SourceCoordinator.resetToCheckpoint(S.java:1)',
  ],
  [
    'a record that the source can’t read',
    'java.io.EOFException\n\tat shop.OrderSchema.deserialize(O.java:1)\n\tat org.apache.flink.connector.kafka.source.reader.KafkaRecordEmitter.emitRecord(K.java:1)',
  ],
  [
    'a value that can’t be written',
    'java.lang.NullPointerException\n\tat org.apache.flink.contrib.streaming.state.RocksDBValueState.update(R.java:1)\n\tat shop.Totals.processElement(T.java:1)',
  ],
])('%s is not about the state', (_, stackTrace) => {
  expect(stateCause(failure('an error', stackTrace))).toBeUndefined();
});

test.each([
  ['a value that Kryo can’t read', KRYO_VALUE],
  [
    'a serializer of the job that can’t read a value while RocksDB restores it',
    `java.io.EOFException\n\tat shop.TotalSerializer.deserialize(T.java:1)\n\tat org.apache.flink.contrib.streaming.state.restore.RocksDBFullRestoreOperation.restore(R.java:1)`,
  ],
  [
    'a source’s splits, which the connector itself can’t read any more',
    'java.io.IOException: Unknown version 7\n\tat org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumStateSerializer.deserialize(K.java:1)\n\tat org.apache.flink.runtime.source.coordinator.SourceCoordinator.deserializeCheckpoint(S.java:1)',
  ],
])('%s is about the state', (_, stackTrace) => {
  expect(stateCause(failure('an error', stackTrace))).toMatchObject({ kind: 'unreadable-state' });
});

const RESTORE = 'org.apache.flink.contrib.streaming.state.restore.RocksDBFullRestoreOperation.restore(R.java:165)';

test.each([
  ['java.io.IOException: No space left on device', 'the disk of this machine is full: No space left on device.'],
  [
    'java.lang.OutOfMemoryError: Java heap space',
    'the memory of the Flink on this machine is too small for it: Java heap space.',
  ],
  [
    'java.io.FileNotFoundException: /savepoint-1/5f3a (No such file or directory)',
    'a file of the savepoint is missing: /savepoint-1/5f3a (No such file or directory).',
  ],
])('%s is trouble of this machine, and says nothing about the state', (cause, sentence) => {
  const found = failure(cause, `${cause}\n\tat ${RESTORE}`);
  expect(stateCause(found)).toBeUndefined();
  expect(machineTrouble(found)?.sentence).toBe(sentence);
});

test('a file that the job itself misses is no file of the savepoint', () => {
  const cause = 'java.io.FileNotFoundException: /etc/shop.json (No such file or directory)';
  expect(machineTrouble(failure(cause, `${cause}\n\tat shop.Job.open(Job.java:1)`))).toBeUndefined();
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
