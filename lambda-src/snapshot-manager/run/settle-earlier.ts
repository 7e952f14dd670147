import { forgottenDeletions, settleDeletions } from '../domain/deletions';
import { ofThisApplication, pastOf, type RunRecord } from '../domain/record';
import { settleEarlierRun } from '../domain/settle';
import type { Snapshot } from '../domain/snapshot';
import type { Findings, RunInProgress } from './run-in-progress';

/** Settles the deletions that an earlier attempt of this run intended, if the application is the same. */
export async function settleOwnDeletions(
  { earlierAttempt, recordIntention }: RunInProgress,
  findings: Findings,
  snapshots: readonly Snapshot[],
): Promise<void> {
  const forgotten =
    earlierAttempt && forgottenDeletions(findings.deletions, pastOf(earlierAttempt), findings.application?.createdAt);
  if (!forgotten) {
    findings.deletions = settleDeletions(findings.deletions, snapshots);
    return;
  }
  findings.deletions = forgotten.deletions;
  findings.forgotten = forgotten.detail;
  // From here on the row is one of the present application, also if this attempt dies.
  await recordIntention(forgotten.deletions);
}

/** Completes the records of earlier runs that ended without certainty. */
export async function settleEarlierRuns(
  run: RunInProgress,
  openRuns: readonly RunRecord[],
  findings: Findings,
  listedAt: Date,
): Promise<void> {
  for (const open of openRuns) {
    // Another event of this second shares the snapshot: its end is known to the next run.
    if (open.snapshot?.name === run.snapshotName) continue;
    const settled = settleEarlierRun(open, findings.snapshots ?? [], listedAt, findings.application?.createdAt);
    if (settled && (await run.audit.settle(settled, open)) && settled.reason !== open.reason) {
      // What became of a run for an earlier application of the same name is no news of this one.
      findings.settled.push(...ofThisApplication([settled], findings.application?.createdAt));
      run.log('run.settled', { runId: settled.runId, outcome: settled.state, reason: settled.reason });
    }
  }
}
