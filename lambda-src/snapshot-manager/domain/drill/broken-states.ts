import type { ApplicationState } from '../application-state';
import type { Suspect } from '../marks';
import { type Drill, holderOf, startPointOf } from './drill';

/**
 * The drill after the present step failed: a start that the service had accepted, and that left the application stopped,
 * speaks against its snapshot. One that lasts too long, or of an application that somebody changed meanwhile, does not.
 */
export function withFailedStart(drill: Drill, { status, version }: ApplicationState, why: string): Drill {
  const { step, acceptedAt, plan, brokenStates = [] } = drill;
  const isStart = (step === 'start' || step === 'start-before') && acceptedAt !== undefined;
  if (!isStart || status !== 'READY' || version !== plan.applicationVersion) return drill;
  return { ...drill, brokenStates: [...brokenStates, { ...startPointOf(drill), why }] };
}

/**
 * The drill after the way back was proven: what did not work from the snapshot of the stop works from that of before, with
 * the same code and settings.
 */
export function withBrokenJob(drill: Drill): Drill {
  const { stopSnapshot, plan, startedVersion, done, failure = [], brokenStates = [] } = drill;
  const wasLookedAt = done.some(({ step }) => step === 'prove');
  if (!stopSnapshot || !wasLookedAt || startedVersion !== plan.applicationVersion) return drill;
  return { ...drill, brokenStates: [...brokenStates, { ...stopSnapshot, why: failure.join(' ') }] };
}

/** Marks by which nobody starts again from what this drill found broken. */
export function suspectsOf(drill: Drill, markedAt: Date): readonly Suspect[] {
  const { plan, brokenStates = [] } = drill;
  return brokenStates.map(({ name, createdAt, why }) => ({
    application: plan.application,
    snapshotName: name,
    ...(createdAt ? { snapshotCreatedAt: createdAt } : {}),
    ...{ who: holderOf(drill), why, markedAt },
  }));
}

/** Sentences about these marks. */
export function suspectTexts({ brokenStates = [], plan }: Drill): readonly string[] {
  return brokenStates.map(
    ({ name }) => `Snapshot ${name} is suspect now; to trust it again: kda trust ${plan.application} ${name}.`,
  );
}
