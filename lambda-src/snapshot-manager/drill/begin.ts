import type { DrillRequest } from '../../contract';
import type { ApplicationState } from '../domain/application-state';
import { isManagedMode } from '../domain/application-state';
import { isStopped } from '../domain/application-status';
import { frozenText, openWindow, refusedByRules } from '../domain/drill/admission';
import { type Drill, type DrillPlan, isDrillOf, leavesAFailure } from '../domain/drill/drill';
import { usualRestoreSeconds } from '../domain/drill/drill-window';
import { suspectOf } from '../domain/marks';
import { proofsInForce } from '../domain/proofs';
import type { ManagerSettings } from '../domain/settings';
import { newestReady } from '../domain/snapshot';
import { DRILL_IDS, snapshotName } from '../domain/snapshot-name';
import type { RunContext } from '../run/run-context';
import type { SelectedApplication } from '../run/select-applications';
import { leaseFrom } from './session';

/** Snapshots of before, of the stop and of after. Without room the stop itself would fail, or lose its state. */
const SNAPSHOTS_OF_A_DRILL = 3;

/** Milliseconds for which a status that the service ends by itself is waited for, within the window. */
const PASSING_MS = 3_600_000;

/** Drill that may begin, perhaps later, or the reason why not: nothing was changed. */
export type Beginning =
  | { readonly plan: DrillPlan; readonly drill: Drill }
  | { readonly plan: DrillPlan; readonly waitsFor: string }
  | { readonly plan: DrillPlan; readonly refused: string };

/**
 * Judges whether a drill may begin.
 *
 * @param begunAt time of the first request of this drill.
 * @param other drill that the journal has.
 * @throws Error when the service or a table does not answer.
 */
export async function beginning(
  request: DrillRequest,
  { entry }: SelectedApplication,
  begunAt: Date,
  other: Drill | undefined,
  settings: ManagerSettings,
  context: RunContext,
): Promise<Beginning> {
  const { api, clock, drills, marks } = context.ports;
  const { application, drill: id, who, why } = request;
  const now = clock.now();
  const state = await api.describeApplication(application);
  const known = await marks.marksOf(application);
  const proofs = proofsInForce(known, state.createdAt);
  const asked = { application, consent: entry.drill, window: request.window, now };
  const prefix = settings.snapshotNamePrefix;
  const plan: DrillPlan = {
    id,
    application,
    applicationCreatedAt: state.createdAt,
    applicationVersion: state.version,
    who,
    why,
    begunAt,
    windowUntil: openWindow(asked)?.until ?? now,
    usualSeconds: usualRestoreSeconds(proofs, entry.drill?.usualSnapshotSeconds),
    usualSnapshotSeconds: entry.drill?.usualSnapshotSeconds,
    ...(other && isDrillOf(other, state.createdAt) && leavesAFailure(other) ? { isAfterFailure: true } : {}),
    before: snapshotName(prefix, begunAt, DRILL_IDS.before),
    fresh: {
      'stop-snapshot': snapshotName(prefix, begunAt, DRILL_IDS.after),
      before: snapshotName(prefix, begunAt, DRILL_IDS.afterWayBack),
    },
  };
  // Its marks would carry a time at which there was another application, and protect nothing of this one. Whole seconds.
  if (state.createdAt && begunAt.getTime() + 1000 <= state.createdAt.getTime()) {
    return { plan, refused: `Application ${application} was deleted and created anew after the drill was asked for.` };
  }
  const refused = refusedByRules(asked, proofs);
  const unfit = unfitText(state);
  if (refused !== undefined) {
    const others = openWindow(asked) && unfit !== undefined ? [unfit] : [];
    return { plan, refused: [...others, refused].join(' ') };
  }
  if (other && !other.isEnded && isDrillOf(other, state.createdAt)) {
    return { plan, refused: `Drill ${other.plan.id} of ${application} by ${other.plan.who} is under way.` };
  }
  const person = await drills.personAtWork(application, state.createdAt);
  if (person !== undefined) {
    return {
      plan,
      refused: `It is under ${person}, which goes first: kda restore --continue ${application}, or --give-up.`,
    };
  }
  const frozen = frozenText(application, known, now, state.createdAt);
  if (frozen !== undefined) return { plan, refused: frozen };
  if (unfit !== undefined) {
    const isWaitedFor = isPassing(state.status) && now.getTime() - begunAt.getTime() < PASSING_MS;
    return isWaitedFor ? { plan, waitsFor: unfit } : { plan, refused: unfit };
  }
  const snapshots = await api.listSnapshots(application);
  const [used, quota] = [snapshots.length, settings.snapshotQuota];
  if (used + SNAPSHOTS_OF_A_DRILL > quota) {
    return {
      plan,
      refused: `Application ${application} has ${used} of ${quota} snapshots, and a drill takes ${SNAPSHOTS_OF_A_DRILL}: delete some (kda retention ${application}), or request a higher quota.`,
    };
  }
  const newest = newestReady(snapshots);
  const suspect = newest && suspectOf(newest, known, state.createdAt);
  if (suspect) {
    return {
      plan,
      refused: `The newest snapshot ${suspect.snapshotName} is suspect (${suspect.why}): its state may be bad.`,
    };
  }
  return { plan, drill: newDrill(plan, context.invocationId, now) };
}

function unfitText({ name, status, snapshotsEnabled, snapshotMode }: ApplicationState): string | undefined {
  if (status !== 'RUNNING') return `Application ${name} is ${status}, expected RUNNING.`;
  if (!snapshotsEnabled) return `Snapshots of ${name} are disabled: a stop would lose its state.`;
  if (!isManagedMode(snapshotMode)) return `Application ${name} is in snapshot mode ${snapshotMode}.`;
  return undefined;
}

/** True for AUTOSCALING, UPDATING, MAINTENANCE and the like: the application runs again without anybody's help. */
function isPassing(status: string): boolean {
  return status !== 'RUNNING' && !isStopped(status);
}

function newDrill(plan: DrillPlan, owner: string, now: Date): Drill {
  return {
    plan,
    step: 'check',
    stepBegunAt: now,
    done: [],
    owner,
    leaseUntil: leaseFrom(now),
    dueAt: now,
    isEnded: false,
  };
}
