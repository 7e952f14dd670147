import type { Condition } from './conditions';
import type { RunRecord, Told } from './record';

/** Parts of an earlier run's record that decide about mails. */
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

/** Maximum clock difference between service and function; a row further in the future has a wrong time. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/**
 * Earlier runs that a decision about mails can rely on, the one that ended last first. Left out are rows from the
 * future (one would stay the newest permanently), rows with an unknown reason, and rows of runs without a history:
 * those have no `conditionSince`.
 */
export function pastRuns(records: readonly RunRecord[], now: Date): readonly RunRecord[] {
  const latest = now.getTime() + CLOCKS_DIFFER_MS;
  const endOf = ({ endedAt, startedAt }: RunRecord) => (endedAt ?? startedAt).getTime();
  return records
    .filter(({ reason, conditionSince }) => reason !== undefined && conditionSince !== undefined)
    .filter((record) => record.eventTime.getTime() <= latest && endOf(record) <= latest)
    .toSorted((a, b) => endOf(b) - endOf(a) || b.runId - a.runId);
}

/** Newest report to people; every row repeats it, and rows may end out of order. */
export function latestTold(past: readonly PastRun[]): Told | undefined {
  const all = past.flatMap((run) => toldOf(run) ?? []);
  return all.reduce<Told | undefined>((newest, told) => (newest && newest.at >= told.at ? newest : told), undefined);
}

/** True when this condition was reported at or after a time. */
export function wasTold(past: readonly PastRun[], condition: Condition, sinceMs: number): boolean {
  return past.some((run) => {
    const told = toldOf(run);
    return told?.condition === condition && told.at.getTime() >= sinceMs;
  });
}

/** Report about the application in this run's row; a reported death of a run has no end that could be mailed. */
function toldOf(run: PastRun): Told | undefined {
  return isToldDeathOfEarlierVersion(run) ? undefined : run.told;
}

/**
 * True for a row in which an earlier version noted a mailed death as the report about the application, after the run
 * that found it had settled the row.
 */
function isToldDeathOfEarlierVersion({ reason, told, settledAt }: PastRun): boolean {
  return reason === 'run-died' && told !== undefined && settledAt !== undefined && told.at >= settledAt;
}

/** Time of the mail that this run died; not a report of an earlier attempt. */
function deathToldAt(run: PastRun): Date | undefined {
  return run.deathToldAt ?? (isToldDeathOfEarlierVersion(run) ? run.told?.at : undefined);
}

/** Age from which a dead run is no longer reported. */
const DEATH_IS_NEWS_MS = 2 * 3_600_000;
/** Least time between two reports of deaths. */
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
