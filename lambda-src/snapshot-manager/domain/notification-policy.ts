import type { NotificationPolicy } from '../../contract';
import { statusFacts } from './application-status';
import { CONDITIONS, type Condition } from './conditions';
import { REASONS } from './reasons';
import type { RunRecord, Told } from './record';

/** Reason of a mail. `earlier-run`: an earlier run died, whatever the result of this one. */
export type MailKind = 'result' | 'reminder' | 'all-clear' | 'earlier-run';

export interface NotificationFacts {
  readonly policy: NotificationPolicy;
  readonly reminderMs: number;
  /** Duration in milliseconds after which a transient status is a problem. */
  readonly passingStatusMs: number;
  readonly now: Date;
  readonly eventTime: Date;
  /** Result of the run. */
  readonly result: Pick<RunRecord, 'reason' | 'applicationStatus' | 'deleted' | 'failedToDelete'>;
  /** Earlier runs of the application, the one that ended last first; `undefined` when they could not be read. */
  readonly past: readonly PastRun[] | undefined;
  /** True when the newest of `past` is an earlier attempt of this very run. */
  readonly isRetry: boolean;
  /** Time since which a drill without a driver has had the application stopped; undefined: none has. */
  readonly stoppedSince?: Date | undefined;
  /** Time of the mail that a drill left the application stopped; undefined: there was none. */
  readonly toldStoppedAt?: Date | undefined;
  /** True: a drill left the application stopped, and is about to mail that. */
  readonly isToldByDrill?: boolean | undefined;
  /** True: a drill may have the application stopped; whether one has could not be read. */
  readonly mayBeDrill?: boolean | undefined;
  /** Number of runs that died and were never reported. */
  readonly unreportedDeaths: number;
  /** True when the run found something new that people must know, whatever its result. */
  readonly hasNotice?: boolean;
  /** True where an alarm of the application reports that it does not run. */
  readonly isStopAlarmed?: boolean;
}

export interface NotificationDecision {
  /** Reason of the mail; missing: no mail is sent. */
  readonly mail?: MailKind;
  /** Event since which the application has been in this condition; `undefined` without a history. */
  readonly since: Date | undefined;
  /** Last report, if that mail is not sent. */
  readonly toldBefore: Told | undefined;
  /** Last report, once that mail was sent. */
  readonly toldAfter: Told | undefined;
}

const MINUTE_MS = 60_000;
/**
 * Duration of Lambda's retries: the last begins three minutes after the first attempt, and what it still finds has
 * lasted.
 */
const RETRIES_MS = 2.5 * MINUTE_MS;
/** Time after which a usually short problem is reported, if a second event finds it. */
const PASSING_MS = 10 * MINUTE_MS;
/**
 * Time after which an unfinished cleanup without failed deletions is reported: the first one of a large fleet takes
 * some runs.
 */
const CLEANUP_TURN_MS = 60 * MINUTE_MS;
/** Time in which a problem that returns is not reported again: one pair of mails an hour is enough. */
const QUIET_MS = 60 * MINUTE_MS;
/** Time after which a returned problem is reported nevertheless. */
const BACK_FOR_GOOD_MS = 20 * MINUTE_MS;

/**
 * Decides whether a result is mailed. The last report counts as known, and before it that everything works. A problem
 * causes one mail when it has lasted, reminders while it persists, and one mail at its end. Without a history only the
 * policy `always` sends a mail.
 */
export function decideNotification(facts: NotificationFacts): NotificationDecision {
  const { past, result, now, eventTime, policy } = facts;
  if (!past) {
    const unknown = { since: undefined, toldBefore: undefined, toldAfter: undefined };
    return policy === 'always' ? { mail: 'result', ...unknown } : unknown;
  }
  const condition = conditionOf(result);
  const isPause = CONDITIONS[condition] === 'pause';
  // A run that died did not find out any condition, and neither did one that paused.
  const previous = past.find(
    (run) => run.reason !== 'run-died' && (isPause || CONDITIONS[conditionOf(run)] !== 'pause'),
  );
  const before = previous && conditionOf(previous);
  const found = earlier(eventTime, before === condition ? previous?.conditionSince : undefined);
  const since = earlier(found, STOPPED.includes(condition) ? facts.stoppedSince : undefined);
  const known = lastReport(facts, past);
  const mail = mailFor(facts, past, { condition, since, known });
  // The alarm reports a stop that lasts, and its end: no later run mails that of the drill.
  const toldBefore = facts.isStopAlarmed && mail !== 'all-clear' ? latestTold(past) : known;
  return { mail, since, toldBefore, toldAfter: knownAfter(mail, condition, toldBefore, now) };
}

/** Runs that find an application stopped until its alarm not-running fires, by default. */
const ALARM_RUNS = 2;

/**
 * Last report to people: the newest one of the rows, or that of a drill which left the application stopped. Rows of runs
 * that could not look for drills do not carry the drill's, so it counts until a run found that all is well.
 */
function lastReport({ toldStoppedAt, isStopAlarmed }: NotificationFacts, past: readonly PastRun[]): Told | undefined {
  const told = latestTold(past);
  if (toldStoppedAt === undefined || (told && told.at >= toldStoppedAt)) return told;
  const since = past.filter((run) => run.eventTime >= toldStoppedAt).map(conditionOf);
  const isOver = since.some((condition) => ['well', 'note'].includes(CONDITIONS[condition]));
  const isAlarmed = isStopAlarmed && since.filter((condition) => condition === 'not-running').length >= ALARM_RUNS;
  return isOver || isAlarmed ? told : { condition: 'not-running', at: toldStoppedAt };
}

/** Last report after a mail. A mail about an earlier run, or without news, does not change it. */
function knownAfter(
  mail: MailKind | undefined,
  condition: Condition,
  before: Told | undefined,
  now: Date,
): Told | undefined {
  if (mail === undefined || mail === 'earlier-run') return before;
  const told = mail === 'all-clear' ? 'well' : condition;
  const isKnown = (before?.condition ?? 'well') === told;
  return isKnown && mail !== 'reminder' ? before : { condition: told, at: now };
}

/** Condition that a run found. For an application that does not run, its status decides whether it is transient. */
function conditionOf({ reason, applicationStatus, deleted, failedToDelete }: NotificationFacts['result']): Condition {
  const condition = REASONS[reason ?? 'unexpected-error'].condition;
  if (condition === 'not-running' && applicationStatus !== undefined) {
    return statusFacts(applicationStatus).kind === 'passing' ? 'passing-status' : condition;
  }
  const goesOn = reason === 'cleanup-incomplete' && failedToDelete.length === 0 && deleted.length > 0;
  return goesOn ? 'cleaning-up' : condition;
}

interface Now {
  readonly condition: Condition;
  readonly since: Date;
  readonly known: Told | undefined;
}

/** Conditions of an application that does not run; the alarm `not-running` reports them. */
const STOPPED: readonly Condition[] = ['not-running', 'passing-status'];

function mailFor(
  { policy, reminderMs, now, result, isRetry, unreportedDeaths, hasNotice, ...facts }: NotificationFacts,
  past: readonly PastRun[],
  { condition, since, known }: Now,
): MailKind | undefined {
  const kind = CONDITIONS[condition];
  const knowsTrouble = known !== undefined && !['well', 'note'].includes(CONDITIONS[known.condition]);
  if ((kind === 'well' || kind === 'note') && knowsTrouble) return 'all-clear';
  // A retry with the same result as the first attempt reports nothing new.
  if (policy === 'always') return isRetry && past[0]?.reason === result.reason ? undefined : 'result';
  if (hasNotice) return 'result';
  if (unreportedDeaths > 0) return 'earlier-run';
  if ((facts.isStopAlarmed || facts.isToldByDrill) && STOPPED.includes(condition)) return undefined;
  if (kind === 'well' || kind === 'pause' || (policy === 'failures' && kind !== 'failure')) return undefined;
  if (kind === 'note') return wasTold(past, condition, now.getTime() - reminderMs) ? undefined : 'result';
  // A condition written by another version may be this problem.
  if (known?.condition === condition || known?.condition === 'of-another-version') {
    return now.getTime() - known.at.getTime() >= reminderMs ? 'reminder' : undefined;
  }
  return hasLasted({ ...facts, now, result }, past, { condition, since }) ? 'result' : undefined;
}

function hasLasted(
  {
    now,
    result,
    eventTime,
    passingStatusMs,
    mayBeDrill,
  }: Pick<NotificationFacts, 'now' | 'result' | 'eventTime' | 'passingStatusMs' | 'mayBeDrill'>,
  past: readonly PastRun[],
  { condition, since }: Omit<Now, 'known'>,
): boolean {
  const lastedMs = now.getTime() - since.getTime();
  if (condition === 'passing-status') return lastedMs >= passingStatusMs;
  const isOfOneEvent = since >= eventTime;
  if (mayBeDrill && condition === 'not-running') return lastedMs >= PASSING_MS && !isOfOneEvent;
  if (result.reason === 'cleanup-incomplete' && result.failedToDelete.length === 0 && lastedMs < CLEANUP_TURN_MS) {
    return false;
  }
  if (wasTold(past, condition, now.getTime() - QUIET_MS)) return lastedMs >= BACK_FOR_GOOD_MS && !isOfOneEvent;
  if (CONDITIONS[condition] === 'passing') return lastedMs >= PASSING_MS && !isOfOneEvent;
  return !REASONS[result.reason ?? 'unexpected-error'].isContinued || lastedMs >= RETRIES_MS;
}

function earlier(time: Date, other: Date | undefined): Date {
  return other && other < time ? other : time;
}

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
