import { areDeletionsOpen, type Deletions, deletionEntry, withDeletions, withEntries } from '../domain/deletions';
import { heldNames } from '../domain/hold';
import { marksInForce, NO_MARKS } from '../domain/marks';
import { type Dropped, planRetention, type RetentionPlan } from '../domain/retention/retention';
import { deleteDropped } from './cleanup';
import { type Ending, type Findings, type RunInProgress, textOf } from './run-in-progress';

/**
 * Maximum deletions of a run: their names of up to 256 characters must fit beside the lock, and with reasons into a
 * row, both limited to 400 KB. The next run has the rest.
 */
const MOST_DELETIONS_A_RUN = 1_000;

/** Maximum duration of a cleanup before the snapshot of the run. */
const LONGEST_CLEANUP_AT_THE_START_MS = 10_000;

/**
 * Deletes surplus snapshots at the start of a run, before its snapshot, if the last run did not reach its own cleanup.
 * Otherwise runs whose snapshots are always late or always fail would delete nothing until the quota is reached. It
 * stops after a few seconds; a run that sees its snapshot READY deletes the rest at its end.
 */
export async function deleteSurplusAtStart(run: RunInProgress, findings: Findings): Promise<void> {
  const [last] = run.recent;
  if (last === undefined || last.state === 'taken') return;
  const until = new Date(run.clock.now().getTime() + LONGEST_CLEANUP_AT_THE_START_MS);
  findings.troubleAtStart = await deleteSurplus(run, findings, until, (clean) => clean());
  // Withdraw the announcement, or a new hold would wait for this run's snapshot. Not while deletions are uncertain.
  if (findings.plan?.dropped.length && !areDeletionsOpen(findings.deletions)) await run.lock.announceDeletions([]);
}

/**
 * Deletes surplus snapshots at the end of a run, when it is its turn.
 *
 * @returns why it stopped early, if it did.
 */
export function deleteSurplusAtEnd(run: RunInProgress, findings: Findings): Promise<SurplusTrouble | undefined> {
  run.stages.endWaiting();
  return deleteSurplus(run, findings, run.callsUntil, run.stages.cleanInTurn);
}

/**
 * Reads the marks for the age of the newest trusted snapshot and for the first plan. Without an answer they stay unknown:
 * nothing rests on them but the deletions, which read them again.
 */
export async function readMarks({ application, marks, log }: RunInProgress, findings: Findings): Promise<void> {
  try {
    findings.marks = await marks.marksOf(application);
  } catch (error) {
    log('marks.error', { error });
  }
}

/** Names of the snapshots on hold, and new marks; or why one of them is unknown: then nothing may be deleted. */
async function readWhatIsKept(run: RunInProgress, findings: Findings): Promise<ReadonlySet<string> | SurplusTrouble> {
  const { application, clock, holds, log, marks } = run;
  let reading = 'holds';
  try {
    const held = heldNames(await holds.list(application), clock.now(), findings.application?.createdAt);
    reading = 'marks';
    findings.marks = await marks.marksOf(application);
    return held;
  } catch (error) {
    log(reading === 'holds' ? 'holds.error' : 'marks.error', { error });
    return unreadable(`Reading the ${reading} failed: ${textOf(error)}`);
  }
}

/**
 * Deletes what the retention drops, and nothing when audit, lock, holds or marks are not reliable. Deletions are
 * announced first, then holds and marks are read: whoever places a hold or a freeze writes it first and then reads the
 * announcement, so one of the two always sees the other. The row has the intended deletions before the first of them.
 */
async function deleteSurplus(
  run: RunInProgress,
  findings: Findings,
  until: Date,
  cleanInTurn: RunInProgress['stages']['cleanInTurn'],
): Promise<SurplusTrouble | undefined> {
  const { application, clock, audit, lock } = run;
  findings.plan = planNow(run, findings, new Set());
  const { firstSeen } = findings;
  if (findings.plan.dropped.length === 0 || !firstSeen) return undefined;
  if (!audit.answers) return unwritten(run);

  const announced = new Set(oldest(findings, findings.plan).map(({ snapshot }) => snapshot.name));
  if (!(await lock.announceDeletions([...announced]))) {
    return unreadable(
      `The lock of the application could not be confirmed for this run. ${lock.trouble() ?? ''}`.trim(),
    );
  }
  const held = await readWhatIsKept(run, findings);
  if ('reason' in held) return held;
  findings.plan = planNow(run, findings, held);
  const allowed = findings.plan.dropped.filter(({ snapshot }) => announced.has(snapshot.name)).toReversed();
  if (allowed.length === 0) {
    // Whoever places a hold or a freeze would wait for deletions that never come.
    await lock.announceDeletions([]);
    return undefined;
  }
  // Uncertain deletions of the cleanup at the start stay open, even if they are not allowed again.
  const deleting = withEntries(findings.deletions.deleting ?? [], allowed.map(deletionEntry));
  const intended: Deletions = { ...findings.deletions, deleting };
  if (!(await run.recordIntention(intended))) return unwritten(run);
  const known = findings.deletions;
  // However the run ends from here on, its last record has what may have been deleted.
  findings.deletions = intended;

  const surplus = failedBeforeLast(allowed, run, known);
  const { deletions, gone, trouble } = await cleanInTurn(() =>
    deleteDropped({ application, surplus, firstSeen, until, api: run.api, clock, log: run.log }),
  );
  findings.deletions = withDeletions(known, deletions, gone);
  const removed = new Set([...deletions.deleted, ...gone]);
  findings.snapshots = findings.snapshots?.filter((snapshot) => !removed.has(snapshot.name));
  if (trouble?.application) {
    findings.application = trouble.application;
    // Plan again, so that the row shows what is protected now.
    findings.plan = planNow(run, findings, held);
  }
  if (trouble === undefined) return undefined;
  return {
    reason: trouble.kind === 'application-changed' ? 'cleanup-paused' : 'cleanup-incomplete',
    detail: trouble.detail,
  };
}

function planNow(
  { application, settings, clock }: RunInProgress,
  findings: Findings,
  held: ReadonlySet<string>,
): RetentionPlan {
  const { restoresFrom, createdAt } = findings.application ?? {};
  const now = clock.now();
  return planRetention(findings.snapshots ?? [], settings.retention, {
    application,
    ownPrefix: settings.snapshotNamePrefix,
    adoptsReferenceSnapshots: settings.adoptsReferenceSnapshots,
    now,
    restorePoint: restoresFrom?.kind === 'snapshot' ? restoresFrom.name : undefined,
    held,
    marks: marksInForce(findings.marks ?? NO_MARKS, now, createdAt),
    snapshotQuota: settings.snapshotQuota,
  });
}

export type SurplusTrouble = Ending & { readonly detail: string };

function unwritten({ audit }: RunInProgress): SurplusTrouble {
  const detail = `The cleanup stopped: the audit table does not answer, so nothing was deleted. ${audit.trouble ?? ''}`;
  return { reason: 'cleanup-incomplete', detail: detail.trim() };
}

function unreadable(detail: string): SurplusTrouble {
  return { reason: 'holds-unreadable', detail };
}

/** Oldest dropped snapshots first; the plan is newest first. */
function oldest({ deletions }: Findings, { dropped }: RetentionPlan): readonly Dropped[] {
  const count = MOST_DELETIONS_A_RUN - deletions.deleted.length;
  return count > 0 ? dropped.slice(-count) : [];
}

/**
 * Puts snapshots whose deletion failed lately last: a few failures in a row end a cleanup, and others must have been
 * deleted before.
 */
function failedBeforeLast(surplus: readonly Dropped[], { recent }: RunInProgress, known: Deletions): Dropped[] {
  const failed = new Set([known, ...recent].flatMap(({ failedToDelete }) => failedToDelete));
  const hasFailed = ({ snapshot }: Dropped) => failed.has(snapshot.name);
  return [...surplus.filter((each) => !hasFailed(each)), ...surplus.filter(hasFailed)];
}
