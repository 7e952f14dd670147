import type { PlanRequest } from '../../contract';
import { isManagedMode, UNMANAGED_MODE_ADVICE, unmanagedModeText } from '../domain/application-state';
import { heldNames } from '../domain/hold';
import { type Marks, marksInForce, suspectOf } from '../domain/marks';
import { planRetention } from '../domain/retention/retention';
import { settingsFor } from '../domain/settings';
import type { Snapshot } from '../domain/snapshot';
import { describeError, jsonLog } from '../log';
import type { RunContext } from '../run/run-context';
import type { SelectedApplication } from '../run/select-applications';

/** Plan of the retention for one application's snapshots, newest first. */
export interface ApplicationPlan {
  readonly application: string;
  readonly kept: readonly PlannedSnapshot[];
  readonly dropped: readonly PlannedSnapshot[];
  /** Reason why there is no plan: then both lists are empty, and a run would delete nothing. */
  readonly problem?: string;
}

export interface PlannedSnapshot {
  readonly name: string;
  readonly status: string;
  readonly createdAt: Date | undefined;
  readonly reasons: readonly string[];
  /** True for a snapshot that somebody marked as suspect. */
  readonly suspect?: true;
}

/** Dry run for each application: decides as a run would, on the same facts, and changes nothing. It never throws. */
export async function planApplications(
  { adoptReferenceSnapshots }: PlanRequest,
  applications: readonly SelectedApplication[],
  context: RunContext,
): Promise<readonly ApplicationPlan[]> {
  const plans: ApplicationPlan[] = [];
  for (const application of applications)
    plans.push(await planApplication(application, adoptReferenceSnapshots, context));
  return plans;
}

async function planApplication(
  { name: application, entry }: SelectedApplication,
  adoptReferenceSnapshots: boolean | undefined,
  { settings: ofAll, ports: { api, clock, holds, marks, writeLine } }: RunContext,
): Promise<ApplicationPlan> {
  const settings = settingsFor(entry, ofAll);
  const log = jsonLog(writeLine, () => clock.now(), { application });
  try {
    const { restoresFrom, createdAt, snapshotMode } = await api.describeApplication(application);
    if (!isManagedMode(snapshotMode)) {
      const problem = `${unmanagedModeText(application, snapshotMode)} ${UNMANAGED_MODE_ADVICE}`;
      return { application, kept: [], dropped: [], problem };
    }
    const snapshots = await api.listSnapshots(application);
    const now = clock.now();
    const inForce = marksInForce(await marks.marksOf(application), now, createdAt);
    const plan = planRetention(snapshots, settings.retention, {
      application,
      ownPrefix: settings.snapshotNamePrefix,
      adoptsReferenceSnapshots: adoptReferenceSnapshots ?? settings.adoptsReferenceSnapshots,
      now,
      restorePoint: restoresFrom.kind === 'snapshot' ? restoresFrom.name : undefined,
      held: heldNames(await holds.list(application), now, createdAt),
      marks: inForce,
      snapshotQuota: settings.snapshotQuota,
    });
    log('plan.made', { kept: plan.kept.length, dropped: plan.dropped.length });
    return {
      application,
      kept: plan.kept.map(({ snapshot, reasons }) => planned(snapshot, reasons, inForce)),
      dropped: plan.dropped.map(({ snapshot, reasons }) => planned(snapshot, reasons, inForce)),
    };
  } catch (error) {
    log('run.error', { error });
    return { application, kept: [], dropped: [], problem: describeError(error) };
  }
}

function planned(snapshot: Snapshot, reasons: readonly string[], marks: Marks): PlannedSnapshot {
  const { name, status, createdAt } = snapshot;
  return { name, status, createdAt, reasons, ...(suspectOf(snapshot, marks) ? { suspect: true } : {}) };
}
