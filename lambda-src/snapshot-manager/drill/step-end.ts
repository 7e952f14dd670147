import type { ApplicationState } from '../domain/application-state';
import { suspectTexts, withFailedStart } from '../domain/drill/broken-states';
import { attemptOf, type Drill, type DrillOutcome, startPointOf, withOutcome, withStep } from '../domain/drill/drill';
import { changedText, type Decision } from '../domain/drill/rules';
import type { JobView } from '../domain/recovery/proof';
import { boundedText, stopAfter } from '../domain/texts';
import { describeError } from '../log';
import { type Ports, RecoveryCallError } from '../ports';
import { markSuspects } from './mark-suspects';
import type { DrillSession } from './session';

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

/** View as the journal keeps it: an item has 400 KB, and a cause may quote the whole record. */
export function boundedView({ failure, ...view }: JobView): JobView {
  return failure === undefined ? view : { ...view, failure: boundedText(failure, MOST_CHARACTERS) };
}

/** Sentence about a start or stop that failed, with the service's cause where it tells one. */
export async function withCause(
  act: 'start' | 'stop',
  why: string,
  drill: Drill,
  { ports }: StepWorld,
): Promise<string> {
  const since = drill.startedAt ?? drill.stoppedAt ?? drill.stepBegunAt;
  const cause = await ports.recovery.failureOf(act, drill.plan.application, since);
  const text = boundedText((cause ?? '').trim(), MOST_CHARACTERS);
  return [why, ...(text === '' ? [] : [`The service says: ${text}${stopAfter(text)}`]), ...unknownStops(drill)].join(
    ' ',
  );
}

/** Sentence for a step in which the service did not tell when the application was stopped last. */
export function unknownStops({ stopsUnknown }: Drill): string[] {
  if (stopsUnknown === undefined) return [];
  return [`Whether somebody else stopped it is not known. ${stopsUnknown}${stopAfter(stopsUnknown)}`];
}

/** False for a run that finishes a dead drill, and without consent: what runs is left running, whatever its job does. */
export function mayStop({ isTakeOver, hasConsent }: StepWorld): boolean {
  return hasConsent && !isTakeOver;
}

/** Another way for a state that does not work: back to the one of before, or the end. */
export async function failed(
  failing: Drill,
  seen: ApplicationState,
  told: readonly string[],
  world: StepWorld,
  now: Date,
): Promise<StepEnd> {
  const { status } = seen;
  const changed = failing.fault === 'changed' ? undefined : changedText(failing, seen);
  const because = changed === undefined ? told : [changed, ...told];
  const given: Drill = changed === undefined ? failing : { ...failing, fault: 'changed' };
  const found = withFailedStart(given, seen, boundedText(because.join(' '), MOST_CHARACTERS));
  // At once, because a person may start the application before the end of the drill, which tries again what failed.
  const { drill } = await markSuspects(found, world.ports);
  if (attemptOf(drill.step) === 'before') {
    const stays = status === 'READY' ? 'stopped' : 'broken';
    return notProven(drill, [...(drill.failure ?? []), ...because], stays, now);
  }
  if (status === 'RUNNING' && !mayStop(world)) return notProven(drill, because, 'broken', now);
  const next = status === 'READY' ? 'start-before' : 'stop-again';
  return { drill: { ...withStep(drill, next, because.join(' '), now), failure: because }, wait: false };
}

/** Milliseconds in which a service that does not tell the last stop is asked again. */
const STOPS_UNKNOWN_MS = 180_000;

/**
 * True if somebody stopped the application after this time. Where the right to know it is missing, or the service does not
 * tell it for some minutes, nobody is assumed: an application that the drill stopped must come back. The drill then knows.
 *
 * @throws RecoveryCallError when the service does not answer: the next look asks again.
 */
export async function isStoppedByOthers(
  session: DrillSession,
  since: Date | undefined,
  { ports: { recovery, clock } }: StepWorld,
): Promise<boolean> {
  if (!since) return false;
  let lastStopAt: Date | undefined;
  try {
    lastStopAt = await recovery.lastStopAt(session.drill.plan.application);
  } catch (error) {
    const now = clock.now();
    const { stopsUnknownSince = now } = session.drill;
    const stopsUnknown = boundedText(describeError(error), MOST_CHARACTERS);
    await session.write({ ...session.drill, stopsUnknownSince, stopsUnknown });
    const isDenied = error instanceof RecoveryCallError && error.failure === 'denied';
    if (isDenied || now.getTime() - stopsUnknownSince.getTime() >= STOPS_UNKNOWN_MS) return false;
    throw error;
  }
  const { stopsUnknownSince: _, stopsUnknown, ...known } = session.drill;
  if (stopsUnknown !== undefined) await session.write(known);
  return lastStopAt !== undefined && lastStopAt > since;
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
  const fault = drill.fault ? { fault: drill.fault } : {};
  const isBlamed = drill.hasJobFailed || drill.brokenStates !== undefined;
  const unclear = isBlamed || drill.fault ? {} : ({ isStateUnclear: true } as const);
  const isStartable = stays === 'stopped' && (drill.fault === 'no-right' || drill.fault === 'no-answer');
  const from = isStartable ? { startFrom: startPointOf(drill).name } : {};
  const facts = [...because, ...suspectTexts(drill)];
  const isRunning = stays !== 'stopped';
  return settled(
    drill,
    { verdict: 'not-proven', because: facts, isRunning, ...doubt, ...fault, ...unclear, ...from },
    now,
  );
}

/** The drill with its result; what follows is recording it. */
export function settled(drill: Drill, outcome: DrillOutcome, now: Date): StepEnd {
  return { drill: withOutcome(drill, outcome, outcome.because.join(' '), now), wait: false };
}
