import { isOfThisApplication } from '../../lambda-src/snapshot-manager/domain/application-state';
import { type Freeze, freezeInForce } from '../../lambda-src/snapshot-manager/domain/marks';
import { FORECAST_DAYS } from '../../lambda-src/snapshot-manager/domain/retention/quota-forecast';
import { drillFindings } from './drill-findings';
import { type ApplicationFacts, known, type Limits, type Proof, type RecoverySeen } from './facts';
import { type Judged, judged } from './findings';
import { type DayOfRuns, dayOfRuns, newestByAudit, rowsThatCount } from './past';
import { proofFindings } from './proof-findings';
import { runFindings, underWayAt } from './run-findings';
import { nextSnapshot } from './schedule-findings';
import type { SnapshotsSeen } from './snapshots-seen';
import { quietNow, stateFindings } from './state-findings';
import { statusFindings } from './status-findings';
import { secondsBetween, words } from './words';

/** Whether an application can go back to a state that is new enough, and what says so. */
export interface ApplicationSafety extends Judged {
  readonly name: string;
  /** Status as the service names it; undefined where it was not read. */
  readonly status: string | undefined;
  /** Reason of the settings why it is stopped. */
  readonly stoppedOnPurpose: string | undefined;
  readonly newestGood: { readonly name: string; readonly createdAt: Date; readonly ageSeconds: number } | undefined;
  readonly objectiveSeconds: number;
  /** Expression of its schedule; undefined: nothing is scheduled. */
  readonly schedule: string | undefined;
  /** Next scheduled run that takes a snapshot, outside of quiet hours. */
  readonly nextDue: Date | undefined;
  /** Quiet hours of now. */
  readonly quiet: { readonly until: Date; readonly why: string } | undefined;
  readonly reachesBackSeconds: number | undefined;
  readonly last24h: DayOfRuns | undefined;
  readonly quota:
    | {
        readonly used: number;
        readonly of: number;
        /** Those that the service took. */
        readonly ofTheService: number | undefined;
        /** Days until it is full; undefined: not within a year, or not known. */
        readonly fullInDays: number | undefined;
      }
    | undefined;
  /** Duration for which the source can be replayed, such as `7d`. */
  readonly sourceHorizon: string | undefined;
  readonly freeze: Freeze | undefined;
  readonly isFreezeKnown: boolean;
  readonly suspects: readonly string[] | undefined;
  readonly proven: Proof | undefined;
  /** Time before which no proof was looked for; undefined: all rows were read. */
  readonly provenSearchedSince: Date | undefined;
  readonly isProvenKnown: boolean;
  /** Restore, start or rollback that somebody works on now; undefined: none, or not known. */
  readonly underWay: RecoverySeen['kind'] | undefined;
  /** True while a part of it is still being read. */
  readonly isPending: boolean;
}

/** Judges an application by everything that was read about it. */
export function applicationSafety(all: ApplicationFacts, limits: Limits, now: Date): ApplicationSafety {
  const facts = ofThisApplication(all, now);
  const seen = known(facts.seen);
  const marks = known(facts.marks);
  const snapshots = known(facts.snapshots);
  const past = known(facts.past);
  const proven = known(facts.proven);
  const newest = snapshots ? snapshots.newestGood : newestByAudit(past ?? []);
  return {
    ...verdictOf(facts, limits, now),
    name: facts.name,
    status: seen?.status,
    stoppedOnPurpose: facts.stoppedOnPurpose,
    newestGood: newest && { ...newest, ageSeconds: secondsBetween(newest.createdAt, now) },
    objectiveSeconds: facts.objectiveMinutes * 60,
    schedule: limits.schedule === undefined ? undefined : facts.schedule,
    nextDue: nextSnapshot(facts, limits, now),
    quiet: quietNow(facts, now),
    reachesBackSeconds: snapshots?.oldestGoodAt && secondsBetween(snapshots.oldestGoodAt, now),
    last24h: past && dayOfRuns(past, now),
    quota: snapshots && quotaOf(snapshots, limits.snapshotQuota),
    sourceHorizon: facts.sourceHorizon,
    freeze: marks && freezeInForce(marks, now, seen?.createdAt),
    isFreezeKnown: marks !== undefined,
    suspects: marks && snapshots?.suspects,
    proven: proven?.proof,
    provenSearchedSince: proven?.searchedSince,
    isProvenKnown: proven !== undefined,
    underWay: underWayAt(known(facts.recovery), now)?.kind,
    isPending: [facts.seen, facts.snapshots, facts.earlierDrills, facts.proven].some((part) => 'isPending' in part),
  };
}

function quotaOf({ total, ofTheService, fullInDays }: SnapshotsSeen, of: number): ApplicationSafety['quota'] {
  return {
    used: total,
    of,
    ofTheService,
    fullInDays: fullInDays === undefined || fullInDays >= FORECAST_DAYS ? undefined : fullInDays,
  };
}

/** Facts without those of an earlier application of the same name, and without runs of the future. */
function ofThisApplication(facts: ApplicationFacts, now: Date): ApplicationFacts {
  const createdAt = known(facts.seen)?.createdAt;
  const isOfAnEarlierOne = (at: Date | undefined) => at !== undefined && !isOfThisApplication({ at }, createdAt);
  const { past, earlierDrills, proven, recovery } = facts;
  return {
    ...facts,
    past: 'value' in past ? { value: rowsThatCount(past.value, now, createdAt) } : past,
    earlierDrills:
      'value' in earlierDrills
        ? { value: { ...earlierDrills.value, rows: rowsThatCount(earlierDrills.value.rows, now, createdAt) } }
        : earlierDrills,
    proven: isOfAnEarlierOne(known(proven)?.proof?.at) ? { value: { proof: undefined } } : proven,
    recovery: isOfAnEarlierOne(known(recovery)?.plannedAt) ? { value: undefined } : recovery,
  };
}

function verdictOf(facts: ApplicationFacts, limits: Limits, now: Date): Judged {
  const status = known(facts.seen)?.status;
  const findings = [
    ...statusFindings(facts, limits, now),
    ...stateFindings(facts, limits, now),
    ...runFindings(facts, now),
    ...('isMissing' in facts.seen ? [] : drillFindings(facts, limits, now)),
    ...proofFindings(facts, now),
  ];
  if (status !== 'READY' || facts.stoppedOnPurpose === undefined) return judged(findings);
  // A restore that is not over stopped it, not the season.
  if (known(facts.recovery)?.hasEnded === false) return judged(findings);
  // It processes nothing that could be lost: all else that is found is worth knowing, and no reason to act now.
  return {
    verdict: 'on-purpose',
    reasons: [words`stopped on purpose: ${facts.stoppedOnPurpose}`],
    notes: judged(stateFindings(facts, limits, now)).reasons,
    nextCommand: undefined,
  };
}
