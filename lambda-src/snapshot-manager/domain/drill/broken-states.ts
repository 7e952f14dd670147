import type { ApplicationState } from '../application-state';
import type { Suspect } from '../marks';
import { attemptOf, type BrokenState, type Drill, holderOf, startPointOf } from './drill';

/**
 * The drill after the present step failed: a start that the service had accepted, and that left the application stopped,
 * speaks against its snapshot. One that lasts too long, that somebody may have stopped, or of an application that somebody
 * changed meanwhile, does not.
 */
export function withFailedStart(drill: Drill, { status, version }: ApplicationState, why: string): Drill {
  const { step, acceptedAt, plan, stopsUnknown, brokenStates = [] } = drill;
  const isStart = (step === 'start' || step === 'start-before') && acceptedAt !== undefined;
  if (!isStart || stopsUnknown !== undefined || status !== 'READY' || version !== plan.applicationVersion) return drill;
  return { ...drill, brokenStates: [...brokenStates, { ...startPointOf(drill), why }] };
}

/**
 * The drill after the job of the present step failed by what was seen of it. What was taken of that job has its state, and
 * is suspect at once; what it was started from is not yet, because what the job reads or writes may be away.
 *
 * @param why sentences against the job.
 */
export function withFailedJob(drill: Drill, { version }: ApplicationState, why: string): Drill {
  const { step, plan, startedVersion, stopsUnknown, freshStatus, isFreshAsked, brokenStates = [] } = drill;
  if (stopsUnknown !== undefined) return drill;
  if (version !== plan.applicationVersion || startedVersion !== plan.applicationVersion) return drill;
  const failed: Drill = step === 'prove' ? { ...drill, hasJobFailed: true } : drill;
  const isTaken = freshStatus === undefined ? isFreshAsked === true : freshStatus !== 'FAILED';
  if (!isTaken) return failed;
  const fresh = { name: plan.fresh[attemptOf(step)], why: `It was taken of a job that failed. ${why}` };
  return { ...failed, brokenStates: [...brokenStates, fresh] };
}

/**
 * The drill after the way back was proven: a job that failed from the snapshot of the stop works from that of before, with
 * the same code and settings.
 */
export function withBrokenJob(drill: Drill): Drill {
  const { stopSnapshot, plan, startedVersion, hasJobFailed, failure = [], brokenStates = [] } = drill;
  if (!stopSnapshot || !hasJobFailed || startedVersion !== plan.applicationVersion) return drill;
  return { ...drill, brokenStates: [...brokenStates, { ...stopSnapshot, why: failure.join(' ') }] };
}

/** Mark by which nobody starts again from a state that this drill found broken. */
export function suspectBy(drill: Drill, { name, createdAt, why }: BrokenState, markedAt: Date): Suspect {
  return {
    application: drill.plan.application,
    snapshotName: name,
    ...(createdAt ? { snapshotCreatedAt: createdAt } : {}),
    ...{ who: holderOf(drill), why, markedAt },
  };
}

/** Sentences about these marks. */
export function suspectTexts({ brokenStates = [], plan }: Drill): readonly string[] {
  return brokenStates.map(
    ({ name }) => `Snapshot ${name} is suspect now; to trust it again: kda trust ${plan.application} ${name}.`,
  );
}
