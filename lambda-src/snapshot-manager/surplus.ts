import { deleteDropped } from './cleanup';
import { heldNames } from './holds-in-force';
import { planRetention, type RetentionPlan } from './retention';
import {
  before,
  type Ending,
  type Findings,
  RESERVE_AT_THE_END_MS,
  type RunInProgress,
  textOf,
} from './run-in-progress';

/** Their names, of 256 characters at most, must fit beside the lock in an item of 400 KB; the next run has the rest. */
const MOST_DELETIONS_A_RUN = 1_000;

/**
 * Deletes what the retention drops, and nothing when audit, lock or holds cannot be relied on. First it is announced
 * what is about to go, then the holds are read: who places a hold writes it first and then reads the announcement, so
 * one of the two always sees the other.
 *
 * @returns why it stopped before its end, if it did.
 */
export async function deleteSurplus(run: RunInProgress, findings: Findings): Promise<SurplusTrouble | undefined> {
  const { application, clock, audit, deadline, lock } = run;
  run.stages.hasWaited();
  findings.plan = planNow(run, findings, new Set());
  if (findings.plan.dropped.length === 0) return undefined;
  if (!audit.answers)
    return incomplete(`the audit table does not answer, so nothing was deleted. ${audit.trouble ?? ''}`.trim());

  const announced = new Set(oldest(findings.plan, MOST_DELETIONS_A_RUN));
  if (!(await lock.announceDeletions([...announced]))) {
    return unreadable(`The lock of the application is not known to be this run’s. ${lock.trouble() ?? ''}`.trim());
  }
  let held: ReadonlySet<string>;
  try {
    held = heldNames(await run.holds.list(application), clock.now(), findings.application?.createdAt);
  } catch (error) {
    run.log('holds.error', { error });
    return unreadable(`Reading the holds failed: ${textOf(error)}`);
  }
  const plan = planNow(run, findings, held);
  findings.plan = plan;
  const allowed = { ...plan, dropped: plan.dropped.filter(({ snapshot }) => announced.has(snapshot.name)) };
  const cleanup = await run.stages.whenToClean(() =>
    deleteDropped(application, allowed, before(deadline, RESERVE_AT_THE_END_MS), run),
  );
  findings.cleanup = cleanup;
  const removed = new Set([...cleanup.deleted, ...cleanup.gone]);
  findings.snapshots = findings.snapshots?.filter((snapshot) => !removed.has(snapshot.name));
  return cleanup.stoppedBy === undefined ? undefined : incomplete(cleanup.stoppedBy);
}

function planNow({ settings, clock }: RunInProgress, findings: Findings, held: ReadonlySet<string>): RetentionPlan {
  const restoresFrom = findings.application?.restoresFrom;
  return planRetention(findings.snapshots ?? [], settings.retention, {
    ownPrefix: settings.snapshotNamePrefix,
    adoptsReferenceSnapshots: settings.adoptsReferenceSnapshots,
    now: clock.now(),
    restorePoint: restoresFrom?.kind === 'snapshot' ? restoresFrom.name : undefined,
    held,
  });
}

export type SurplusTrouble = Ending & { readonly detail: string };

function incomplete(why: string): SurplusTrouble {
  return { reason: 'cleanup-incomplete', detail: `It stopped because of this: ${why}` };
}

function unreadable(detail: string): SurplusTrouble {
  return { reason: 'holds-unreadable', detail };
}

/** The plan is newest first. */
function oldest({ dropped }: RetentionPlan, count: number): string[] {
  return dropped.slice(-count).map(({ snapshot }) => snapshot.name);
}
