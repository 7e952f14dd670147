import type { ApplicationState } from '../../lambda-src/snapshot-manager/domain/application-state';
import type { Hold } from '../../lambda-src/snapshot-manager/domain/hold';
import { type Marks, type Suspect, suspectOf } from '../../lambda-src/snapshot-manager/domain/marks';
import { type Prover, proofOf } from '../../lambda-src/snapshot-manager/domain/proofs';
import type { RetentionPolicy } from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import type { AuditRow } from '../audit-rows';
import type { DeployedApplication, Deployment } from '../deployment';
import type { Recovery } from '../recovery/recovery';

/** Facts about one application at one moment: what the API, the tables and the settings say. */
export interface ApplicationFacts {
  readonly application: string;
  readonly region: string;
  readonly now: Date;
  readonly state: ApplicationState;
  readonly snapshots: readonly Snapshot[];
  /** Missing where none is known. */
  readonly deployment: Deployment | undefined;
  /** Missing where the deployment, if any, does not snapshot the application. */
  readonly managed: ManagedFacts | undefined;
  /** Holds in force; missing where the table could not be read. */
  readonly holds: readonly Hold[] | undefined;
  /** Marks in force; of this machine's journal where the table could not be read. */
  readonly marks: Marks;
  /** True: the marks are those of the table, so a snapshot without one is not suspect. */
  readonly areMarksKnown: boolean;
  /** Restores, starts and drills with a verdict, newest first; missing where the audit could not be read. */
  readonly restores: readonly AuditRow[] | undefined;
  /** Restore or start that began and has not ended; missing where there is none, or where that is not known. */
  readonly recovery: Recovery | undefined;
  /** Sentences about what could not be read, and what is therefore not known. */
  readonly unread: readonly string[];
}

/** Entry of the deployment that selects the application, with its retention. */
export interface ManagedFacts {
  readonly entry: DeployedApplication;
  readonly retention: RetentionPolicy;
}

/** Proof that a snapshot restores. */
export interface Proven {
  readonly at: Date;
  readonly restoreSeconds: number | undefined;
  /** Way in which it was proven; undefined in rows of earlier versions that do not say. */
  readonly by: Prover | undefined;
}

/** Mark of a suspect snapshot; `false` for a trusted one, `undefined` where that is not known. */
export function suspectMark(facts: ApplicationFacts, snapshot: Snapshot): Suspect | false | undefined {
  const mark = suspectOf(snapshot, facts.marks, facts.state.createdAt);
  return mark ?? (facts.areMarksKnown ? false : undefined);
}

const PROVER_OF: Readonly<Record<string, Prover>> = {
  restored: 'restore',
  started: 'start',
  'rolled-back': 'rollback',
  drilled: 'drill',
};

/**
 * Newest proof of a snapshot, of its mark and of the audit: versions before the marks have rows only. `false` without one,
 * `undefined` where that is not known.
 */
export function provenBy(facts: ApplicationFacts, snapshot: Snapshot): Proven | false | undefined {
  const { restores, marks, areMarksKnown, state } = facts;
  const mark = proofOf(snapshot, marks, state.createdAt);
  const row = restores?.find(
    ({ restoredFrom, verdict, time }) =>
      // One of before its creation proved another snapshot of this name.
      restoredFrom === snapshot.name && verdict === 'proven' && !(snapshot.createdAt && time < snapshot.createdAt),
  );
  // The row has the time of the beginning, its mark that of the proof: of one restore the mark is the newer.
  if (mark && !(row && row.time > mark.provenAt)) {
    return { at: mark.provenAt, restoreSeconds: mark.restoreSeconds, by: mark.by };
  }
  if (row) return { at: row.time, restoreSeconds: row.rtoSeconds, by: PROVER_OF[row.outcome ?? ''] };
  return restores === undefined || !areMarksKnown ? undefined : false;
}

/** Holds in force on a snapshot; `undefined` where they are not known. */
export function holdsOn({ holds }: ApplicationFacts, { name }: Snapshot): readonly Hold[] | undefined {
  return holds?.filter(({ snapshotName }) => snapshotName === name);
}
