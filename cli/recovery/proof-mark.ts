import type { Proof, Prover } from '../../lambda-src/snapshot-manager/domain/proofs';
import type { SnapshotMarks } from '../../lambda-src/snapshot-manager/ports';
import type { ActionRow } from './action-row';
import type { StepEnd } from './perform';
import type { Recovery } from './recovery';

/** Place of the marks that proofs need. */
type ProofMarks = Pick<SnapshotMarks, 'prove'>;

const PROVER_OF: Readonly<Partial<Record<ActionRow['action'], Prover>>> = {
  restored: 'restore',
  started: 'start',
  'rolled-back': 'rollback',
};

/** Proof that a row has; undefined for one that proves no snapshot. */
export function proofOfRow(row: ActionRow): Proof | undefined {
  const { application, restoredFrom, verdict, endedAt, rtoSeconds, who } = row;
  const by = PROVER_OF[row.action];
  if (verdict !== 'proven' || restoredFrom === undefined || by === undefined) return undefined;
  return {
    application,
    snapshotName: restoredFrom.name,
    snapshotCreatedAt: restoredFrom.createdAt,
    provenAt: endedAt,
    ...(rtoSeconds === undefined ? {} : { restoreSeconds: rtoSeconds }),
    by,
    who,
  };
}

/**
 * Marks what a recovery just proved, while its snapshot is still held: the retention may delete it as soon as the hold
 * ends. A table that does not answer changes no verdict.
 */
export async function markProven(
  { plan }: Recovery,
  end: StepEnd,
  marks: ProofMarks | undefined,
  now: Date,
): Promise<StepEnd> {
  const { target, application, kind, who } = plan;
  if (end.outcome !== 'proven' || !target || !marks) return end;
  try {
    await marks.prove({
      application,
      snapshotName: target.name,
      snapshotCreatedAt: target.createdAt,
      provenAt: now,
      by: kind,
      who,
    });
    return end;
  } catch {
    return { ...end, said: `${end.said} The mark of the proof could not be written; its record tries again.` };
  }
}
