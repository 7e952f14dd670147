import type { DrillVerdict } from '../../../contract';
import type { JobView } from '../recovery/proof';

/**
 * Steps of a drill in place, in their order. `stop-again` to `prove-before` only where the state of the stop did not
 * work: they bring the application back from the snapshot of before.
 */
export const DRILL_STEPS = [
  'check',
  'freeze',
  'snapshot',
  'stop',
  'start',
  'prove',
  'stop-again',
  'start-before',
  'prove-before',
  'release',
  'record',
  'tell',
] as const;
export type DrillStep = (typeof DRILL_STEPS)[number];

/** Facts of a drill that do not change. */
export interface DrillPlan {
  readonly id: string;
  readonly application: string;
  /** Tells it from another one of the same name. */
  readonly applicationCreatedAt?: Date;
  readonly applicationVersion: number;
  readonly who: string;
  readonly why: string;
  readonly begunAt: Date;
  /** End of the window: the application is not stopped after it, less the usual restore. */
  readonly windowUntil: Date;
  /** Seconds that a restore usually takes, the snapshot of the stop included. */
  readonly usualSeconds: number;
  /** Seconds that a snapshot usually takes; missing in journals of earlier versions. */
  readonly usualSnapshotSeconds?: number;
  /** True where the last drill that could tell had failed: a proof ends that trouble. */
  readonly isAfterFailure?: boolean;
  /** Snapshot that is taken first: the way back. */
  readonly before: string;
  /** Snapshots that are taken after a start, one for each of both states. */
  readonly fresh: Readonly<Record<Attempt, string>>;
}

/** State that is started from: the snapshot of the stop, or the one of before. */
export type Attempt = 'stop-snapshot' | 'before';

/** Snapshot that an application starts from. */
export interface StartPoint {
  readonly name: string;
  readonly createdAt?: Date;
  readonly applicationVersion?: number;
}

/** Snapshot whose state does not work, by a failed start or a job that failed. */
export interface BrokenState extends StartPoint {
  readonly why: string;
  /** True once it has its mark: a person may trust it again since. Missing in journals of earlier versions. */
  readonly isMarked?: true;
}

export interface DoneStep {
  readonly step: DrillStep;
  readonly said: string;
  readonly endedAt: Date;
}

/** Result, once there is one. */
export interface DrillOutcome {
  readonly verdict: DrillVerdict;
  readonly because: readonly string[];
  /** False: the application does not run, and neither state could be started. */
  readonly isRunning: boolean;
  /** Doubt about the job of an application that was started: it does not work, or not all could be seen. */
  readonly doubt?: 'broken' | 'not-seen';
  /** Fault of something else than its state. */
  readonly fault?: DrillFault;
  /** True: nothing that was seen speaks against its state; missing in journals of earlier versions. */
  readonly isStateUnclear?: true;
  /** Snapshot that the application can still be started from, where no start was accepted. */
  readonly startFrom?: string;
}

/**
 * Fault of a failed drill that is not its state's: the right to start is missing, no start was accepted for long, this
 * start was refused, or somebody changed the application while it was stopped.
 */
export type DrillFault = 'no-right' | 'no-answer' | 'refused' | 'changed';

/**
 * Meaning of a call that failed: `open` may have taken effect; the others have not, for certain. `passing` may be accepted
 * when it is asked again, `denied` misses a right, `lasting` would be refused again.
 */
export type CallFailure = 'open' | 'passing' | 'denied' | 'lasting';

/** A drill as its journal keeps it. */
export interface Drill {
  readonly plan: DrillPlan;
  /** Step that is under way, or comes next. */
  readonly step: DrillStep;
  readonly stepBegunAt: Date;
  /** Time before a call of this step that changes the application was sent. */
  readonly askedAt?: Date;
  /** Time at which the service accepted it. */
  readonly acceptedAt?: Date;
  /** Number of such calls in this step. */
  readonly asked?: number;
  /** Last error of this step. */
  readonly trouble?: string;
  /** Its meaning; missing in journals of earlier versions. */
  readonly callFailure?: CallFailure;
  /** True: the calls of this step have changed nothing, for certain. */
  readonly isUntouched?: boolean;
  /** Time since which the service does not tell in this step when the application was stopped last. */
  readonly stopsUnknownSince?: Date;
  /** Its error. */
  readonly stopsUnknown?: string;
  /** Looks at the job before the stop; missing in journals of earlier versions, and where nobody may look. */
  readonly jobBefore?: readonly JobView[];
  /** Names of the snapshots before the stop. */
  readonly known?: readonly string[];
  /** Time before the stop was asked for. */
  readonly stoppedAt?: Date;
  /** Time at which it was first seen stopped. */
  readonly readyAt?: Date;
  /** Time at which the last start was accepted. */
  readonly startedAt?: Date;
  /** Version of the application at that start: another one is somebody else's deployment. */
  readonly startedVersion?: number;
  /** Snapshot of before, once it is READY. */
  readonly before?: StartPoint;
  /** Snapshot that the service took for the stop. */
  readonly stopSnapshot?: StartPoint;
  /** Looks at the job since the last start. */
  readonly views?: readonly JobView[];
  /** Reason why the last look saw nothing. */
  readonly notSeen?: string;
  /** Status of the snapshot after the last start. */
  readonly freshStatus?: string;
  /** True since that snapshot was asked for, and may have been accepted. */
  readonly isFreshAsked?: true;
  /** Reasons why the state of the stop did not work. */
  readonly failure?: readonly string[];
  /**
   * True: the job from the snapshot of the stop failed by what was seen of it; it was not only slow, and nobody may have
   * stopped it. Missing in journals of earlier versions.
   */
  readonly hasJobFailed?: true;
  /** Snapshots that were found broken: nobody should start from them again. */
  readonly brokenStates?: readonly BrokenState[];
  /** Fault of something else than the state. */
  readonly fault?: DrillFault;
  readonly outcome?: DrillOutcome;
  /** True: for some time since the stop nobody drove it, so how long a restore takes is not known. */
  readonly isUnmeasured?: true;
  /** Seconds from the stop until it was judged; missing where they were not measured. */
  readonly seconds?: number;
  readonly done: readonly DoneStep[];
  /** Invocation that works on it. */
  readonly owner: string;
  /** Until then no other one may. */
  readonly leaseUntil: Date;
  /** Time at which the next request is expected. */
  readonly dueAt: Date;
  /** Time of the mail about its result; undefined: nobody was mailed. */
  readonly toldAt?: Date;
  /** True since a run took it over: whoever drove it is gone, and excuses nothing. */
  readonly isLeft?: true;
  readonly isEnded: boolean;
}

/** Milliseconds that one request may work on a drill before another may take it over; the service's calls end earlier. */
export const LEASE_MS = 60_000;
/** Milliseconds after which a drill that nobody asked about counts as dead: whoever drove it is gone. */
const SILENT_MS = 180_000;
/** Milliseconds after which a drill counts as dead whatever else: no run is silent for longer. */
const LONGEST_MS = 4 * 3_600_000;

/** Steps that follow once the application is as it stays. */
const AFTERWARDS: readonly DrillStep[] = ['release', 'record', 'tell'];

/** State of a drill for the runs of its application. */
export type Liveness = 'none' | 'alive' | 'dead';

/** Whether somebody still works on the drill. */
export function livenessOf(drill: Drill | undefined, now: Date): Liveness {
  if (!drill || drill.isEnded) return 'none';
  return drill.isLeft || silentMs(drill, now) >= SILENT_MS || isTooOld(drill, now) ? 'dead' : 'alive';
}

function silentMs({ leaseUntil, dueAt }: Drill, now: Date): number {
  return now.getTime() - Math.max(leaseUntil.getTime(), dueAt.getTime());
}

/**
 * The drill in the hands of whoever goes on with it. After a silence the looks at the job begin anew, because what
 * happened between is of nobody's drill, and its proof has the time that it had left.
 *
 * @param isByRun true: by a run of the schedule, in place of its driver.
 */
export function takenUp({ isLeft: _, ...found }: Drill, now: Date, isByRun: boolean): Drill {
  const drill: Drill = isByRun ? { ...found, isLeft: true } : found;
  const silence = silentMs(drill, now);
  if (silence < SILENT_MS) return drill;
  const left: Drill = drill.stoppedAt && !drill.outcome ? { ...drill, isUnmeasured: true } : drill;
  if (drill.step !== 'prove' && drill.step !== 'prove-before') return left;
  const { views, notSeen, ...unseen } = left;
  return { ...unseen, stepBegunAt: new Date(drill.stepBegunAt.getTime() + silence) };
}

/** A drill by the time of its first request. */
interface Begun {
  readonly plan: Pick<DrillPlan, 'begunAt'>;
}

/** True for a drill that should be long over: it no longer excuses anything. */
export function isTooOld(drill: Begun, now: Date): boolean {
  return now >= tooOldAt(drill);
}

/** Time from which a drill counts as dead, whoever drives it. */
export function tooOldAt({ plan }: Begun): Date {
  return new Date(plan.begunAt.getTime() + LONGEST_MS);
}

/** True while the drill may have the application stopped, or is about to stop it. */
export function isInTheWay({ isEnded, step }: Drill): boolean {
  return !isEnded && !AFTERWARDS.includes(step);
}

/** True when the last request gave its lease back: nobody works on the drill, whatever a clock says. */
export function isGivenBack({ leaseUntil, dueAt }: Drill): boolean {
  return dueAt > leaseUntil;
}

/** True for a drill of this application, and not of an earlier one of the same name. */
export function isDrillOf({ plan: { applicationCreatedAt } }: Drill, createdAt: Date | undefined): boolean {
  return !applicationCreatedAt || !createdAt || applicationCreatedAt.getTime() === createdAt.getTime();
}

/** True if, by this drill, the next one begins after a failure that no proof has ended. */
export function leavesAFailure({ plan, outcome }: Drill): boolean {
  if (outcome?.verdict === 'proven') return false;
  return outcome?.verdict === 'not-proven' || plan.isAfterFailure === true;
}

/** Time of the mail that this drill, which has ended, left the application stopped; undefined: there was none. */
export function toldStoppedAt(drill: Drill, applicationCreatedAt: Date | undefined): Date | undefined {
  const { outcome, isEnded, toldAt } = drill;
  if (!isEnded || !isDrillOf(drill, applicationCreatedAt)) return undefined;
  return outcome?.verdict === 'not-proven' && !outcome.isRunning ? toldAt : undefined;
}

/** Milliseconds for which a step of the end may last before the runs report a stop themselves: longer than its mail is tried. */
const TELLING_MS = 900_000;

/** True for a drill that left the application stopped, and whose mail about that is still to come. */
export function tellsStop(drill: Drill, applicationCreatedAt: Date | undefined, now: Date): boolean {
  const { outcome, isEnded, stepBegunAt } = drill;
  if (isEnded || !isDrillOf(drill, applicationCreatedAt) || isInTheWay(drill)) return false;
  if (now.getTime() - stepBegunAt.getTime() >= TELLING_MS) return false;
  return outcome?.verdict === 'not-proven' && !outcome.isRunning;
}

/** Time of the result; `undefined` before there is one. */
export function judgedAt({ done, outcome }: Drill): Date | undefined {
  return outcome && done.findLast(({ step }) => !AFTERWARDS.includes(step))?.endedAt;
}

/** State that the present step is about. */
export function attemptOf(step: DrillStep): Attempt {
  return step === 'start-before' || step === 'prove-before' ? 'before' : 'stop-snapshot';
}

/** Snapshot that the present step starts from, or has started from. */
export function startPointOf(drill: Drill): StartPoint {
  const before = drill.before ?? { name: drill.plan.before };
  return attemptOf(drill.step) === 'before' ? before : (drill.stopSnapshot ?? before);
}

/** Person under whose name a drill freezes and holds. */
export function holderOf({ plan }: Pick<Drill, 'plan'>): string {
  return HOLDER + plan.id;
}

/** True for a name under which drills freeze and hold; a person may have such a name as well. */
export function isHolder(who: string): boolean {
  return who.startsWith(HOLDER);
}

const HOLDER = 'drill ';

/** The drill with the next step, and a sentence about the one that ended. */
export function withStep(drill: Drill, step: DrillStep, said: string, now: Date): Drill {
  const { askedAt, acceptedAt, asked, trouble, callFailure, isUntouched, stopsUnknownSince, stopsUnknown, ...rest } =
    drill;
  return { ...rest, done: [...drill.done, { step: drill.step, said, endedAt: now }], step, stepBegunAt: now };
}

/** The drill with its result: nothing more is done to the application. */
export function withOutcome(drill: Drill, outcome: DrillOutcome, said: string, now: Date): Drill {
  const { stoppedAt, isUnmeasured } = drill;
  const seconds =
    stoppedAt && !isUnmeasured ? Math.max(0, Math.round((now.getTime() - stoppedAt.getTime()) / 1000)) : undefined;
  return { ...withStep(drill, 'release', said, now), outcome, ...(seconds === undefined ? {} : { seconds }) };
}
