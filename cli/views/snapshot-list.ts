import { ownSchedule, writtenSchedule } from '../../config/model/schedules';
import { MONTH_MS, runsAMonth } from '../../config/model/snapshot-times';
import { heldNames } from '../../lambda-src/snapshot-manager/domain/hold';
import { marksInForce } from '../../lambda-src/snapshot-manager/domain/marks';
import { planRetention, type RetentionFacts } from '../../lambda-src/snapshot-manager/domain/retention/retention';
import { byAgeNewestFirst, type Snapshot, uniqueByName } from '../../lambda-src/snapshot-manager/domain/snapshot';
import { missingInputSeconds } from '../source-horizon';
import { type ApplicationFacts, holdsOn, type Proven, provenBy, suspectMark } from './application-facts';
import { forecastDeletions } from './forecast';
import { type Maker, madeBy } from './made-by';

/** Everything known about one snapshot. `null`: not known, because the table that has it could not be read. */
export interface SnapshotView {
  readonly name: string;
  readonly createdAt: Date | null;
  readonly ageSeconds: number | null;
  readonly state: string;
  readonly madeBy: Maker;
  /** Version of the application when it was taken. */
  readonly codeVersion: number;
  readonly runtime: string | null;
  readonly holds: readonly HoldView[] | null;
  /** `false`: trusted. */
  readonly suspect: { readonly who: string; readonly why: string; readonly markedAt: Date } | false | null;
  /** Newest restore or drill that proved it; `false`: none has. */
  readonly proven: { readonly at: Date; readonly restoreSeconds: number | null } | false | null;
  readonly retention: RetentionView | null;
  /** Seconds of input after it that the source no longer has; `null`: none, or its horizon is not known. */
  readonly missingInputSeconds: number | null;
}

export interface HoldView {
  readonly who: string;
  readonly why: string;
  readonly since: Date;
  /** `null`: until it is released. */
  readonly until: Date | null;
}

/** Decision of the retention on a snapshot. */
export interface RetentionView {
  readonly verdict: 'stays' | 'goes';
  /** Reasons in the words of the retention, as `kda retention` has them. */
  readonly reasons: readonly string[];
  /** Run that will delete it if the schedule goes on; `null`: none within a year. */
  readonly goesAt: Date | null;
}

/** Views of all snapshots, newest first. */
export function snapshotViews(facts: ApplicationFacts): readonly SnapshotView[] {
  const retention = retentionViews(facts);
  return uniqueByName(facts.snapshots)
    .toSorted(byAgeNewestFirst)
    .map((snapshot) => viewOf(facts, snapshot, retention.get(snapshot.name) ?? null));
}

function viewOf(facts: ApplicationFacts, snapshot: Snapshot, retention: RetentionView | null): SnapshotView {
  const { name, createdAt, status, applicationVersion, runtimeEnvironment } = snapshot;
  const suspect = suspectMark(facts, snapshot);
  const ageMs = createdAt && facts.now.getTime() - createdAt.getTime();
  return {
    name,
    createdAt: createdAt ?? null,
    ageSeconds: ageMs === undefined ? null : Math.max(0, Math.round(ageMs / 1000)),
    state: status,
    madeBy: madeBy(snapshot, facts.application),
    codeVersion: applicationVersion,
    runtime: runtimeEnvironment ?? null,
    holds:
      holdsOn(facts, snapshot)?.map(({ who, why, heldAt, until }) => ({
        who,
        why,
        since: heldAt,
        until: until ?? null,
      })) ?? null,
    suspect: suspect ? { who: suspect.who, why: suspect.why, markedAt: suspect.markedAt } : (suspect ?? null),
    proven: provenView(provenBy(facts, snapshot)),
    retention,
    missingInputSeconds:
      (createdAt && missingInputSeconds(createdAt, facts.managed?.entry.sourceHorizon, facts.now)) ?? null,
  };
}

function provenView(proven: Proven | false | undefined): SnapshotView['proven'] {
  if (!proven) return proven ?? null;
  return { at: proven.at, restoreSeconds: proven.restoreSeconds ?? null };
}

/** Decisions of the retention by the name of the snapshot; none where the settings, holds or marks are not known. */
function retentionViews(facts: ApplicationFacts): ReadonlyMap<string, RetentionView> {
  const { managed, deployment, holds, areMarksKnown, marks, snapshots, now, state } = facts;
  if (!managed || !deployment || !holds || !areMarksKnown) return new Map();
  const policy = managed.retention;
  const factsAt = (at: Date): RetentionFacts => ({
    application: facts.application,
    ownPrefix: deployment.snapshotNamePrefix,
    adoptsReferenceSnapshots: deployment.adoptsReferenceSnapshots,
    now: at,
    restorePoint: state.restoresFrom.kind === 'snapshot' ? state.restoresFrom.name : undefined,
    held: heldNames(holds, at, state.createdAt),
    marks: marksInForce(marks, at, state.createdAt),
    snapshotQuota: deployment.snapshotQuota,
  });
  const { kept, dropped } = planRetention(snapshots, policy, factsAt(now));
  const isTaking = deployment.isScheduled && state.status === 'RUNNING';
  const everyMs = isTaking ? usualMsBetween(managed.entry.schedule) : undefined;
  const goesAt = forecastDeletions(snapshots, { now, policy, factsAt, everyMs });
  const views = new Map<string, RetentionView>();
  for (const { snapshot, reasons } of kept) {
    views.set(snapshot.name, { verdict: 'stays', reasons, goesAt: goesAt.get(snapshot.name) ?? null });
  }
  for (const { snapshot, reasons } of dropped) views.set(snapshot.name, { verdict: 'goes', reasons, goesAt: now });
  return views;
}

/** Average time between two runs of a schedule; undefined for one that does not fire. */
function usualMsBetween(schedule: string): number | undefined {
  const runs = runsAMonth(ownSchedule(writtenSchedule(schedule)));
  return runs > 0 ? MONTH_MS / runs : undefined;
}
