import { outlivedProofs, provenSince } from '../domain/proofs';
import type { ManagerSettings } from '../domain/settings';
import type { Clock } from '../ports';
import type { Findings, RunInProgress } from './run-in-progress';

/**
 * Notes that a proof is due, once for each application, and forgets the proofs that outlived their snapshots. Nothing of a
 * run rests on either, so an error is only logged.
 */
export async function tendProofs(run: RunInProgress, findings: Findings): Promise<void> {
  const { application, clock, log, marks, settings } = run;
  const { createdAt } = findings.application ?? {};
  if (!findings.marks) return;
  try {
    if (settings.provenWithinDays !== undefined && !provenSince(findings.marks, createdAt)) {
      await marks.noteObjective(application, clock.now(), createdAt);
      findings.marks = { ...findings.marks, objectiveSince: clock.now() };
    }
    if (!findings.snapshots) return;
    for (const proof of outlivedProofs(findings.snapshots, findings.marks, createdAt)) await marks.forgetProof(proof);
  } catch (error) {
    log('proofs.error', { error });
  }
}

/** Seconds since the last proof; undefined without the objective, or while it is not known. */
export function provenAgeSeconds(
  { marks, application }: Pick<Findings, 'marks' | 'application'>,
  { provenWithinDays }: Pick<ManagerSettings, 'provenWithinDays'>,
  clock: Pick<Clock, 'now'>,
): number | undefined {
  if (provenWithinDays === undefined || !marks) return undefined;
  const since = provenSince(marks, application?.createdAt);
  return since && Math.max(0, Math.round((clock.now().getTime() - since.getTime()) / 1000));
}
