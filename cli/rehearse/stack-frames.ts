/** Packages and classes of Flink in which state of a savepoint is read. */
const STATE = [
  /^org\.apache\.flink\.runtime\.state\.(?!KeyGroupRangeAssignment)/,
  /^org\.apache\.flink\.contrib\.streaming\.state\.(?!EmbeddedRocksDBStateBackend)/,
  /^org\.apache\.flink\.state\./,
  /^org\.apache\.flink\.runtime\.checkpoint\.(?:Checkpoints\.load|metadata\.)/,
  /^org\.apache\.flink\.runtime\.operators\.coordination\.OperatorCoordinatorHolder\.resetToCheckpoint/,
  /^org\.apache\.flink\.runtime\.source\.coordinator\.SourceCoordinator\.(?:deserializeCheckpoint|resetToCheckpoint)/,
  /^org\.apache\.flink\.streaming\.api\.operators\.(?:util\.SimpleVersionedListState|InternalTimersSnapshotReader|InternalTimeServiceManagerImpl\.restore)/,
];

/** Methods in those packages that write state: what fails there is new, and was not in the savepoint. */
const WRITES =
  /\.(?:add|addAll|update|updateInternal|put|putAll|serialize\w*|snapshot\w*|write\w*)$|Snapshot(?:Strategy|AsyncWriter)/;

/** Methods that any class may have, and that read a value: whoever calls them says whether it is state. */
const READS_A_VALUE = /\.(?:deserialize|read|readObject|readSnapshot|restoreSerializer|resolveSchemaCompatibility)$/;

/** Code that is neither of the job nor of a connector. */
const NEITHER =
  /^(?:java|javax|jdk|sun|com\.sun|scala|org\.rocksdb|com\.esotericsoftware|com\.twitter\.chill|org\.objenesis|org\.apache\.avro|com\.google\.protobuf)\.|^org\.apache\.flink\.(?!connector\.|streaming\.connectors\.|cdc\.)/;

/**
 * True if a failure comes from reading state. Flink makes sinks and their clients while it hands out the state, so a
 * frame of Flink's state says nothing when code of the job, or of a connector, is nearer to the root cause.
 */
export function readsState(stackTrace: string): boolean {
  for (const frame of framesFromRoot(stackTrace)) {
    const isState = STATE.some((place) => place.test(frame));
    if (isState && !WRITES.test(frame)) return true;
    if (!isState && !NEITHER.test(frame) && !READS_A_VALUE.test(frame)) return false;
  }
  return false;
}

/** `package.Class.method` of each frame, the nearest to the root cause first. */
function framesFromRoot(stackTrace: string): string[] {
  return stackTrace
    .split(/^Caused by: /m)
    .reverse()
    .flatMap((section) => {
      const [own = ''] = section.split(/^\s+Suppressed: /m);
      return [...own.matchAll(/^\s*at (?:[^\s/(]+\/+)*([\w.$<>]+)\(/gm)].map(([, frame = '']) => frame);
    });
}
