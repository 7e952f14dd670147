import {
  type Drill,
  isDrillOf,
  isGivenBack,
  isInTheWay,
  LEASE_MS,
} from '../../lambda-src/snapshot-manager/domain/drill/drill';
import type { SnapshotApi } from '../../lambda-src/snapshot-manager/ports';
import type { DrillWords } from './drill-words';

/** Time between two looks at a drill. */
const POLL_MS = 1_000;
/** Time between two lines about the waiting. */
const PROGRESS_MS = 10_000;
/** Difference that the clock of the manager and ours may have. */
const CLOCK_TOLERANCE_MS = 60_000;

export interface GoFirstPorts {
  /** Missing where there is no table: then there is no drill either, as far as can be seen. */
  readonly drills: DrillWords | undefined;
  readonly clock: { readonly now: () => Date; readonly sleep: (ms: number) => Promise<void> };
  readonly say: (line: string) => void;
}

/** Command of a person that changes an application. */
export interface PersonsAct {
  readonly application: string;
  readonly applicationCreatedAt: Date | undefined;
  /** `restore`, `start`, `stop` or `rollback`. */
  readonly what: string;
  readonly who: string;
}

/** Drill of this very application that may have it stopped, or is about to stop it; also one whose driver is dead. */
export async function drillUnderWay(
  { application, applicationCreatedAt }: Pick<PersonsAct, 'application' | 'applicationCreatedAt'>,
  drills: DrillWords | undefined,
): Promise<Drill | undefined> {
  const drill = await drills?.read(application);
  return drill && isInTheWay(drill) && isDrillOf(drill, applicationCreatedAt) ? drill : undefined;
}

/** Sentence on a drill that is in the way. */
export function drillText({ plan: { id, application, who }, step }: Drill): string {
  return `Drill ${id} of ${application} by ${who} is under way at the step "${step}"`;
}

/**
 * Makes a drill give way before a person's command changes anything, and waits until its step in hand is over. What was
 * known of the application before is old afterwards: the drill may have stopped or started it.
 *
 * @returns the drill as it was last seen; undefined: none was in the way, and nothing was written.
 */
export async function goBeforeDrill(act: PersonsAct, ports: GoFirstPorts): Promise<Drill | undefined> {
  const { drills, clock, say } = ports;
  const drill = await drillUnderWay(act, drills);
  if (!drill || !drills) return undefined;
  const { application, what, who } = act;
  say(`${drillText(drill)}: it gives way to this ${what}.`);
  await drills.giveWay(application, { drill: drill.plan.id, what, who }, clock.now());
  return (await untilItsStepIsOver(act, ports, { toleranceMs: CLOCK_TOLERANCE_MS })) ?? drill;
}

/**
 * Waits until no request works on a drill that was told to give way. It reads the word after it has taken its lease: a
 * request whose lease is not there yet sees the word.
 *
 * @param options `beat` is called at each look; `toleranceMs`: difference that both clocks may have (default: none).
 * @returns the drill as it was last seen.
 */
export async function untilItsStepIsOver(
  act: Pick<PersonsAct, 'application' | 'applicationCreatedAt'>,
  { drills, clock, say }: GoFirstPorts,
  {
    beat = async () => {},
    toleranceMs = 0,
  }: { readonly beat?: () => Promise<void>; readonly toleranceMs?: number } = {},
): Promise<Drill | undefined> {
  let last: Drill | undefined;
  let seenSince = clock.now();
  let saidAt: Date | undefined;
  for (;;) {
    const drill = await drills?.read(act.application);
    if (!drill || !isDrillOf(drill, act.applicationCreatedAt)) return last;
    const now = clock.now();
    if (drill.leaseUntil.getTime() !== last?.leaseUntil.getTime()) seenSince = now;
    last = drill;
    if (!isInTheWay(drill) || isStepOver(drill, seenSince, now, toleranceMs)) return drill;
    if (!saidAt || now.getTime() - saidAt.getTime() >= PROGRESS_MS) {
      const left = Math.max(1, Math.ceil((seenSince.getTime() + LEASE_MS - now.getTime()) / 1000));
      say(`Waiting for the drill's step "${drill.step}" to end (at most ${left} s more) ...`);
      saidAt = now;
    }
    await beat();
    await clock.sleep(POLL_MS);
  }
}

/** The lease is given back, or over by whichever clock; one that does not change for its length is a dead request's. */
function isStepOver(drill: Drill, seenSince: Date, now: Date, toleranceMs: number): boolean {
  return isLeaseOver(drill, now, toleranceMs) || now.getTime() - seenSince.getTime() >= LEASE_MS;
}

/** True once no request works on the drill any more: its lease was given back, or is over by both clocks. */
export function isLeaseOver(drill: Drill, now: Date, toleranceMs: number = CLOCK_TOLERANCE_MS): boolean {
  return isGivenBack(drill) || now.getTime() >= drill.leaseUntil.getTime() + toleranceMs;
}

/** Statuses that a stop or start leaves by itself. */
const ON_ITS_WAY = ['STOPPING', 'STARTING', 'FORCE_STOPPING'];

/**
 * Waits while the service ends what the drill asked for.
 *
 * @param isWhole true: until the application is stopped or runs; false: only while no stop by force is possible.
 * @returns the last status; that of a service that takes longer than `timeoutMs` as well.
 */
export async function untilSettled(
  application: string,
  isWhole: boolean,
  timeoutMs: number,
  { api, clock, say }: Omit<GoFirstPorts, 'drills'> & { readonly api: Pick<SnapshotApi, 'describeApplication'> },
): Promise<string> {
  const until = clock.now().getTime() + timeoutMs;
  let said: string | undefined;
  for (;;) {
    const { status } = await api.describeApplication(application);
    const isOver = isWhole ? !ON_ITS_WAY.includes(status) : status !== 'FORCE_STOPPING';
    if (isOver || clock.now().getTime() >= until) return status;
    if (said !== status) say(`${application} is ${status} by the drill: waiting until that is over ...`);
    said = status;
    await clock.sleep(POLL_MS);
  }
}
