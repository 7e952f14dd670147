import type { VerdictWord } from '../../../status/words';
import { duration } from '../../../times';
import { whatHappened } from '../../../views/what-happened';
import type { HistoryDocument } from '../../api/runs';

export type Row = HistoryDocument['rows'][number];

const BAD = ['failed', 'abandoned'];
const GOOD = ['taken', 'restored', 'started', 'rolled-back', 'deployed', 'trusted'];

/** Signs for the verdict of a drill or restore; of a drill, `refused` and `given-up` say nothing about the state. */
const OF_VERDICT: Readonly<Record<string, VerdictWord>> = {
  proven: 'safe',
  'not-proven': 'unsafe',
  'started-not-proven': 'unknown',
  'given-up': 'unknown',
};

/** Verdict whose sign and colour stand for a row; none for what only happened. */
export function signOf({ outcome, verdict }: Pick<Row, 'outcome' | 'verdict'>): VerdictWord {
  const isDrill = outcome === 'drilled';
  if (isDrill && verdict === 'given-up') return 'on-purpose';
  const ofVerdict = verdict === undefined || !Object.hasOwn(OF_VERDICT, verdict) ? undefined : OF_VERDICT[verdict];
  if (ofVerdict !== undefined) return ofVerdict;
  if (BAD.includes(outcome)) return 'unsafe';
  if (outcome === 'late' || outcome === 'suspect') return 'unknown';
  return GOOD.includes(outcome) ? 'safe' : 'on-purpose';
}

/** Time that a run's snapshot or a restore took; empty where there is none. */
export function tookText({ snapshotDurationMs, rtoSeconds }: Row): string {
  if (rtoSeconds !== undefined) return duration(rtoSeconds);
  if (snapshotDurationMs === undefined) return '';
  return snapshotDurationMs < 10_000
    ? `${(snapshotDurationMs / 1000).toFixed(1)} s`
    : duration(snapshotDurationMs / 1000);
}

/** Snapshots that a run deleted, and those that it could not delete. */
export function deletionsText({ deleted, failedToDelete }: Row): string {
  return [
    ...(deleted.length === 0 ? [] : [`${deleted.length} deleted`]),
    ...(failedToDelete.length === 0 ? [] : [`${failedToDelete.length} not deleted`]),
  ].join(', ');
}

/** Snapshot that a row is about. */
export function snapshotText({ snapshotName, restoredFrom }: Row): string {
  return restoredFrom ?? snapshotName ?? '';
}

/** Message of a row, with who did it and why. The verdict of a drill is said by its outcome. */
export function messageText(
  row: Pick<Row, 'message' | 'reason' | 'who' | 'requestReason' | 'verdict' | 'outcome'>,
): string {
  const { message, reason, who, requestReason, outcome } = row;
  const verdict = whatHappened(row) === outcome ? row.verdict : undefined;
  const by = who === undefined ? [] : [`by ${who}${requestReason === undefined ? '' : `: ${requestReason}`}`];
  return [message ?? reason ?? '', ...by, ...(verdict === undefined ? [] : [verdict])].filter(Boolean).join(' · ');
}
