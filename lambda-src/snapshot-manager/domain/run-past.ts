import type { Condition } from './conditions';
import type { RunRecord, Told } from './record';

/** What an earlier run's record says about mails. */
export type PastRun = Pick<
  RunRecord,
  | 'reason'
  | 'applicationStatus'
  | 'deleted'
  | 'failedToDelete'
  | 'eventTime'
  | 'conditionSince'
  | 'told'
  | 'deathToldAt'
  | 'settledAt'
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
  const all = past.flatMap((run) => toldOf(run) ?? []);
  return all.reduce<Told | undefined>((newest, told) => (newest && newest.at >= told.at ? newest : told), undefined);
}

/** True when people were told of this condition at or after a time. */
export function wasTold(past: readonly PastRun[], condition: Condition, sinceMs: number): boolean {
  return past.some((run) => {
    const told = toldOf(run);
    return told?.condition === condition && told.at.getTime() >= sinceMs;
  });
}

/** What people were told of the application: that a run died has no end, which could be mailed. */
function toldOf(run: PastRun): Told | undefined {
  return isToldDeathOfEarlierVersion(run) ? undefined : run.told;
}

/** Earlier versions noted a mailed death as what was told of the application, after the run that found it had settled the row. */
function isToldDeathOfEarlierVersion({ reason, told, settledAt }: PastRun): boolean {
  return reason === 'run-died' && told !== undefined && settledAt !== undefined && told.at >= settledAt;
}

/** When people were mailed that this run died; what an earlier attempt of it had told is something else. */
function deathToldAt(run: PastRun): Date | undefined {
  return run.deathToldAt ?? (isToldDeathOfEarlierVersion(run) ? run.told?.at : undefined);
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
  const wasReported = dead.some((run) => now.getTime() - (deathToldAt(run)?.getTime() ?? 0) < BETWEEN_DEATHS_MS);
  return wasReported ? [] : dead.filter((run) => deathToldAt(run) === undefined);
}
