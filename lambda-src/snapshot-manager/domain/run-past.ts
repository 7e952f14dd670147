import type { Condition } from '../conditions';
import type { RunRecord, Told } from '../record';

/** What an earlier run's record says about mails. */
export type PastRun = Pick<
  RunRecord,
  'reason' | 'applicationStatus' | 'deleted' | 'failedToDelete' | 'eventTime' | 'conditionSince' | 'told'
>;

/** Clocks of service and function differ by less; a row that is later is stamped wrongly. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/**
 * Earlier runs that a decision about mails can rest on, the one that ended last first. Left out are rows from the future
 * (one would stay the newest for ever), rows with a reason that this version does not know, and rows of runs that knew
 * nothing of the history themselves: those have no `conditionSince`.
 */
export function pastRuns(records: readonly RunRecord[], now: Date): readonly RunRecord[] {
  const latest = now.getTime() + CLOCKS_DIFFER_MS;
  const endOf = ({ endedAt, startedAt }: RunRecord) => (endedAt ?? startedAt).getTime();
  return records
    .filter(({ reason, conditionSince }) => reason !== undefined && conditionSince !== undefined)
    .filter((record) => record.eventTime.getTime() <= latest && endOf(record) <= latest)
    .toSorted((a, b) => endOf(b) - endOf(a) || b.runId - a.runId);
}

/** The newest thing that people were told; every row repeats it, and rows may end out of order. */
export function latestTold(past: readonly PastRun[]): Told | undefined {
  const all = past.flatMap(({ told }) => told ?? []);
  return all.reduce<Told | undefined>((newest, told) => (newest && newest.at >= told.at ? newest : told), undefined);
}

/** True when people were told of this condition at or after a time. */
export function wasTold(past: readonly PastRun[], condition: Condition, sinceMs: number): boolean {
  return past.some(({ told }) => told?.condition === condition && told.at.getTime() >= sinceMs);
}

/** Dead runs older than this are history, not news. */
const DEATH_IS_NEWS_MS = 2 * 3_600_000;
/** Deaths are reported at most once in this time. */
const BETWEEN_DEATHS_MS = 3_600_000;

/** Runs that died and were never reported; none while another one was reported less than an hour ago. */
export function unreportedDeaths(records: readonly RunRecord[], now: Date): readonly RunRecord[] {
  const dead = records.filter(({ reason, eventTime }) => {
    const agoMs = now.getTime() - eventTime.getTime();
    return reason === 'run-died' && agoMs >= -CLOCKS_DIFFER_MS && agoMs < DEATH_IS_NEWS_MS;
  });
  const wasReported = dead.some(({ told }) => told && now.getTime() - told.at.getTime() < BETWEEN_DEATHS_MS);
  return wasReported ? [] : dead.filter(({ told }) => told === undefined);
}
