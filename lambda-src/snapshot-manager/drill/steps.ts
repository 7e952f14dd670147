import type { ApplicationState } from '../domain/application-state';
import { type Drill, holderOf, startPointOf, withStep } from '../domain/drill/drill';
import {
  beforeTheStop,
  decideSnapshot,
  decideStart,
  decideStop,
  decideStopAgain,
  isListComplete,
  lastOwnStop,
  lostApplication,
  STOPPED_BY_OTHERS,
  stoppedSince,
} from '../domain/drill/rules';
import { latestEndOfFreeze } from '../domain/marks';
import { snapshotOfStop } from '../domain/recovery/stop-snapshot';
import { boundedText } from '../domain/texts';
import { describeError } from '../log';
import { RecoveryCallError } from '../ports';
import { findApplication } from '../run/find-application';
import { lookBeforeTheStop, notToBeStopped } from './before-the-stop';
import { prove } from './prove';
import type { DrillSession } from './session';
import {
  ended,
  failed,
  isStoppedByOthers,
  MOST_CHARACTERS,
  mayStop,
  notProven,
  type StepEnd,
  type StepWorld,
  unknownStops,
  waitOrEnd,
  withCause,
} from './step-end';

const HOUR_MS = 3_600_000;
const FREEZE_HOURS = 24;
const HOLD_DAYS = 7;

/** Does what the present step of the drill can do now. What changes the application is written down first. */
export async function performStep(session: DrillSession, world: StepWorld): Promise<StepEnd> {
  const { drill } = session;
  const { drills, clock } = world.ports;
  const { application, applicationCreatedAt, id } = drill.plan;
  const seen = await findApplication(application, world.ports.api);
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

/** Waits for a run under way: whoever takes the lock after this reads the drill. */
async function check({ drill }: DrillSession, world: StepWorld, seen: ApplicationState): Promise<StepEnd> {
  const { locks, clock } = world.ports;
  const now = clock.now();
  const refusal = (await notToBeStopped(drill, seen, world)) ?? beforeTheStop(drill, seen, now);
  if (refusal) return ended(drill, refusal, now, seen);
  // The second look comes after the snapshot of before.
  const { drill: looked, end } = await lookBeforeTheStop(drill, seen, world);
  if (end && !end.wait) return end;
  const { application, id } = drill.plan;
  const lease = { owner: holderOf(drill), eventId: id, until: new Date(now.getTime() + 5_000) };
  const inTheWay = await locks.take(application, lease, now);
  if (inTheWay) return { drill: looked, wait: true };
  await locks.giveBack(application, lease);
  return { drill: withStep(looked, 'freeze', 'The application may be drilled.', now), wait: false };
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
  const refusal = (await notToBeStopped(drill, seen, world)) ?? beforeTheStop(drill, seen, clock.now());
  if (refusal) return ended(drill, refusal, clock.now(), seen);
  const snapshot = await api.describeSnapshot(application, before);
  const decision = decideSnapshot(drill, snapshot, clock.now());
  if (decision.kind === 'done' && snapshot) {
    const { name, createdAt, applicationVersion } = snapshot;
    const known = (await api.listSnapshots(application)).map((each) => each.name);
    const { drill: looked, end } = await lookBeforeTheStop(drill, seen, world);
    if (end) return end;
    const ready: Drill = { ...looked, before: { name, createdAt, applicationVersion }, known };
    return { drill: withStep(ready, 'stop', `Snapshot ${name} is READY.`, clock.now()), wait: false };
  }
  if (decision.kind !== 'ask') return waitOrEnd(drill, decision, clock.now(), seen);
  return { drill: await ask(session, world, () => api.createSnapshot(application, before)), wait: true };
}

async function stop(session: DrillSession, world: StepWorld, seen: ApplicationState): Promise<StepEnd> {
  const { clock, recovery } = world.ports;
  const { application } = session.drill.plan;
  const decision = decideStop(session.drill, seen, clock.now());
  const isOpen = session.drill.acceptedAt === undefined && (decision.kind === 'done' || decision.kind === 'force');
  const isByOthers = isOpen && (await isStoppedByOthers(session, lastOwnStop(session.drill), world));
  const { drill } = session;
  if (isByOthers) return ended(drill, STOPPED_BY_OTHERS, clock.now(), seen);
  switch (decision.kind) {
    case 'done':
      return afterStop(session, world);
    case 'ask': {
      const refusal = await notToBeStopped(drill, seen, world);
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
  const { clock, recovery } = world.ports;
  const since = stoppedSince(session.drill, clock.now());
  const isByOthers = seen.status === 'READY' && (await isStoppedByOthers(session, since, world));
  const { drill } = session;
  const target = startPointOf(drill).name;
  const decision = decideStart(drill, seen, clock.now(), isByOthers);
  switch (decision.kind) {
    case 'ask':
      return { drill: await ask(session, world, () => recovery.startFrom(drill.plan.application, target)), wait: true };
    case 'done': {
      const { views, notSeen, freshStatus, isFreshAsked, startedVersion: _, ...rest } = drill;
      const startedAt = drill.acceptedAt ?? drill.askedAt ?? clock.now();
      const next = drill.step === 'start' ? 'prove' : 'prove-before';
      const said = `The application was started from ${target}.`;
      const started: Drill = { ...rest, startedAt, startedVersion: seen.version };
      return { drill: withStep(started, next, said, clock.now()), wait: false };
    }
    case 'failed': {
      const why = await withCause('start', decision.why, drill, world);
      const { fault } = decision;
      if (!fault) return failed(drill, seen, [why], world, clock.now());
      if (fault === 'refused') return failed({ ...drill, fault }, seen, [why], world, clock.now());
      // Another state would not be started either.
      return notProven({ ...drill, fault }, [...(drill.failure ?? []), why], 'stopped', clock.now());
    }
    default:
      return waitOrEnd(drill, decision, clock.now(), seen);
  }
}

async function stopAgain(session: DrillSession, world: StepWorld, seen: ApplicationState): Promise<StepEnd> {
  const { clock, recovery } = world.ports;
  const isByOthers = seen.status !== 'RUNNING' && (await isStoppedByOthers(session, session.drill.startedAt, world));
  const { drill } = session;
  const failure = [...(drill.failure ?? []), ...unknownStops(drill)];
  const decision = decideStopAgain(drill, seen, clock.now(), isByOthers);
  switch (decision.kind) {
    case 'done':
      return {
        drill: { ...withStep(drill, 'start-before', 'The application is stopped.', clock.now()), failure },
        wait: false,
      };
    case 'force':
      if (seen.status === 'RUNNING' && !mayStop(world)) {
        return notProven(drill, [...(drill.failure ?? []), 'It is not stopped by force.'], 'broken', clock.now());
      }
      return { drill: await ask(session, world, () => recovery.stop(drill.plan.application, true)), wait: true };
    case 'failed':
      return notProven(drill, [...failure, decision.why], 'broken', clock.now());
    default:
      return waitOrEnd(drill, decision, clock.now(), seen);
  }
}

/** Sends a call that changes the application, written down before and after. Its error is for the next look. */
async function ask(
  session: DrillSession,
  { ports: { clock } }: StepWorld,
  send: () => Promise<void>,
  change: Partial<Drill> = {},
): Promise<Drill> {
  const { trouble, callFailure: _, isUntouched, ...before } = session.drill;
  const wasUntouched = before.askedAt === undefined || isUntouched;
  const asked: Drill = { ...before, ...change, askedAt: clock.now(), asked: (before.asked ?? 0) + 1 };
  await session.write(asked);
  try {
    await send();
    return { ...asked, acceptedAt: clock.now() };
  } catch (error) {
    const callFailure = error instanceof RecoveryCallError ? error.failure : 'open';
    const failed: Drill = { ...asked, trouble: boundedText(describeError(error), MOST_CHARACTERS), callFailure };
    return wasUntouched && callFailure !== 'open' ? { ...failed, isUntouched: true } : failed;
  }
}
