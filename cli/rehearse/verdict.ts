import type { Trial, TrialFailure } from '../../packages/managed-flink/src/flink-cluster/trial';
import { exitCall, machineTrouble, oneLine, type StateCause, stateCause, taskName } from './causes';
import type { MappedOperator } from './mapping';
import type { FindName } from './name-finder';
import { label, watchedText } from './operator-words';
import { lostTimers, timersOf, whatBecomesOfTimers } from './timers';
import type { TriedOperator } from './tried-state';

export type Verdict = 'compatible' | 'partial' | 'incompatible' | 'unknown';

/** How far the rehearsal came, in order. */
export type Reached = 'nothing' | 'old-state' | 'mapped' | 'restored' | 'tasks-running' | 'checkpoint';

/** Facts of a rehearsal. */
export interface Evidence {
  readonly operators: readonly MappedOperator[];
  readonly allowNonRestoredState: boolean;
  /** Reason for which the old code gave no state. */
  readonly oldFailure?: TrialFailure | undefined;
  /** Missing: the new code was not tried. */
  readonly trial?: Trial | undefined;
  /** State of the kept operators as the running new code has it; empty: it was not looked at. */
  readonly tried: readonly TriedOperator[];
  /** Failure after the tasks came up, before or while the checkpoint was made. */
  readonly laterFailure?: TrialFailure | undefined;
  readonly hasCheckpoint: boolean;
  /** Looks in the new code. */
  readonly findName: FindName;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly reached: Reached;
  readonly because: string;
  readonly remedy: string | null;
}

/** The verdict of a rehearsal. */
export function judge(evidence: Evidence): Judgement {
  const { oldFailure, trial, laterFailure, hasCheckpoint, operators, tried } = evidence;
  const reached = reachedBy(evidence);
  if (oldFailure) {
    return unknown('nothing', `The old code does not run here, so there is no state: ${told(oldFailure)}`, oldFailure);
  }
  const failure = trial?.failure ?? laterFailure;
  const cause = failure && stateCause(failure);
  if (cause) return { verdict: 'incompatible', reached, because: named(cause, operators), remedy: cause.remedy };
  const unreadable = tried.find((each) => each.unreadable);
  if (unreadable) return unreadableValue(unreadable, reached);
  if (failure) {
    return unknown(reached, `The new code does not run here: ${told(failure)} ${mappedText(evidence)}`, failure);
  }
  if (!trial?.restored || !hasCheckpoint) {
    const missing = trial?.restored ? 'no checkpoint was completed' : 'Flink did not restore the state';
    return { verdict: 'unknown', reached, because: `The job runs, but ${missing}.`, remedy: null };
  }
  if (operators.length === 0) return withoutState(reached);
  const dropped = operators.filter(({ fate }) => fate === 'dropped');
  const open = operators.filter(({ fate }) => fate === 'not-known');
  if (dropped.length === operators.length) return withoutAny(operators.length, reached);
  const untold = tried.filter(isUntold);
  if (untold.length > 0) return notAsked(untold, reached);
  const kept = operators.length - dropped.length;
  const works = `Restored the state of ${count(kept)}, all tasks run, and a checkpoint was completed.`;
  const lost = operators.filter(({ droppedStates }) => droppedStates.length > 0);
  const late = operators.filter(({ notAskedStates }) => notAskedStates.length > 0);
  const stopped = operators.filter((each) => lostTimers(each).length > 0);
  if (dropped.length + lost.length + late.length + stopped.length === 0) {
    return { verdict: 'compatible', reached, because: works, remedy: null };
  }
  const lateText = late.length === 0 ? '' : notAskedText(late, evidence);
  if (evidence.allowNonRestoredState && open.length === 0) {
    const which = [...dropped.map(label), ...lost.map((each) => statesOf(each)), ...stopped.map(timersOf)].join(', ');
    const allowed = which === '' ? '' : ` The state of ${which} is dropped, as --allow-non-restored-state allows.`;
    const also = lateText === '' ? '' : ` But ${lateText} --allow-non-restored-state allows that, too.`;
    return { verdict: 'compatible', reached, because: `${works}${allowed}${also}`, remedy: null };
  }
  if (dropped.length + lost.length + stopped.length === 0) {
    return { verdict: 'unknown', reached, because: `The job runs, but ${lateText}`, remedy: FEED };
  }
  const { because, remedy } = loss({ dropped, lost, stopped, open }, evidence.findName);
  if (late.length === 0) return { verdict: 'partial', reached, because, remedy };
  return { verdict: 'partial', reached, because: `${because} Besides, ${lateText}`, remedy: `${remedy} ${FEED}` };
}

const FEED =
  'Give the code records with which it asks for that state, with --properties FILE, and more time for them, such as --input 60s. If no record asks for it any more, accept the loss with --allow-non-restored-state.';

/** The new code may still ask for these states, so they are not told as dropped. */
function notAskedText(late: readonly MappedOperator[], { findName }: Evidence): string {
  const which = late.map((each) => `${statesOf(each, each.notAskedStates)} ${watchOf(each)}`).join(', nor for ');
  const classes = new Set(late.flatMap(({ notAskedStates }) => notAskedStates.map(findName)));
  const names = [...classes].filter((name) => name !== undefined).join(', ');
  return `the new code did not ask for ${which}. It has the name in ${names}, so another record may ask for it; else it is dropped.`;
}

/** Time and records with which an operator was looked at. */
function watchOf({ watched }: MappedOperator): string {
  return watchedText(watched ?? { seconds: 0, records: 0 });
}

interface Losses {
  readonly dropped: readonly MappedOperator[];
  /** Kept without some of their states. */
  readonly lost: readonly MappedOperator[];
  /** Kept without some of their timers. */
  readonly stopped: readonly MappedOperator[];
  readonly open: readonly MappedOperator[];
}

function loss({ dropped, lost, stopped, open }: Losses, findName: FindName): { because: string; remedy: string } {
  const because: string[] = [];
  const remedies: string[] = [];
  if (dropped.length > 0) {
    const which = dropped.map((each) => `${label(each)}: ${whyDropped(each)}`).join('; ');
    because.push(`The state of ${count(dropped.length)} would be dropped: ${which}.${openText(open)}`);
    const uids = dropped.filter(({ renamed, uid }) => renamed && uid).map(({ uid }) => `.uid("${uid}")`);
    const giveBack = uids.length > 0 ? `Give it back ${uids.join(', ')}` : 'Put it back';
    remedies.push(
      `${giveBack}, or accept the loss with --allow-non-restored-state (kda start and kda restore take it, too).`,
    );
  }
  if (lost.length > 0) {
    because.push(
      `State that the new code does not ask for would be dropped: ${lost.map((each) => `${statesOf(each)}: ${whyLost(each, findName)}`).join('; ')}.`,
    );
    remedies.push(
      'Give the state its old name again, or accept the loss: rehearse with --allow-non-restored-state. Flink itself starts without a word about it.',
    );
  }
  if (stopped.length > 0) {
    because.push(`Timers would be lost: ${stopped.map(whatBecomesOfTimers).join('; ')}.`);
    remedies.push(
      'Keep the timers and what they do, in the same kind of operator and of the same time, or accept the loss: rehearse with --allow-non-restored-state. Flink itself starts without a word about it.',
    );
  }
  return { because: because.join(' '), remedy: remedies.join(' ') };
}

/** True where it is not known which states the new code asks for. */
function isUntold({ missing, keyed, records }: TriedOperator): boolean {
  return missing === undefined || (missing.length > 0 && keyed && records === 0);
}

/** Some code asks for a state with its first record only, so without one nobody knows. */
function notAsked(untold: readonly TriedOperator[], reached: Reached): Judgement {
  const silent = untold.filter(({ missing }) => missing === undefined).map(({ operator }) => label(operator));
  const waiting = untold
    .filter(({ missing }) => missing !== undefined)
    .map(({ operator, missing }) => statesOf(operator, missing));
  const because = [
    ...(silent.length > 0 ? [`the task of ${silent.join(', ')} did not tell which states it has`] : []),
    ...(waiting.length > 0
      ? [`the new code has not asked for ${waiting.join(', ')}, and no record came with which it could`]
      : []),
  ];
  return {
    ...{ verdict: 'unknown', reached, because: `The job runs, but ${because.join('; ')}.` },
    remedy:
      'Compare the names of the states in both codes; or give the code input, with --properties FILE, and more time for it, such as --input 60s.',
  };
}

function unreadableValue({ operator, unreadable }: TriedOperator, reached: Reached): Judgement {
  return {
    ...{ verdict: 'incompatible', reached },
    because: `The new code can't read the values of "${unreadable?.state}" in ${label(operator)}: ${oneLine(unreadable?.cause ?? '')}`,
    remedy:
      'Keep the fields of the class as they were, or use a type that evolves (POJO, Avro) in a state with another name, filled from the old one.',
  };
}

/** `"amount" in "totals" (1.3 kB)`. */
function statesOf(operator: MappedOperator, names: readonly string[] = operator.droppedStates): string {
  return `${names.map((name) => `"${name}"`).join(' and ')} in ${label(operator)}`;
}

/** Flink names one operator that it misses, and drops the others in silence. */
function openText(open: readonly MappedOperator[]): string {
  return open.length === 0 ? '' : ` Whether that of ${open.map(label).join(', ')} is, Flink does not say.`;
}

function withoutState(reached: Reached): Judgement {
  return {
    verdict: 'unknown',
    reached,
    because: 'The job runs, but no operator had state in the savepoint, so nothing of it was tried.',
    remedy: 'Give the old code input, with --properties FILE, or name a savepoint that has state with --state.',
  };
}

/** Nobody accepts the loss of everything by an option for some of it: a wrong savepoint looks the same. */
function withoutAny(operators: number, reached: Reached): Judgement {
  return {
    verdict: 'partial',
    reached,
    because: `All state would be dropped: the new code has no operator for any of the ${count(operators)} in the savepoint.`,
    remedy: 'Compare the uids of both codes, and whether the savepoint is of this application.',
  };
}

function reachedBy({ trial, laterFailure, hasCheckpoint, operators, oldFailure }: Evidence): Reached {
  if (oldFailure) return 'nothing';
  if (hasCheckpoint && !laterFailure) return 'checkpoint';
  if (trial && !trial.failure) return 'tasks-running';
  if (trial?.restored) return 'restored';
  return operators.some(({ fate }) => fate !== 'not-known') ? 'mapped' : 'old-state';
}

function unknown(reached: Reached, because: string, failure: TrialFailure): Judgement {
  return { verdict: 'unknown', reached, because: because.trim(), remedy: remedyFor(failure) };
}

function remedyFor(failure: TrialFailure): string {
  const trouble = machineTrouble(failure);
  if (trouble) return trouble.remedy;
  if (exitCall(failure)) {
    return 'Take the call out of the code: on a cluster it ends Flink itself. To end without a job, throw an exception; what main() misses here, give it with --properties FILE.';
  }
  if (failure.at === 'late')
    return 'Give main() what it waits for, with --properties FILE; or more time, with --timeout.';
  if (failure.at === 'submit') return 'Give main() what it needs: property groups with --properties FILE.';
  if (failure.at === 'end') return 'Give the code sources that have no end, with --properties FILE.';
  return 'Name sources and sinks that can be reached from here, with --properties FILE; or rehearse where they can be.';
}

function told(failure: TrialFailure): string {
  const { at, cause, task } = failure;
  const trouble = machineTrouble(failure);
  if (trouble) return trouble.sentence;
  const call = exitCall(failure);
  if (call)
    return `${at === 'submit' ? 'its main()' : task ? `task "${taskName(task)}"` : 'it'} called ${oneLine(call)}`;
  if (at === 'late') return `its ${oneLine(cause)}`;
  if (at === 'submit') return `its main() failed: ${oneLine(cause)}`;
  if (at === 'time') return `its tasks did not come up in time: ${oneLine(cause)}`;
  if (at === 'end') return 'it ended by itself before a savepoint could be taken, as its sources have an end.';
  return `${task ? `task "${taskName(task)}"` : 'a source'} failed: ${oneLine(cause)}`;
}

/** How much of the state is known to fit although the job does not run. */
function mappedText({ operators, trial }: Evidence): string {
  const kept = operators.filter(({ fate }) => fate === 'kept');
  const dropped = operators.filter(({ fate }) => fate === 'dropped');
  if (kept.length + dropped.length === 0) return '';
  const up = trial?.tasksUp ?? [];
  return [
    `By then the state of ${kept.length} of ${count(operators.length)} was mapped to the new code`,
    dropped.length > 0 ? `, ${dropped.map(label).join(', ')} had no operator` : '',
    trial?.restored ? ', and Flink had handed it to the tasks' : '',
    up.length > 0 ? `; ${up.map((name) => `"${name}"`).join(', ')} had read it` : '',
    '.',
  ].join('');
}

/** Replaces an id that Flink names by the operator's name. */
function named({ sentence, operatorId }: StateCause, operators: readonly MappedOperator[]): string {
  const operator = operators.find(({ id }) => id === operatorId);
  return operator?.name ? sentence.replace(`operator ${operator.id}`, `"${operator.name}"`) : sentence;
}

function whyDropped({ uid, renamed }: MappedOperator): string {
  if (renamed) return `its uid changed from ${uidText(uid)} to ${uidText(renamed.uid)}`;
  return `the new code has no operator with ${uid === null ? 'its id' : `the uid "${uid}"`}`;
}

/** Evidence for the loss of single states. */
function whyLost(operator: MappedOperator, findName: FindName): string {
  const isNowhere = operator.droppedStates.every((name) => findName(name) === undefined);
  return `not asked for ${watchOf(operator)}${isNowhere ? ', and its name stands nowhere in the new code' : ''}`;
}

function uidText(uid: string | null): string {
  return uid === null ? 'none' : `"${uid}"`;
}

function count(operators: number): string {
  return `${operators} ${operators === 1 ? 'operator' : 'operators'}`;
}
