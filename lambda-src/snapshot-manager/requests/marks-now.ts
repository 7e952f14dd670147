import { type Freeze, marksInForce, type Suspect } from '../domain/marks';
import type { RunContext } from '../run/run-context';
import type { SelectedApplication } from '../run/select-applications';
import { creationOf } from './once-recorded';
import { planApplications } from './plan';

/** Marks in force of one application, with what its freeze keeps. */
export interface ApplicationMarks {
  readonly application: string;
  readonly suspects: readonly Suspect[];
  /** Freeze that ends last, first. */
  readonly freezes: readonly Freeze[];
  /** Number of snapshots that a run would delete without the freeze; missing without one, or when it is unknown. */
  readonly frozenSnapshots?: number;
}

/** Marks in force of the applications that have any. Suspects whose snapshots are gone are left out where they are known. */
export async function marksNow(
  applications: readonly SelectedApplication[],
  context: RunContext,
): Promise<readonly ApplicationMarks[]> {
  const found: ApplicationMarks[] = [];
  for (const application of applications) {
    const all = await context.ports.marks.marksOf(application.name);
    if (all.suspects.length + all.freezes.length === 0) continue;
    const createdAt = await creationOf(application.name, context);
    const { suspects, freezes } = marksInForce(all, context.ports.clock.now(), createdAt);
    if (suspects.length + freezes.length === 0) continue;
    found.push(await withItsSnapshots({ application: application.name, suspects, freezes }, application, context));
  }
  return found;
}

async function withItsSnapshots(
  marks: ApplicationMarks,
  application: SelectedApplication,
  context: RunContext,
): Promise<ApplicationMarks> {
  const [plan] = await planApplications({ action: 'plan' }, [application], context);
  if (plan === undefined || plan.problem !== undefined) return marks;
  const there = new Set([...plan.kept, ...plan.dropped].map(({ name }) => name));
  const isFrozen = (reasons: readonly string[]) => reasons.some((reason) => reason.startsWith('frozen until '));
  return {
    ...marks,
    suspects: marks.suspects.filter(({ snapshotName }) => there.has(snapshotName)),
    ...(marks.freezes.length === 0
      ? {}
      : { frozenSnapshots: plan.kept.filter(({ reasons }) => isFrozen(reasons)).length }),
  };
}
