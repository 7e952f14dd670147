import type { TrialFailure } from '../../packages/managed-flink/src/flink-cluster/trial';
import { readsState } from './stack-frames';

/** Reason for which new code can't read state. */
export interface StateCause {
  readonly kind: 'uid' | 'serializer' | 'parallelism-limit' | 'removed-class' | 'unreadable-state';
  /** One sentence with its full stop. */
  readonly sentence: string;
  readonly remedy: string;
  /** Operator that Flink names by its id. */
  readonly operatorId?: string;
}

/** The cause of a failure, if it is about the state; undefined: it is about something else, such as a source. */
export function stateCause(failure: TrialFailure): StateCause | undefined {
  const { cause, stackTrace } = failure;
  const where = failure.task ? ` of task "${taskName(failure.task)}"` : '';
  const unmapped = /Cannot map checkpoint\/savepoint state for operator (\w+)/.exec(cause);
  if (unmapped?.[1]) {
    return {
      kind: 'uid',
      sentence: `The new code has no operator for the state of operator ${unmapped[1]}.`,
      remedy: 'Give the operator its old uid again, or accept the loss with --allow-non-restored-state.',
      operatorId: unmapped[1],
    };
  }
  const limit = /operator (\w+) with max parallelism (\d+) to new program with max parallelism (\d+)/.exec(cause);
  if (limit?.[1]) {
    return {
      kind: 'parallelism-limit',
      sentence: `The maximum parallelism changed from ${limit[2]} to ${limit[3]}, and Flink can't distribute the state anew.`,
      remedy: `Set the maximum parallelism to ${limit[2]} again: setMaxParallelism(${limit[2]}).`,
      operatorId: limit[1],
    };
  }
  if (/priority queue serializer must not be incompatible/.test(cause)) {
    return {
      kind: 'serializer',
      sentence: `The serializer of the timers${where} changed, and the new one can't read what the old one wrote. It is made of those of the key and of the namespace, which is the window for windows.`,
      remedy:
        'Keep the type of the key and the class of the windows; or give the operator another uid, and accept the loss with --allow-non-restored-state.',
    };
  }
  const types = /new (?:\w+ )*(?:type)?[sS]erializer \((\S+?)\).*old (?:\w+ )*(?:type)?[sS]erializer \((\S+?)\)/.exec(
    cause,
  );
  if (types || /StateMigrationException|[sS]erializer.*(?:must not be in|must be )compatible/.test(cause)) {
    const change = types ? ` from ${shortName(types[2])} to ${shortName(types[1])}` : '';
    return {
      kind: 'serializer',
      sentence: `The serializer of a state${where} changed${change}, and the new one can't read what the old one wrote.`,
      remedy:
        'Keep the type of the state, or use one that evolves (POJO, Avro), or give the new state another name and fill it from the old one.',
    };
  }
  if (machineTrouble(failure) || !readsState(stackTrace)) return undefined;
  const missing =
    /(?:ClassNotFoundException|NoClassDefFoundError|Could not find class|class not found)[:\s]*'?([\w.$/]+)/i.exec(
      stackTrace,
    );
  if (missing) {
    return {
      kind: 'removed-class',
      sentence: `The state${where} is of class ${missing[1]?.replaceAll('/', '.')}, which the new code does not have.`,
      remedy: 'Keep the class under its old name, also if only the state needs it.',
    };
  }
  return {
    kind: 'unreadable-state',
    sentence: `Flink can't read the state${where}: ${oneLine(cause)}`,
    remedy: 'Compare the types of the states and their serializers in the old code and the new one.',
  };
}

/** Trouble of this machine, which says nothing about the code or its state. */
export interface MachineTrouble {
  /** One sentence with its full stop. */
  readonly sentence: string;
  readonly remedy: string;
}

/** The trouble of this machine that made a job fail; undefined: something else did. */
export function machineTrouble({ cause, stackTrace }: TrialFailure): MachineTrouble | undefined {
  if (/OutOfMemoryError/.test(cause)) {
    return {
      sentence: `the memory of the Flink on this machine is too small for it: ${oneLine(cause)}`,
      remedy: 'Name a savepoint with less state, with --state; or try the code on a test application.',
    };
  }
  if (/No space left on device|Disk quota exceeded/.test(cause)) {
    return {
      sentence: `the disk of this machine is full: ${oneLine(cause)}`,
      remedy: 'Make room where temporary files are kept, or name another folder in TMPDIR, then rehearse again.',
    };
  }
  if (/FileNotFoundException|NoSuchFileException/.test(cause) && readsState(stackTrace)) {
    return {
      sentence: `a file of the savepoint is missing: ${oneLine(cause)}`,
      remedy: 'Copy the whole folder of the savepoint, not only its _metadata, then rehearse again.',
    };
  }
  if (/opening RocksDB instance|native RocksDB library/.test(cause)) {
    return {
      sentence: `RocksDB does not start on this machine: ${oneLine(cause)}`,
      remedy: 'Rehearse on another machine, such as the one that builds the code.',
    };
  }
  return undefined;
}

/** Call with which code wanted to end the JVM, and its place: `System.exit(1) at a.B.main:7`; undefined: it did not. */
export function exitCall({ cause }: TrialFailure): string | undefined {
  return /^kda\.local\.ExitGuard\$ExitError: (\S.*)/m.exec(cause)?.[1];
}

/** Failure for such a call whose error nobody saw: the code caught it, or a thread of its own made it. */
export function exitFailure(call: string): TrialFailure {
  const cause = `kda.local.ExitGuard$ExitError: ${call}`;
  return { at: 'run', cause, stackTrace: cause, task: null };
}

/** Name of a task without its subtask: `age-statistic -> discard: Writer`. */
export function taskName(task: string): string {
  return task.replace(/ \(\d+\/\d+\).*$/, '');
}

/** A message of Java as part of a sentence, with one full stop at its end. */
export function oneLine(cause: string): string {
  const text = cause
    .replace(/^(?:[\w$]+\.)+([\w$]+): /, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return `${text.replace(/[.:]$/, '')}.`;
}

function shortName(name = ''): string {
  return (
    name
      .replace(/@[0-9a-f]+$/, '')
      .split('.')
      .at(-1) ?? name
  );
}
