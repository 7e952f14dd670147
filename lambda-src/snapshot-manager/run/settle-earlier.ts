import { forgottenDeletions, settleDeletions } from '../domain/deletions';
import { ofThisApplication, pastOf, type RunRecord } from '../domain/record';
import { settleEarlierRun } from '../domain/settle';
import type { Findings, RunInProgress } from './run-in-progress';

/**
 * Settles what ended without certainty, by the list of snapshots: the deletions that an earlier attempt of this run
 * intended, if the application is the same, and the records of earlier runs.
 */
export async function settleEarlier(
  run: RunInProgress,
  openRuns: readonly RunRecord[],
  findings: Findings,
  listedAt: Date,
): Promise<void> {
  const { earlierAttempt } = run;
  const { snapshots = [] } = findings;
  const createdAt = findings.application?.createdAt;
  const forgotten = earlierAttempt && forgottenDeletions(findings.deletions, pastOf(earlierAttempt), createdAt);
  findings.deletions = forgotten?.deletions ?? settleDeletions(findings.deletions, snapshots);
  findings.forgotten = forgotten?.detail;
  // From here on the row belongs to the present application, even if this attempt dies.
  if (forgotten) await run.recordIntention(forgotten.deletions);

  for (const open of openRuns) {
    // Another event of the same second shares this snapshot. The next run settles it.
    if (open.snapshot?.name === run.snapshotName) continue;
    const settled = settleEarlierRun(open, snapshots, listedAt, createdAt);
    if (settled && (await run.audit.settle(settled, open)) && settled.reason !== open.reason) {
      // While its end is still open, only another outcome is news.
      if (settled.settledAt || settled.state !== open.state) findings.newOutcomes.push(settled);
      // The end of a run for an earlier application of the same name is not reported for this one.
      findings.settled.push(...ofThisApplication([settled], createdAt));
      run.log('run.settled', { runId: settled.runId, outcome: settled.state, reason: settled.reason });
    }
  }
}
