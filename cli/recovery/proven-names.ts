import { type Marks, NO_MARKS } from '../../lambda-src/snapshot-manager/domain/marks';
import { proofsInForce } from '../../lambda-src/snapshot-manager/domain/proofs';
import type { RecoveryWorld } from './world';

/** Places that know of proofs; the audit may be out of reach. */
export interface ProofPlaces extends Pick<RecoveryWorld, 'journal'> {
  readonly recorder: Pick<RecoveryWorld['recorder'], 'audit'>;
  /** Marks of the application, which have its proofs since there are such marks. */
  readonly marks?: Marks;
}

/** Pages of 1 MB in which proofs are looked for, newest first. */
const MOST_PAGES = 20;

/**
 * Names of the snapshots from which a restore of the application was proven, the newest proof first: those of marks
 * and audit table, else that of the journal. Undefined where neither knows of any.
 */
export async function provenNames(
  { recorder: { audit }, journal, marks = NO_MARKS }: ProofPlaces,
  application: string,
): Promise<readonly string[] | undefined> {
  if (audit) {
    const { readProofs } = await import('../safety/gather/read-past');
    const { proofs } = await readProofs({ client: audit.dynamo, table: audit.auditTable }, application, {
      mostPages: MOST_PAGES,
    });
    const ofMarks = proofsInForce(marks).map(({ provenAt, snapshotName }) => ({
      at: provenAt,
      snapshot: snapshotName,
    }));
    const newestFirst = [...ofMarks, ...proofs].toSorted((a, b) => b.at.getTime() - a.at.getTime());
    return [...new Set(newestFirst.map(({ snapshot }) => snapshot))];
  }
  const last = (await journal.read(application))?.recovery;
  return last?.outcome === 'proven' && last.plan.target ? [last.plan.target.name] : undefined;
}
