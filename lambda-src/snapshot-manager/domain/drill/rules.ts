import type { ApplicationState } from '../application-state';
import { isStopped } from '../application-status';
import { isCreatedSince } from '../recovery/stop-snapshot';
import type { Snapshot } from '../snapshot';
import { tooLittle } from './admission';
import { attemptOf, type Drill, type DrillFault, LEASE_MS, startPointOf } from './drill';
import { proofMs, STOP_MS, snapshotMs, startMs, stopMs } from './limits';

const MINUTE_MS = 60_000;
/** Milliseconds in which a read may still show the status of before a call. */
const LAG_MS = 15_000;
/** Milliseconds for which a job is looked at before it counts as not up. */
const LEAST_LOOKS_MS = MINUTE_MS;
/** Milliseconds in which a call that the service would refuse again is tried again. */
const REFUSALS_MS = 3 * MINUTE_MS;
/** Least number of such calls of one start, before it counts as failed. */
const LEAST_ASKED = 3;
/** The same for calls that may be accepted later: several minutes of looks, where nobody drove the drill meanwhile. */
const LEAST_ASKED_AGAIN = 60;

/** Decision on the present step: `ask` sends its call, `wait` looks again later. */
export type Decision =
  | { readonly kind: 'ask' }
  | { readonly kind: 'force' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'done' }
  /** The application was not touched, and is not. */
  | { readonly kind: 'refused'; readonly why: string }
  /** The state, or the stop, does not work; or something else is at fault. */
  | { readonly kind: 'failed'; readonly why: string; readonly fault?: DrillFault }
  /** Somebody else acts on the application. */
  | { readonly kind: 'gave-way'; readonly why: string };

export const STOPPED_BY_OTHERS: Decision = { kind: 'gave-way', why: 'Somebody else stopped the application.' };

/** Decision where the application is not the one that the drill began with; `undefined` where it is. */
export function lostApplication({ plan }: Drill, application: ApplicationState | undefined): Decision | undefined {
  if (!application) return { kind: 'gave-way', why: `Application ${plan.application} was deleted.` };
  const [then, now] = [plan.applicationCreatedAt, application.createdAt];
  if (!then || !now || then.getTime() === now.getTime()) return undefined;
  return { kind: 'gave-way', why: `Application ${plan.application} was deleted and created anew.` };
}

/** Decision before anything is stopped: only a RUNNING application that nobody changed is drilled. */
export function beforeTheStop(drill: Drill, { status, version }: ApplicationState, now: Date): Decision | undefined {
  const { applicationVersion, windowUntil, usualSeconds } = drill.plan;
  if (status !== 'RUNNING') return { kind: 'refused', why: `The application became ${status}.` };
  if (version !== applicationVersion) {
    return { kind: 'refused', why: `The application was changed: version ${applicationVersion} became ${version}.` };
  }
  const leftSeconds = Math.floor((windowUntil.getTime() - now.getTime()) / 1000);
  if (leftSeconds < usualSeconds) {
    return { kind: 'refused', why: tooLittle(leftSeconds, 'the rest of the drill needs', usualSeconds) };
  }
  return undefined;
}

/** Decision on the snapshot of before. One of that name that is older than this step is no way back. */
export function decideSnapshot(
  drill: Drill,
  snapshot: Pick<Snapshot, 'status' | 'createdAt'> | undefined,
  now: Date,
): Decision {
  const { status } = snapshot ?? {};
  if (snapshot?.createdAt && !isCreatedSince(snapshot, drill.stepBegunAt)) {
    return {
      kind: 'refused',
      why: `Snapshot ${drill.plan.before}, the way back, was there before this drill: another drill had the id ${drill.plan.id}.`,
    };
  }
  if (status === 'READY') return { kind: 'done' };
  if (status === 'FAILED' || status === 'DELETING') {
    return { kind: 'refused', why: `Snapshot ${drill.plan.before}, the way back, is ${status}.` };
  }
  if (elapsed(drill.stepBegunAt, now) >= snapshotMs(drill)) {
    const trouble = drill.trouble === undefined ? '' : ` ${drill.trouble}`;
    return {
      kind: 'refused',
      why: `Snapshot ${drill.plan.before}, the way back, is ${status ?? 'missing'}.${trouble}`,
    };
  }
  return { kind: status === undefined ? 'ask' : 'wait' };
}

/** Decision on the stop. */
export function decideStop(drill: Drill, application: ApplicationState, now: Date): Decision {
  const { status } = application;
  const { askedAt, acceptedAt, stepBegunAt, isUntouched } = drill;
  if (status === 'READY' && askedAt && !isUntouched) return { kind: 'done' };
  if (isStopped(status) && (status === 'READY' || isUntouched)) return STOPPED_BY_OTHERS;
  if (status === 'RUNNING') {
    if (!askedAt) return beforeTheStop(drill, application, now) ?? { kind: 'ask' };
    if (elapsed(acceptedAt ?? askedAt, now) < LAG_MS) return { kind: 'wait' };
    if (acceptedAt) return { kind: 'failed', why: 'The stop failed: the service could not take its snapshot.' };
    if (elapsed(stepBegunAt, now) < REFUSALS_MS) return beforeTheStop(drill, application, now) ?? { kind: 'ask' };
    return { kind: 'refused', why: `The service did not stop it. ${drill.trouble ?? ''}`.trim() };
  }
  if (!askedAt || isUntouched) return { kind: 'refused', why: `The application became ${status}.` };
  if (status === 'STARTING') return { kind: 'gave-way', why: 'Somebody else started the application.' };
  const isLate = elapsed(stepBegunAt, now) >= stopMs(drill);
  return { kind: isLate && status === 'STOPPING' ? 'force' : 'wait' };
}

/** Last time at which the service can have got a stop of this step; a later one is somebody else's. */
export function lastOwnStop({ askedAt, stepBegunAt }: Drill): Date {
  return new Date((askedAt ?? stepBegunAt).getTime() + LEASE_MS);
}

/**
 * Time since which a stop of the application, which this step starts, is somebody else's; `undefined` while it was only
 * just seen stopped.
 */
export function stoppedSince({ acceptedAt, askedAt, stepBegunAt }: Drill, now: Date): Date | undefined {
  return acceptedAt ?? askedAt ?? (elapsed(stepBegunAt, now) < LAG_MS ? undefined : stepBegunAt);
}

/**
 * Decision on a stop by force, after a start that did not work.
 *
 * @param isStoppedByOthers true: somebody stopped the application after its start.
 */
export function decideStopAgain(
  drill: Drill,
  application: ApplicationState,
  now: Date,
  isStoppedByOthers: boolean,
): Decision {
  const { askedAt, acceptedAt, stepBegunAt, callFailure, trouble = '' } = drill;
  const { status } = application;
  if (!askedAt && isStoppedByOthers) return STOPPED_BY_OTHERS;
  if (status === 'READY') return { kind: 'done' };
  // Once it is stopped, an update leaves it stopped.
  const isWaitedFor = askedAt && isChanging(status) && elapsed(stepBegunAt, now) < STOP_MS;
  if (isWaitedFor || status === 'FORCE_STOPPING') return { kind: 'wait' };
  const others = othersSince(drill, application);
  if (others) return others;
  if (elapsed(stepBegunAt, now) >= (callFailure === 'denied' ? REFUSALS_MS : STOP_MS)) {
    return { kind: 'failed', why: `The application is ${status} and could not be stopped by force. ${trouble}`.trim() };
  }
  const isFresh = acceptedAt !== undefined && elapsed(acceptedAt, now) < LAG_MS;
  return { kind: isFresh || (askedAt && elapsed(askedAt, now) < LAG_MS) ? 'wait' : 'force' };
}

/**
 * Decision on a start.
 *
 * @param isStoppedByOthers true: somebody stopped the application since this step saw it stopped.
 */
export function decideStart(
  drill: Drill,
  application: ApplicationState,
  now: Date,
  isStoppedByOthers: boolean,
): Decision {
  const { status, restoresFrom } = application;
  const { askedAt, acceptedAt, stepBegunAt, trouble = '' } = drill;
  const target = startPointOf(drill).name;
  const isFromTarget = restoresFrom.kind === 'snapshot' && restoresFrom.name === target;
  if (status === 'READY') {
    if (acceptedAt) {
      if (elapsed(acceptedAt, now) < LAG_MS) return { kind: 'wait' };
      return isStoppedByOthers ? STOPPED_BY_OTHERS : { kind: 'failed', why: `The start from ${target} failed.` };
    }
    if (isStoppedByOthers) return STOPPED_BY_OTHERS;
    if (askedAt && elapsed(askedAt, now) < LAG_MS && trouble === '') return { kind: 'wait' };
    return notStarted(drill, target, now) ?? { kind: 'ask' };
  }
  if (status === 'RUNNING' || status === 'STARTING') {
    if (!askedAt || !isFromTarget) {
      return { kind: 'gave-way', why: `Somebody else started the application${fromText(application)}.` };
    }
    if (status === 'RUNNING') return { kind: 'done' };
    // The time in which no start was accepted is not the start's.
    if (elapsed(acceptedAt ?? askedAt, now) < startMs(drill)) return { kind: 'wait' };
    return {
      kind: 'failed',
      why: `The start from ${target} did not end within ${Math.round(startMs(drill) / MINUTE_MS)} minutes.`,
    };
  }
  if (isChanging(status)) {
    // An update of a stopped application leaves it stopped, and whoever updates it does not know that it ran.
    if (!acceptedAt && elapsed(stepBegunAt, now) < startMs(drill)) return { kind: 'wait' };
    return { kind: 'gave-way', why: changingText(status) };
  }
  return { kind: 'wait' };
}

/** Decision on starts none of which was accepted; `undefined`: the start is asked for again. */
function notStarted(drill: Drill, target: string, now: Date): Decision | undefined {
  const { asked = 0, callFailure, stepBegunAt, trouble = '' } = drill;
  const ms = elapsed(stepBegunAt, now);
  if (callFailure === 'denied' || callFailure === 'lasting') {
    if (ms < REFUSALS_MS || asked < LEAST_ASKED) return undefined;
    if (callFailure === 'lasting') {
      return {
        kind: 'failed',
        why: `The application could not be started from ${target}. ${trouble}`,
        fault: 'refused',
      };
    }
    const why = `The manager may not start it: the right kinesisanalytics:StartApplication is missing, as after a deployment that took drill off its entry. ${trouble}`;
    return { kind: 'failed', why, fault: 'no-right' };
  }
  // The state is not at fault: going back would process twice, and stopped for good is worse than late.
  if (ms < 2 * startMs(drill) || asked < LEAST_ASKED_AGAIN) return undefined;
  const why = `The application could not be started: no start from ${target} was accepted within ${Math.round(ms / MINUTE_MS)} minutes. ${trouble}`;
  return { kind: 'failed', why: why.trim(), fault: 'no-answer' };
}

/** Sentence on an application that somebody changed while the drill had it stopped; `undefined` where nobody did. */
export function changedText({ plan }: Drill, { version }: ApplicationState): string | undefined {
  if (version === plan.applicationVersion) return undefined;
  return `Somebody changed the application during the drill: version ${plan.applicationVersion} became ${version}.`;
}

/** Decision where the application is no longer the one that the drill started; `undefined` where it is. */
function othersSince(drill: Drill, application: ApplicationState): Decision | undefined {
  const { status, version, restoresFrom } = application;
  const { startedVersion } = drill;
  if (isChanging(status)) return { kind: 'gave-way', why: changingText(status) };
  if (startedVersion !== undefined && version !== startedVersion) {
    const why = `Somebody else changed the application: version ${startedVersion} became ${version}.`;
    return { kind: 'gave-way', why };
  }
  const isUp = status === 'RUNNING' || status === 'STARTING';
  if (!isUp || (restoresFrom.kind === 'snapshot' && restoresFrom.name === startPointOf(drill).name)) return undefined;
  return { kind: 'gave-way', why: `Somebody else started the application${fromText(application)}.` };
}

function isChanging(status: string): boolean {
  return status === 'UPDATING' || status === 'ROLLING_BACK';
}

function changingText(status: string): string {
  return `Somebody else changes the application: it is ${status}.`;
}

function fromText({ restoresFrom }: ApplicationState): string {
  if (restoresFrom.kind === 'snapshot') return ` from ${restoresFrom.name}`;
  return restoresFrom.kind === 'latest' ? ' from its latest snapshot' : ' with empty state';
}

/**
 * Decision about others while a start is proven; `undefined`: the job is judged.
 *
 * @param isStoppedByOthers true: somebody stopped the application after its start.
 */
export function whileProving(
  drill: Drill,
  application: ApplicationState,
  isStoppedByOthers: boolean,
): Decision | undefined {
  const { status } = application;
  const others = othersSince(drill, application);
  if (others) return others;
  if (isStopped(status)) {
    if (isStoppedByOthers) return STOPPED_BY_OTHERS;
    if (attemptOf(drill.step) === 'stop-snapshot' || status === 'READY') {
      return { kind: 'failed', why: `The application is ${status}: its job ended after the start.` };
    }
  }
  return undefined;
}

/** True once no more is looked at for a proof. */
export function isProofOver(drill: Drill, now: Date): boolean {
  const { stepBegunAt, views = [], notSeen, freshStatus } = drill;
  // Where nobody may look at the job, no more than the snapshot of after can be seen.
  const isAllSeen = views.length === 0 && notSeen !== undefined && isFinal(freshStatus);
  if (isAllSeen) return true;
  const [first] = views;
  // After a silence the looks begin anew, and the first one may see a job that restarts just then.
  if (first && elapsed(first.at, now) < LEAST_LOOKS_MS) return false;
  return elapsed(stepBegunAt, now) >= proofMs(drill, views.at(-1));
}

/** True for the status of a snapshot that changes no more by itself. */
export function isFinal(status: string | undefined): boolean {
  return status === 'READY' || status === 'FAILED';
}

/** True once the list of snapshots shows the one of the stop, if there is one. */
export function isListComplete({ readyAt }: Drill, now: Date): boolean {
  return readyAt !== undefined && elapsed(readyAt, now) >= LAG_MS;
}

function elapsed(since: Date, now: Date): number {
  return now.getTime() - since.getTime();
}
