import type { RunRecord } from '../../lambda-src/snapshot-manager/domain/record';
import type { PhaseTime } from '../../tools/progress';
import { table } from '../../tools/text-table';
import type { RestoreProof } from '../demo/restore-proof';
import { heading, timeTable } from '../summary-parts';

export interface SoakResult {
  readonly records: readonly RunRecord[];
  readonly injected: Injected;
  readonly restores: readonly RestoreProof[];
  readonly mismatches: readonly string[];
}

/** Faults caused on purpose, by their observed effects. */
export interface Injected {
  readonly throttledCalls: number;
  readonly lostAnswers: number;
  /** Failed checkpoints in Flink's own count, at the end of each of the job's lives. */
  readonly failedCheckpoints: number;
  /** Snapshots that the API accepted and that ended FAILED. */
  readonly failedSnapshots: number;
  /** Restores in the log that nobody asked for. */
  readonly jobRestarts: number;
  readonly stops: number;
  readonly forcedStops: number;
}

/** Runs by outcome and reason, most frequent first. */
export function runsByReason(
  records: readonly Pick<RunRecord, 'state' | 'reason'>[],
): (readonly [string, string, number])[] {
  const counts = new Map<string, number>();
  for (const { state, reason } of records) {
    const key = `${state}\n${reason ?? ''}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .map(([key, count]) => {
      const [outcome = '', reason = ''] = key.split('\n');
      return [outcome, reason, count] as const;
    })
    .sort((a, b) => b[2] - a[2]);
}

/** The soak's closing page. */
export function renderSummary(
  { records, injected, restores, mismatches }: SoakResult,
  times: readonly PhaseTime[],
): string {
  return [
    heading(`Scheduled runs: ${records.length}`),
    ...table(
      ['outcome', 'reason', 'runs'],
      runsByReason(records).map(([outcome, reason, count]) => [outcome, reason, String(count)]),
    ),
    heading('What went wrong on purpose'),
    ...table(
      ['fault', 'seen'],
      [
        ['API calls throttled', injected.throttledCalls],
        ['answers of the API lost after it acted', injected.lostAnswers],
        ['checkpoints failed, by Flink', injected.failedCheckpoints],
        ['snapshots FAILED, by the API', injected.failedSnapshots],
        ['restarts of the job by Flink, by its log', injected.jobRestarts],
        ['stops with a snapshot', injected.stops],
        ['forced stops', injected.forcedStops],
      ].map((row) => row.map(String)),
    ),
    heading(`Restores proven by the job’s log: ${restores.length}`),
    ...table(
      ['snapshot', 'counted at trigger', 'at READY', 'restored', 'next user'],
      restores.map(({ snapshotName, expected, restoredCount, nextCount }) =>
        [snapshotName, expected.atLeast, expected.atMost, restoredCount, nextCount].map(String),
      ),
    ),
    heading(`Contradictions: ${mismatches.length}`),
    ...mismatches.map((mismatch) => `  - ${mismatch}`),
    heading('Time'),
    ...timeTable(times),
  ].join('\n');
}
