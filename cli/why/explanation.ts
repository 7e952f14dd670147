import { CONDITIONS } from '../../lambda-src/snapshot-manager/domain/conditions';
import { headline } from '../../lambda-src/snapshot-manager/domain/reasons';
import type { RunRecord } from '../../lambda-src/snapshot-manager/domain/record';
import type { LogLine, RawLine } from '../logs/log-line';
import { type Advice, adviceAbout } from './advice';
import { type Gap, type GoodSnapshot, gapAround } from './gap';
import { conditionOf, type Episode, episodeOf, mailAbout, type ToldMail, wentWell } from './runs';
import { type RunStep, stepsOfLog, stepsOfRow } from './steps';

/** Alarm that went to ALARM around a run. */
export interface FiredAlarm {
  readonly name: string;
  readonly at: Date;
}

/** Action of a person around a run. */
export interface NearAction {
  readonly at: Date;
  readonly outcome: string;
  readonly who: string | undefined;
  readonly message: string | undefined;
}

/** Facts that explain a run; what could not be read is missing, with a sentence in `unread`. */
export interface RunFacts {
  readonly run: RunRecord;
  /** Runs around it, newest first, with itself. */
  readonly runs: readonly RunRecord[];
  readonly now: Date;
  readonly managerLines: readonly RawLine[] | undefined;
  readonly jobLog: JobLog | undefined;
  readonly goodSnapshots: readonly GoodSnapshot[];
  readonly objectiveSeconds: number | undefined;
  readonly mailAddresses: readonly string[];
  readonly alarms: readonly FiredAlarm[] | undefined;
  readonly actions: readonly NearAction[];
}

export interface JobLog {
  readonly group: string;
  readonly lines: readonly LogLine[];
}

/** Explanation of one run. */
export interface Explanation {
  readonly run: RunRecord;
  readonly wentWell: boolean;
  readonly says: string;
  readonly episode: Episode | undefined;
  readonly steps: readonly RunStep[];
  /** True: the steps are those of the audit row alone. */
  readonly isWithoutLog: boolean;
  readonly jobLog: JobLog | undefined;
  readonly mail: ToldMail | undefined;
  /** Reason why no mail is expected, if none was sent. */
  readonly withoutMail: string | undefined;
  readonly mailAddresses: readonly string[];
  readonly alarms: readonly FiredAlarm[] | undefined;
  readonly actions: readonly NearAction[];
  readonly gap: Gap;
  readonly objectiveSeconds: number | undefined;
  readonly advice: Advice;
}

/** Explains a run: what happened, who was told, how long there was no good snapshot, and what to do. */
export function explain(facts: RunFacts): Explanation {
  const { run, runs, now, managerLines } = facts;
  const condition = conditionOf(run, now);
  const mail = mailAbout(runs, run, now);
  const logged = managerLines === undefined ? [] : stepsOfLog(managerLines);
  const isWithoutLog = logged.length === 0;
  return {
    run,
    wentWell: wentWell(run, now),
    says: run.message ?? (run.reason === undefined ? unfinished(run, now) : headline(run)),
    episode: episodeOf(runs, run, now),
    steps: isWithoutLog ? stepsOfRow(run) : logged,
    isWithoutLog,
    jobLog: facts.jobLog,
    mail,
    withoutMail: mail === undefined ? withoutMail(run, now) : undefined,
    mailAddresses: facts.mailAddresses,
    alarms: facts.alarms,
    actions: facts.actions,
    gap: gapAround(pivotOf(run), facts.goodSnapshots, now),
    objectiveSeconds: facts.objectiveSeconds,
    advice: adviceAbout(run, condition),
  };
}

/** Time that parts the good snapshots: that of the run's own one ends the gap. */
function pivotOf({ snapshot, eventTime }: RunRecord): Date {
  return snapshot?.status === 'READY' && snapshot.createdAt ? snapshot.createdAt : eventTime;
}

function unfinished({ state, deadlineAt }: RunRecord, now: Date): string {
  if (state !== 'started') return 'The reason is one that this version does not know.';
  return deadlineAt < now ? 'The run died: no end is recorded.' : 'The run has not ended yet.';
}

function withoutMail(run: RunRecord, now: Date): string {
  const condition = conditionOf(run, now);
  const kind = condition === undefined ? 'well' : CONDITIONS[condition];
  if (kind === 'well' || kind === 'note' || kind === 'pause') return 'nothing was wrong';
  if (kind === 'passing') return 'such a problem is reported only when it lasts';
  return 'the setting notifications, or an alarm that reports it instead, may be why; or it had been reported before';
}
