import type { ApplicationState } from '../domain/application-state';
import { withBrokenJob, withFailedJob } from '../domain/drill/broken-states';
import { attemptOf, type Drill, startPointOf } from '../domain/drill/drill';
import { isFinal, isProofOver, whileProving } from '../domain/drill/rules';
import { type Evidence, isUp, type JobView, judge, mayBeUp, viewsAgainst } from '../domain/recovery/proof';
import { isCreatedSince } from '../domain/recovery/stop-snapshot';
import { boundedText } from '../domain/texts';
import { SnapshotApiError } from '../ports';
import type { DrillSession } from './session';
import {
  boundedView,
  failed,
  isStoppedByOthers,
  MOST_CHARACTERS,
  notProven,
  type StepEnd,
  type StepWorld,
  settled,
  waitOrEnd,
  withCause,
} from './step-end';

/** Looks that a journal keeps: the first and the last ones. */
const MOST_VIEWS = 40;

/** Looks at the started job, asks for the snapshot of after, and judges what has been seen so far. */
export async function prove(session: DrillSession, world: StepWorld, seen: ApplicationState): Promise<StepEnd> {
  const { api, clock, recovery } = world.ports;
  const isByOthers = seen.status !== 'RUNNING' && (await isStoppedByOthers(session, session.drill.startedAt, world));
  const decision = whileProving(session.drill, seen, isByOthers);
  if (decision?.kind === 'failed') {
    const why = await withCause('start', decision.why, session.drill, world);
    return failed(withFailedJob(session.drill, seen, why), seen, [why], world, clock.now());
  }
  if (decision) return waitOrEnd(session.drill, decision, clock.now(), seen);
  const { application, fresh: names } = session.drill.plan;
  const fresh = names[attemptOf(session.drill.step)];
  const look = await recovery.look(application);
  const { notSeen: _, ...before } = session.drill;
  const views = before.views ?? [];
  let drill: Drill =
    'view' in look
      ? { ...before, views: [...views.slice(0, 1), ...views.slice(1).slice(1 - MOST_VIEWS), boundedView(look.view)] }
      : { ...before, notSeen: boundedText(look.notSeen, MOST_CHARACTERS) };
  const { views: looks = [], notSeen } = drill;
  if (seen.status === 'RUNNING' && mayBeUp({ views: looks, notSeen }) && !isFinal(drill.freshStatus)) {
    const snapshot = await api.describeSnapshot(application, fresh);
    // One of that name that is older tells nothing of this start.
    const isFresh = snapshot !== undefined && isCreatedSince(snapshot, drill.startedAt ?? drill.stepBegunAt);
    drill = { ...drill, freshStatus: isFresh ? snapshot.status : undefined };
    // A full quota or a refusal is no reason against the job: its own checkpoints prove as well.
    if (!snapshot && (await mayBeAccepted(api.createSnapshot(application, fresh)))) {
      drill = { ...drill, isFreshAsked: true };
    }
  }
  const target = startPointOf(drill).name;
  const { restoresFrom } = seen;
  const evidence: Evidence = {
    views: looks,
    notSeen,
    status: seen.status,
    startedFrom: restoresFrom.kind === 'snapshot' ? restoresFrom.name : undefined,
    isFromLatest: restoresFrom.kind === 'latest',
    target,
  };
  const after = drill.freshStatus === undefined ? {} : { fresh: { name: fresh, status: drill.freshStatus } };
  const isOver = isProofOver(drill, clock.now());
  const { verdict, because } = judge({ ...evidence, ...after }, isOver);
  if (verdict === 'waiting') return { drill, wait: true };
  const failures = drill.failure ?? [];
  if (verdict === 'not-proven') {
    if (judge(evidence, isOver).verdict === 'not-proven') {
      const found = hasFailed(looks)
        ? withFailedJob(drill, seen, boundedText(because.join(' '), MOST_CHARACTERS))
        : drill;
      return failed(found, seen, because, world, clock.now());
    }
    // No job is stopped by force, and set back, for no more than a snapshot that failed.
    if (isSeenUp(evidence)) return notProven(drill, [...failures, ...because], 'works', clock.now());
    if (!isOver) return { drill, wait: true };
    return notProven(drill, [...failures, ...because], 'not-seen', clock.now());
  }
  if (drill.step === 'prove-before') {
    if (verdict === 'proven') return notProven(withBrokenJob(drill), failures, 'works', clock.now());
    return notProven(drill, [...failures, ...because], 'not-seen', clock.now());
  }
  return settled(drill, { verdict, because, isRunning: true }, clock.now());
}

/** True if a look speaks against the job: it restarted, or has ended. One that is only slow may come up later. */
function hasFailed(views: readonly JobView[]): boolean {
  return viewsAgainst(views).length > 0 || views.some(({ restarts = 0 }) => restarts > 0);
}

/** False where the service certainly did not accept a snapshot. */
async function mayBeAccepted(created: Promise<void>): Promise<boolean> {
  try {
    await created;
    return true;
  } catch (error) {
    return !(error instanceof SnapshotApiError) || error.kind === 'other';
  }
}

/** True if the last look saw all tasks run, and the number of restarts. */
function isSeenUp({ views, notSeen }: Evidence): boolean {
  const last = views.at(-1);
  return last?.restarts !== undefined && notSeen === undefined && isUp(last);
}
