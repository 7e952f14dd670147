import { OUTCOMES_OF_ACTIONS } from '../../lambda-src/contract';
import { CONDITIONS, type Condition } from '../../lambda-src/snapshot-manager/domain/conditions';
import { REASONS } from '../../lambda-src/snapshot-manager/domain/reasons';
import { type RunRecord, STARTED } from '../../lambda-src/snapshot-manager/domain/record';

const MINUTE_MS = 60_000;

/** True for a run; false for what a person did with snapshots, which the table has too. */
export function isRun({ state }: Pick<RunRecord, 'state'>): boolean {
  return !OUTCOMES_OF_ACTIONS.some((outcome) => outcome === state);
}

/** Condition that a run found; undefined while it goes on, and for a reason of another version. */
export function conditionOf({ state, reason, deadlineAt }: RunRecord, now: Date): Condition | undefined {
  if (reason !== undefined) return REASONS[reason].condition;
  if (state === STARTED) return deadlineAt < now ? 'manager-failing' : undefined;
  return state === 'taken' ? 'well' : 'of-another-version';
}

/** Kinds of conditions that are no trouble. */
const NO_TROUBLE: readonly string[] = ['well', 'note', 'pause'];

/** True for a run that went well or paused, and for one that has not ended yet. */
export function wentWell(run: RunRecord, now: Date): boolean {
  const condition = conditionOf(run, now);
  return condition === undefined || NO_TROUBLE.includes(CONDITIONS[condition]);
}

/**
 * Chooses the run that is meant: that of a time's minute, else the newest before it, else the first after it. Without a
 * time: the newest that did not go well, else the newest.
 *
 * @param runs newest first.
 */
export function chooseRun(runs: readonly RunRecord[], asked: Date | undefined, now: Date): RunRecord | undefined {
  if (asked === undefined) return runs.find((run) => !wentWell(run, now)) ?? runs[0];
  const after = runs.filter(({ eventTime }) => eventTime >= asked).at(-1);
  const before = runs.find(({ eventTime }) => eventTime < asked);
  const isOfTheMinute = after !== undefined && after.eventTime.getTime() - asked.getTime() < MINUTE_MS;
  return isOfTheMinute ? after : (before ?? after);
}

/** Runs in a row that did not go well, around one of them. */
export interface Episode {
  readonly since: Date;
  /** Number of runs that were read. */
  readonly runs: number;
  /** Number of the run among them, from 1. */
  readonly place: number;
  /** First run afterwards that went well; undefined: it is not over. */
  readonly overSince: Date | undefined;
}

/**
 * Episode that a run belongs to; undefined for one that went well.
 *
 * @param runs newest first.
 */
export function episodeOf(runs: readonly RunRecord[], run: RunRecord, now: Date): Episode | undefined {
  if (wentWell(run, now)) return undefined;
  const at = runs.findIndex(({ runId }) => runId === run.runId);
  const later = runs.slice(0, at).reverse();
  const over = later.findIndex((each) => wentWell(each, now));
  const laterBad = over === -1 ? later.length : over;
  const earlier = runs.slice(at);
  const wellBefore = earlier.findIndex((each) => wentWell(each, now));
  const bad = wellBefore === -1 ? earlier : earlier.slice(0, wellBefore);
  const first = bad.at(-1) ?? run;
  return {
    since:
      wellBefore === -1 && run.conditionSince && run.conditionSince < first.eventTime
        ? run.conditionSince
        : first.eventTime,
    runs: bad.length + laterBad,
    place: bad.length,
    overSince: later[over]?.eventTime,
  };
}

/** Mail about the condition of a run. */
export interface ToldMail {
  readonly condition: Condition;
  readonly at: Date;
}

/**
 * Mail that reported what a run found: noted in its own row, or in that of a later run of the same condition, because a
 * trouble is reported only once it has lasted. Undefined: none.
 *
 * @param runs newest first.
 */
export function mailAbout(runs: readonly RunRecord[], run: RunRecord, now: Date): ToldMail | undefined {
  const condition = conditionOf(run, now);
  if (run.deathToldAt) return { condition: condition ?? 'manager-failing', at: run.deathToldAt };
  const since = run.conditionSince ?? run.eventTime;
  const at = runs.findIndex(({ runId }) => runId === run.runId);
  for (const each of runs.slice(0, at + 1).reverse()) {
    if (conditionOf(each, now) !== condition) return undefined;
    const { told } = each;
    if (told && isSame(told.condition, condition) && told.at >= since) return told;
  }
  return undefined;
}

/** A status that lasts is reported under a name of its own; so is a cleanup that goes on. */
function isSame(told: Condition, found: Condition | undefined): boolean {
  if (told === found) return true;
  return (
    (told === 'passing-status' && found === 'not-running') || (told === 'cleaning-up' && found === 'cleanup-incomplete')
  );
}
