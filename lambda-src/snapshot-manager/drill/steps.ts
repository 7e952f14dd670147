import type { ApplicationState } from '../domain/application-state';
import {
  attemptOf,
  type Drill,
  type DrillOutcome,
  holderOf,
  startPointOf,
  withOutcome,
  withStep,
} from '../domain/drill/drill';
import {
  beforeTheStop,
  type Decision,
  decideSnapshot,
  decideStart,
  decideStop,
  decideStopAgain,
  isListComplete,
  isProofOver,
  lostApplication,
  whileProving,
} from '../domain/drill/rules';
import { latestEndOfFreeze } from '../domain/marks';
import { type Evidence, isUp, type JobView, judge } from '../domain/recovery/proof';
import { snapshotOfStop } from '../domain/recovery/stop-snapshot';
import { boundedText, stopAfter } from '../domain/texts';
import { describeError } from '../log';
import { type Ports, SnapshotApiError } from '../ports';
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

const HOUR_MS = 3_600_000;
const FREEZE_HOURS = 24;
const HOLD_DAYS = 7;
/** Looks that a journal keeps: the first and the last ones. */
const MOST_VIEWS = 40;
/** Characters of a cause or an error in the journal. */
const MOST_CHARACTERS = 1_000;

/** Does what the present step of the drill can do now. What changes the application is written down first. */
export async function performStep(session: DrillSession, world: StepWorld): Promise<StepEnd> {
  const { drill } = session;
  const { api, drills, clock } = world.ports;
  const { application, applicationCreatedAt, id } = drill.plan;
  const seen = await describe(application, api);
  const lost = lostApplication(drill, seen);
  if (lost || !seen) return ended(drill, lost ?? { kind: 'gave-way', why: 'The application is gone.' }, clock.now());
  const person = await drills.personAtWork(application, applicationCreatedAt, id);
  if (person !== undefined) {
    return ended(drill, { kind: 'gave-way', why: `The drill gave way to ${person}.` }, clock.now(), seen);
  }
  switch (drill.step) {
    case 'check':
      return check(session, world, seen);
    case 'freeze':
      return freeze(session, world);
    case 'snapshot':
      return takeSnapshot(session, world, seen);
    case 'stop':
      return stop(session, world, seen);
    case 'start':
    case 'start-before':
      return start(session, world, seen);
    case 'prove':
    case 'prove-before':
      return prove(session, world, seen);
    case 'stop-again':
      return stopAgain(session, world, seen);
    default:
      return { drill, wait: false };
  }
}

async function describe(application: string, api: Ports['api']): Promise<ApplicationState | undefined> {
  try {
    return await api.describeApplication(application);
  } catch (error) {
    if (error instanceof SnapshotApiError && error.kind === 'not-found') return undefined;
    throw error;
  }
}

/** Waits for a run under way: whoever takes the lock after this reads the drill. */
async function check({ drill }: DrillSession, world: StepWorld, seen: ApplicationState): Promise<StepEnd> {
  const { locks, clock } = world.ports;
  const now = clock.now();
  const refusal = dead(world) ?? beforeTheStop(drill, seen, now);
  if (refusal) return ended(drill, refusal, now, seen);
  const { application, id } = drill.plan;
  const lease = { owner: holderOf(drill), eventId: id, until: new Date(now.getTime() + 5_000) };
  const inTheWay = await locks.take(application, lease, now);
  if (inTheWay) return { drill, wait: true };
  await locks.giveBack(application, lease);
  return { drill: withStep(drill, 'freeze', 'The application may be drilled.', now), wait: false };
}

async function freeze({ drill }: DrillSession, { ports, limits }: StepWorld): Promise<StepEnd> {
  const { application, why, begunAt, before } = drill.plan;
  const { marks, holds, api, clock } = ports;
  const used = (await api.listSnapshots(application)).length;
  const latest = latestEndOfFreeze(begunAt, { used, ...limits });
  const until = new Date(Math.min(begunAt.getTime() + FREEZE_HOURS * HOUR_MS, latest.getTime()));
  const who = holderOf(drill);
  if (until > begunAt) await marks.freeze({ application, who, why, since: begunAt, until });
  await holds.hold(holdOn(drill, before));
  return { drill: withStep(drill, 'snapshot', 'No snapshot is deleted until the end.', clock.now()), wait: false };
}

function holdOn(drill: Drill, snapshotName: string) {
  const { application, why, begunAt } = drill.plan;
  const until = new Date(begunAt.getTime() + HOLD_DAYS * 24 * HOUR_MS);
  return { application, snapshotName, who: holderOf(drill), why, heldAt: begunAt, until };
}

async function takeSnapshot(session: DrillSession, world: StepWorld, seen: ApplicationState): Promise<StepEnd> {
  const { drill } = session;
  const { api, clock } = world.ports;
  const { application, before } = drill.plan;
  const refusal = dead(world) ?? beforeTheStop(drill, seen, clock.now());
  if (refusal) return ended(drill, refusal, clock.now(), seen);
  const snapshot = await api.describeSnapshot(application, before);
  const decision = decideSnapshot(drill, snapshot?.status, clock.now());
  if (decision.kind === 'done' && snapshot) {
    const { name, createdAt, applicationVersion } = snapshot;
    const known = (await api.listSnapshots(application)).map((each) => each.name);
    const ready: Drill = { ...drill, before: { name, createdAt, applicationVersion }, known };
    return { drill: withStep(ready, 'stop', `Snapshot ${name} is READY.`, clock.now()), wait: false };
  }
  if (decision.kind !== 'ask') return waitOrEnd(drill, decision, clock.now(), seen);
  return { drill: await ask(session, world, () => api.createSnapshot(application, before)), wait: true };
}

async function stop(session: DrillSession, world: StepWorld, seen: ApplicationState): Promise<StepEnd> {
  const { drill } = session;
  const { clock, recovery } = world.ports;
  const { application } = drill.plan;
  const decision = decideStop(drill, seen, clock.now());
  switch (decision.kind) {
    case 'done':
      return afterStop(session, world);
    case 'ask': {
      const refusal = dead(world);
      if (refusal) return ended(drill, refusal, clock.now(), seen);
      const stoppedAt = drill.stoppedAt ?? clock.now();
      return { drill: await ask(session, world, () => recovery.stop(application, false), { stoppedAt }), wait: true };
    }
    case 'force':
      return { drill: await ask(session, world, () => recovery.stop(application, true)), wait: true };
    case 'failed':
      if (await findStopSnapshot(drill, world)) {
        return ended(drill, { kind: 'gave-way', why: 'Somebody else started the application.' }, clock.now(), seen);
      }
      // It runs on: nothing has to be brought back.
      return notProven(drill, [await withCause('stop', decision.why, drill, world)], 'works', clock.now());
    default:
      return waitOrEnd(drill, decision, clock.now(), seen);
  }
}

/** Sentence about a start or stop that failed, with the service's cause where it tells one. */
async function withCause(act: 'start' | 'stop', why: string, drill: Drill, { ports }: StepWorld): Promise<string> {
  const since = drill.startedAt ?? drill.stoppedAt ?? drill.stepBegunAt;
  const cause = await ports.recovery.failureOf(act, drill.plan.application, since);
  if (cause === undefined || cause.trim() === '') return why;
  const text = boundedText(cause.trim(), MOST_CHARACTERS);
  return `${why} The service says: ${text}${stopAfter(text)}`;
}

/** Snapshot that the service took for the stop of this drill; `undefined` while the list shows none. */
async function findStopSnapshot(drill: Drill, { ports: { api } }: StepWorld) {
  const { plan, known, stoppedAt = drill.stepBegunAt } = drill;
  return snapshotOfStop(await api.listSnapshots(plan.application), new Set(known), stoppedAt);
}

/** Finds the snapshot of the stop, and puts it on hold. */
async function afterStop({ drill }: DrillSession, world: StepWorld): Promise<StepEnd> {
  const { holds, clock } = world.ports;
  const now = clock.now();
  const taken = await findStopSnapshot(drill, world);
  if (taken) {
    await holds.hold(holdOn(drill, taken.name));
    const { name, createdAt, applicationVersion } = taken;
    const found: Drill = { ...drill, stopSnapshot: { name, createdAt, applicationVersion } };
    return { drill: withStep(found, 'start', `The application is stopped; ${name} has its state.`, now), wait: false };
  }
  const stopped: Drill = { ...drill, readyAt: drill.readyAt ?? now };
  if (!isListComplete(stopped, now)) return { drill: stopped, wait: true };
  const why = 'The stop left no snapshot that is READY.';
  return { drill: { ...withStep(stopped, 'start-before', why, now), failure: [why] }, wait: false };
}

async function start(session: DrillSession, world: StepWorld, seen: ApplicationState): Promise<StepEnd> {
  const { drill } = session;
  const { clock, recovery } = world.ports;
  const target = startPointOf(drill).name;
  const isByOthers = seen.status === 'READY' && (await isStoppedByOthers(drill, drill.acceptedAt, world));
  const decision = decideStart(drill, seen, clock.now(), isByOthers);
  switch (decision.kind) {
    case 'ask':
      return { drill: await ask(session, world, () => recovery.startFrom(drill.plan.application, target)), wait: true };
    case 'done': {
      const { views, notSeen, freshStatus, startedVersion: _, ...rest } = drill;
      const startedAt = drill.acceptedAt ?? drill.askedAt ?? clock.now();
      const next = drill.step === 'start' ? 'prove' : 'prove-before';
      const said = `The application was started from ${target}.`;
      const started: Drill = { ...rest, startedAt, startedVersion: seen.version };
      return { drill: withStep(started, next, said, clock.now()), wait: false };
    }
    case 'failed':
      return failed(drill, seen, [await withCause('start', decision.why, drill, world)], clock.now());
    default:
      return waitOrEnd(drill, decision, clock.now(), seen);
  }
}

/** Another way for a state that does not work: back to the one of before, or the end. */
function failed(drill: Drill, { status }: ApplicationState, because: readonly string[], now: Date): StepEnd {
  if (attemptOf(drill.step) === 'before') {
    const stays = status === 'READY' ? 'stopped' : 'broken';
    return notProven(drill, [...(drill.failure ?? []), ...because], stays, now);
  }
  const next = status === 'READY' ? 'start-before' : 'stop-again';
  return { drill: { ...withStep(drill, next, because.join(' '), now), failure: because }, wait: false };
}

async function stopAgain(session: DrillSession, world: StepWorld, seen: ApplicationState): Promise<StepEnd> {
  const { drill } = session;
  const { clock, recovery } = world.ports;
  const isByOthers = seen.status !== 'RUNNING' && (await isStoppedByOthers(drill, drill.startedAt, world));
  const decision = decideStopAgain(drill, seen, clock.now(), isByOthers);
  switch (decision.kind) {
    case 'done':
      return { drill: withStep(drill, 'start-before', 'The application is stopped.', clock.now()), wait: false };
    case 'force':
      return { drill: await ask(session, world, () => recovery.stop(drill.plan.application, true)), wait: true };
    case 'failed':
      return notProven(drill, [...(drill.failure ?? []), decision.why], 'broken', clock.now());
    default:
      return waitOrEnd(drill, decision, clock.now(), seen);
  }
}

async function prove(session: DrillSession, world: StepWorld, seen: ApplicationState): Promise<StepEnd> {
  const { api, clock, recovery } = world.ports;
  const isByOthers =
    seen.status !== 'RUNNING' && (await isStoppedByOthers(session.drill, session.drill.startedAt, world));
  const decision = whileProving(session.drill, seen, isByOthers);
  if (decision?.kind === 'failed') {
    return failed(session.drill, seen, [await withCause('start', decision.why, session.drill, world)], clock.now());
  }
  if (decision) return waitOrEnd(session.drill, decision, clock.now(), seen);
  const { application, fresh: names } = session.drill.plan;
  const fresh = names[attemptOf(session.drill.step)];
  const look = await recovery.look(application);
  const { notSeen: _, ...before } = session.drill;
  const views = before.views ?? [];
  let drill: Drill =
    'view' in look
      ? { ...before, views: [...views.slice(0, 1), ...views.slice(1).slice(1 - MOST_VIEWS), bounded(look.view)] }
      : { ...before, notSeen: boundedText(look.notSeen, MOST_CHARACTERS) };
  const last = drill.views?.at(-1);
  if (seen.status === 'RUNNING' && (!last || isUp(last)) && !isFinal(drill.freshStatus)) {
    const snapshot = await api.describeSnapshot(application, fresh);
    drill = { ...drill, freshStatus: snapshot?.status };
    // A full quota or a refusal is no reason against the job: its own checkpoints prove as well.
    if (!snapshot) await api.createSnapshot(application, fresh).catch(() => undefined);
  }
  const target = startPointOf(drill).name;
  const { restoresFrom } = seen;
  const evidence: Evidence = {
    views: drill.views ?? [],
    notSeen: drill.notSeen,
    status: seen.status,
    startedFrom: restoresFrom.kind === 'snapshot' ? restoresFrom.name : undefined,
    isFromLatest: restoresFrom.kind === 'latest',
    target,
  };
  const after = drill.freshStatus === undefined ? {} : { fresh: { name: fresh, status: drill.freshStatus } };
  const { verdict, because } = judge({ ...evidence, ...after }, isProofOver(drill, clock.now()));
  if (verdict === 'waiting') return { drill, wait: true };
  const failures = drill.failure ?? [];
  if (verdict === 'not-proven') {
    // A job that works is not stopped by force, and set back, for a snapshot that failed.
    if (!worksBut(evidence)) return failed(drill, seen, because, clock.now());
    return notProven(drill, [...failures, ...because], 'works', clock.now());
  }
  if (drill.step === 'prove-before') {
    if (verdict === 'proven') return notProven(drill, failures, 'works', clock.now());
    return notProven(drill, [...failures, ...because], 'not-seen', clock.now());
  }
  return settled(drill, { verdict, because, isRunning: true }, clock.now());
}

/** True if all tasks run and nothing but the snapshot of after speaks against the job. */
function worksBut(evidence: Evidence): boolean {
  const last = evidence.views.at(-1);
  return last?.restarts !== undefined && isUp(last) && judge(evidence, false).verdict !== 'not-proven';
}

/** View as the journal keeps it: an item has 400 KB, and a cause may quote the whole record. */
function bounded({ failure, ...view }: JobView): JobView {
  return failure === undefined ? view : { ...view, failure: boundedText(failure, MOST_CHARACTERS) };
}

function isFinal(status: string | undefined): boolean {
  return status === 'READY' || status === 'FAILED';
}

/**
 * True if somebody stopped the application after this drill had started it.
 *
 * @throws SnapshotApiError when the service does not answer: the next look asks again.
 */
async function isStoppedByOthers(drill: Drill, startedAt: Date | undefined, { ports }: StepWorld): Promise<boolean> {
  if (!startedAt) return false;
  const lastStopAt = await ports.recovery.lastStopAt(drill.plan.application);
  return lastStopAt !== undefined && lastStopAt > startedAt;
}

/** Sends a call that changes the application, written down before and after. Its error is for the next look. */
async function ask(
  session: DrillSession,
  { ports: { clock } }: StepWorld,
  send: () => Promise<void>,
  change: Partial<Drill> = {},
): Promise<Drill> {
  const { trouble, ...before } = session.drill;
  const asked: Drill = { ...before, ...change, askedAt: clock.now(), asked: (before.asked ?? 0) + 1 };
  await session.write(asked);
  try {
    await send();
    return { ...asked, acceptedAt: clock.now() };
  } catch (error) {
    return { ...asked, trouble: boundedText(describeError(error), MOST_CHARACTERS) };
  }
}

/** Decision for a drill that a run found dead, or that has lost its consent, before anything was stopped. */
function dead({ isTakeOver, hasConsent }: StepWorld): Decision | undefined {
  if (!hasConsent) return { kind: 'refused', why: 'The settings no longer consent to drills.' };
  if (!isTakeOver) return undefined;
  return { kind: 'refused', why: 'Whoever drove the drill was gone before anything was stopped.' };
}

function waitOrEnd(drill: Drill, decision: Decision, now: Date, seen: ApplicationState): StepEnd {
  return decision.kind === 'wait' ? { drill, wait: true } : ended(drill, decision, now, seen);
}

function ended(drill: Drill, decision: Decision, now: Date, seen?: ApplicationState): StepEnd {
  const because = 'why' in decision ? [decision.why] : [];
  const verdict = decision.kind === 'gave-way' ? 'given-up' : 'refused';
  return settled(drill, { verdict, because, isRunning: seen !== undefined && seen.status !== 'READY' }, now);
}

/** Result of a drill that failed, and how it leaves the application. */
function notProven(
  drill: Drill,
  because: readonly string[],
  stays: 'works' | 'stopped' | 'broken' | 'not-seen',
  now: Date,
): StepEnd {
  const doubt = stays === 'broken' || stays === 'not-seen' ? { doubt: stays } : {};
  return settled(drill, { verdict: 'not-proven', because, isRunning: stays !== 'stopped', ...doubt }, now);
}

function settled(drill: Drill, outcome: DrillOutcome, now: Date): StepEnd {
  return { drill: withOutcome(drill, outcome, outcome.because.join(' '), now), wait: false };
}
