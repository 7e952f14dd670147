import type { ApplicationState } from '../domain/application-state';
import { attemptOf, type Drill, type DrillOutcome, withOutcome, withStep } from '../domain/drill/drill';
import type { Decision } from '../domain/drill/rules';
import { boundedText, stopAfter } from '../domain/texts';
import type { Ports } from '../ports';

/** Needs of the steps. */
export interface StepWorld {
  readonly ports: Ports;
  readonly limits: { readonly snapshotQuota: number; readonly schedule: string };
  /** True for a run that finishes a drill whose driver died: it stops nothing that still runs. */
  readonly isTakeOver: boolean;
  /** False: the settings no longer consent. What was stopped is brought back, and nothing more is stopped. */
  readonly hasConsent: boolean;
}

/** The drill after a look: `wait` means that the step goes on, and nothing more can be done now. */
export interface StepEnd {
  readonly drill: Drill;
  readonly wait: boolean;
}

/** Characters of a cause or an error in the journal. */
export const MOST_CHARACTERS = 1_000;

/** Sentence about a start or stop that failed, with the service's cause where it tells one. */
export async function withCause(
  act: 'start' | 'stop',
  why: string,
  drill: Drill,
  { ports }: StepWorld,
): Promise<string> {
  const since = drill.startedAt ?? drill.stoppedAt ?? drill.stepBegunAt;
  const cause = await ports.recovery.failureOf(act, drill.plan.application, since);
  if (cause === undefined || cause.trim() === '') return why;
  const text = boundedText(cause.trim(), MOST_CHARACTERS);
  return `${why} The service says: ${text}${stopAfter(text)}`;
}

/** Another way for a state that does not work: back to the one of before, or the end. */
export function failed(drill: Drill, { status }: ApplicationState, because: readonly string[], now: Date): StepEnd {
  if (attemptOf(drill.step) === 'before') {
    const stays = status === 'READY' ? 'stopped' : 'broken';
    return notProven(drill, [...(drill.failure ?? []), ...because], stays, now);
  }
  const next = status === 'READY' ? 'start-before' : 'stop-again';
  return { drill: { ...withStep(drill, next, because.join(' '), now), failure: because }, wait: false };
}

/**
 * True if somebody stopped the application after this drill had started it.
 *
 * @throws SnapshotApiError when the service does not answer: the next look asks again.
 */
export async function isStoppedByOthers(
  drill: Drill,
  startedAt: Date | undefined,
  { ports }: StepWorld,
): Promise<boolean> {
  if (!startedAt) return false;
  const lastStopAt = await ports.recovery.lastStopAt(drill.plan.application);
  return lastStopAt !== undefined && lastStopAt > startedAt;
}

/** The step goes on, or its decision ends the drill. */
export function waitOrEnd(drill: Drill, decision: Decision, now: Date, seen: ApplicationState): StepEnd {
  return decision.kind === 'wait' ? { drill, wait: true } : ended(drill, decision, now, seen);
}

/** Result of a drill that was refused or gave way: the application is left as it is. */
export function ended(drill: Drill, decision: Decision, now: Date, seen?: ApplicationState): StepEnd {
  const because = 'why' in decision ? [decision.why] : [];
  const verdict = decision.kind === 'gave-way' ? 'given-up' : 'refused';
  return settled(drill, { verdict, because, isRunning: seen !== undefined && seen.status !== 'READY' }, now);
}

/** Result of a drill that failed, and how it leaves the application. */
export function notProven(
  drill: Drill,
  because: readonly string[],
  stays: 'works' | 'stopped' | 'broken' | 'not-seen',
  now: Date,
): StepEnd {
  const doubt = stays === 'broken' || stays === 'not-seen' ? { doubt: stays } : {};
  return settled(drill, { verdict: 'not-proven', because, isRunning: stays !== 'stopped', ...doubt }, now);
}

/** The drill with its result; what follows is recording it. */
export function settled(drill: Drill, outcome: DrillOutcome, now: Date): StepEnd {
  return { drill: withOutcome(drill, outcome, outcome.because.join(' '), now), wait: false };
}
