import { clockText, lineText } from '../logs/log-text';
import { duration, localTime } from '../times';
import type { Explanation, JobLog } from './explanation';
import type { Gap, GoodSnapshot } from './gap';
import type { WithoutRun } from './why-document';

/** Explanation for people. */
export function whyText(why: Explanation, unread: readonly string[]): string {
  const { run, says, episode, advice } = why;
  const reason = run.reason === undefined ? '' : ` (${run.reason})`;
  return [
    `${run.application}, run of ${localTime(run.eventTime)}: ${run.state}${reason}`,
    says,
    ...(episode === undefined ? [] : [episodeText(why)]),
    '',
    why.isWithoutLog ? 'What happened (by the audit table; the manager’s log has no line of it)' : 'What happened',
    ...stepsText(why),
    ...(why.jobLog === undefined ? [] : jobText(why.jobLog, why.wentWell)),
    '',
    'Who was told',
    ...toldText(why),
    '',
    'Good snapshots around it',
    ...gapText(why.gap, why.objectiveSeconds),
    '',
    'What to do',
    ...(episode?.overSince === undefined ? [] : ['  It is over: no action is needed now. If it comes back:']),
    `  ${advice.text}`,
    `  → ${advice.command}`,
    ...unreadText(unread),
  ].join('\n');
}

/** Text where no run is known: what the service and the job's log tell. */
export function withoutRunText({ application, at, jobLog, gap }: WithoutRun, unread: readonly string[]): string {
  return [
    `${application}: no run around ${localTime(at)} is known.`,
    ...(jobLog === undefined ? [] : jobText(jobLog, false)),
    '',
    'Good snapshots around it',
    ...gapText(gap, undefined),
    '',
    'What to do',
    '  Find out why: credentials, region, deployment, rule.',
    '  → kda doctor',
    ...unreadText(unread),
  ].join('\n');
}

function unreadText(unread: readonly string[]): string[] {
  return unread.length === 0 ? [] : ['', 'Not read', ...unread.map((each) => `  ${each}`)];
}

function episodeText({ episode }: Explanation): string {
  if (episode === undefined) return '';
  const { since, runs, place, overSince } = episode;
  const place_ = runs === 1 ? 'One run did not go well' : `Run ${place} of ${runs} in a row that did not go well`;
  const end = overSince === undefined ? 'it is not over' : `over since the run of ${clockText(overSince)}`;
  return `${place_}, since ${clockText(since)}; ${end}.`;
}

/** Steps of the run, and what people did meanwhile, in the order of time. */
function stepsText({ steps, actions }: Explanation): string[] {
  const lines = [
    ...steps.map(({ at, isTrouble, says }) => ({ at, says: `${isTrouble ? '✖' : ' '} ${says}` })),
    ...actions.map(({ at, outcome, who, message }) => {
      const by = who === undefined ? '' : ` by ${who}`;
      return { at, says: `  ${outcome}${by}${message === undefined ? '' : `: ${message}`}` };
    }),
  ].toSorted((one, other) => one.at.getTime() - other.at.getTime());
  return lines.map(({ at, says }) => `  ${clockText(at)} ${says}`);
}

function jobText(jobLog: JobLog, wentWell: boolean): string[] {
  const lines = jobLog.lines.map((line) => `  ${lineText(line, 'job').replace('\n', '\n  ')}`);
  if (lines.length === 0 && wentWell) return [];
  const none = '  no error, no warning, no failed checkpoint';
  return ['', `What the job logged meanwhile (${jobLog.group})`, ...(lines.length > 0 ? lines : [none])];
}

function toldText({ mail, withoutMail, mailAddresses, alarms }: Explanation): string[] {
  const to = mailAddresses.length > 0 ? ` to ${mailAddresses.join(', ')}` : ' to the subscribers of the topic';
  const byMail = mail === undefined ? `no mail: ${withoutMail}` : `mail ${clockText(mail.at)}${to}: ${mail.condition}`;
  const byAlarm =
    alarms === undefined
      ? ['  alarms: not known']
      : alarms.length === 0
        ? ['  no alarm fired meanwhile']
        : alarms.map(({ name, at }) => `  alarm ${clockText(at)} ${name}`);
  return [`  ${byMail}`, ...byAlarm];
}

function gapText({ before, after, seconds }: Gap, objectiveSeconds: number | undefined): string[] {
  const limit =
    objectiveSeconds === undefined || seconds === undefined
      ? ''
      : `; the objective is ${duration(objectiveSeconds)}${seconds > objectiveSeconds ? ', so it was missed' : ''}`;
  return [
    `  before  ${snapshotText(before)}`,
    `  after   ${after === undefined ? 'none yet' : snapshotText(after)}`,
    ...(seconds === undefined ? [] : [`  gap     ${duration(seconds)}${limit}`]),
  ];
}

function snapshotText(snapshot: GoodSnapshot | undefined): string {
  if (snapshot === undefined) return 'none';
  return `${snapshot.name}, ${clockText(snapshot.createdAt)}${snapshot.isGone ? ', deleted since' : ''}`;
}
