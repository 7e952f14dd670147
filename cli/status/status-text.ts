import { table } from '../../tools/text-table';
import { clockSkewText } from '../clock-skew-text';
import type { ApplicationSafety } from '../safety/application-safety';
import type { DeliverySafety } from '../safety/delivery-safety';
import type { DeploymentSafety } from '../safety/deployment-safety';
import type { Judged, Verdict } from '../safety/findings';
import { written } from '../safety/words';
import { duration } from '../times';

const MARKS = { safe: '✔', unsafe: '✖', 'on-purpose': '–', unknown: '?' } as const satisfies Record<Verdict, string>;

const HEADER = [
  ' ',
  'application',
  'state',
  'newest good',
  'age/objective',
  'reaches back',
  '24 h taken/failed/late',
  'quota',
  'proven',
];

/** Width from which a message is cut: the whole one is in `kda why` and in JSON. */
const MOST_CHARACTERS = 300;

/** Writes a time as people read it. */
type TimeText = (time: Date) => string;

/**
 * Text of an answer: a line for each application, what is not well below it, and the delivery.
 *
 * @param timeZone default: that of the machine, or TZ.
 */
export function statusText(safety: DeploymentSafety, timeZone?: string): string {
  const { applications, delivery, unread, at } = safety;
  const time = timesAt(at, timeZone);
  const [header = '', ...rows] = table(
    HEADER,
    applications.map((application) => cells(application, time)),
  );
  // Free text stands beside the columns: a long one must not widen them.
  const afterState = header.indexOf('newest good');
  const afterName = header.indexOf('state');
  const lineOf = (application: ApplicationSafety, row: string) =>
    application.verdict === 'on-purpose'
      ? `${row.padEnd(afterState)}stopped on purpose: ${cut(application.stoppedOnPurpose ?? '')}`
      : row;
  return [
    runsText(safety, time),
    header,
    ...applications.flatMap((each, index) => [lineOf(each, rows[index] ?? ''), ...below(each, time)]),
    `  ${MARKS[delivery.verdict]}  delivery`.padEnd(afterName) + deliveryText(delivery),
    ...below(delivery, time),
    ...unread.map((sentence) => `  ?  ${written(sentence, time)}`),
    summaryText(safety),
  ].join('\n');
}

function cells(application: ApplicationSafety, time: TimeText): string[] {
  const { verdict, name, status, newestGood, last24h, quota, isPending, reachesBackSeconds } = application;
  const first = [MARKS[verdict], name, status ?? 'unknown'];
  if (verdict === 'on-purpose') return first;
  return [
    ...first,
    newestGood ? time(newestGood.createdAt) : isPending ? PENDING : 'none',
    ageText(application),
    reachesBackSeconds === undefined ? (isPending ? PENDING : '-') : duration(reachesBackSeconds),
    last24h ? `${last24h.taken}/${last24h.failed}/${last24h.late}` : '?',
    quota ? `${quota.used}/${quota.of}` : isPending ? PENDING : '?',
    provenText(application, time),
  ];
}

/** Stands for a figure that is being read. */
const PENDING = '…';

function ageText({ newestGood, objectiveSeconds }: ApplicationSafety): string {
  const objective = Math.round(objectiveSeconds / 60);
  return `${newestGood ? Math.floor(newestGood.ageSeconds / 60) : '-'}/${objective} min`;
}

function provenText(application: ApplicationSafety, time: TimeText): string {
  const { proven, isProvenKnown, provenSearchedSince, isPending } = application;
  if (!isProvenKnown) return isPending ? PENDING : '?';
  if (proven) {
    return [time(proven.at), ...(proven.restoreSeconds === undefined ? [] : [duration(proven.restoreSeconds)])].join(
      ', ',
    );
  }
  return provenSearchedSince ? `not since ${time(provenSearchedSince)}` : 'never';
}

function below({ reasons, notes, nextCommand, verdict }: Judged, time: TimeText): string[] {
  // Its reason stands in its line.
  const shown = [...(verdict === 'on-purpose' ? [] : reasons), ...notes].map(
    (sentence) => `     ${cut(written(sentence, time))}`,
  );
  const [first, ...others] = shown;
  if (first === undefined) return [];
  return [nextCommand === undefined ? first : `${first}   →  ${nextCommand}`, ...others];
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1)}…` : line;
}

const NO_RUN = 'no run of the schedule in the last 24 h';

function runsText({ applications, lastRun, nextRun, clockSkewSeconds }: DeploymentSafety, time: TimeText): string {
  const none = applications.every(({ last24h }) => last24h === undefined) ? 'last run unknown' : NO_RUN;
  const last = lastRun ? `last run ${time(lastRun.at)} ${lastRun.isOk ? 'ok' : 'not ok'}` : none;
  const runs = nextRun ? `${last}, next ${time(nextRun)}` : last;
  if (clockSkewSeconds === undefined) return runs;
  return `${runs}\n${clockSkewText(clockSkewSeconds)}`;
}

function deliveryText({ rule, manager, queues, mail, pager, alarms }: DeliverySafety): string {
  const inAlarm = alarms?.inAlarm.length;
  return [
    `rule ${rule}`,
    ...(manager === 'active' || manager === 'inactive' ? [] : [`function ${manager}`]),
    queuesText(queues),
    mail === 'none' ? 'no mail' : `mail ${mail}`,
    ...(pager === 'none' ? [] : [`pager ${pager}`]),
    inAlarm === undefined ? 'alarms unknown' : `${inAlarm} ${inAlarm === 1 ? 'alarm' : 'alarms'} in ALARM`,
  ].join(' · ');
}

function queuesText({ failedRuns, undeliveredEvents }: DeliverySafety['queues']): string {
  if (failedRuns === undefined || undeliveredEvents === undefined) return 'queues unknown';
  if (failedRuns + undeliveredEvents === 0) return 'queues empty';
  return `queues: ${failedRuns} failed runs, ${undeliveredEvents} undelivered events`;
}

/** Last line: how many are not safe, and which. */
export function summaryText({ applications, delivery, overall, isOfNamedOnly }: DeploymentSafety): string {
  const namesOf = (verdict: Verdict) => [
    ...applications
      .filter((each) => each.verdict === verdict && !(verdict === 'unknown' && each.isPending))
      .map(({ name }) => name),
    ...(!isOfNamedOnly && delivery.verdict === verdict ? ['delivery'] : []),
  ];
  const [bad, open] = [namesOf('unsafe'), namesOf('unknown')];
  const pending = applications.filter(({ isPending }) => isPending).length;
  const sentences = [
    ...countText(bad, applications.length, 'not safe'),
    ...countText(open, applications.length, 'unknown'),
    ...(pending > 0 ? [`${pending} of ${applications.length} are still being read.`] : []),
  ];
  if (sentences.length > 0) return sentences.join(' ');
  if (overall === 'unknown') return 'All that was read is safe, but not all could be read.';
  return applications.length === 1 ? `${applications[0]?.name} is safe.` : `All ${applications.length} are safe.`;
}

function countText(names: readonly string[], of: number, what: string): string[] {
  if (names.length === 0) return [];
  const applications = names.filter((name) => name !== 'delivery');
  const delivery = applications.length < names.length ? [`The delivery is ${what}.`] : [];
  if (applications.length === 0) return delivery;
  const count = `${applications.length} of ${of} ${applications.length === 1 ? 'is' : 'are'} ${what}`;
  return [`${count}: ${applications.join(', ')}.`, ...delivery];
}

/** Writes times in local time, with their day where that is not today's. */
function timesAt(now: Date, timeZone: string | undefined): TimeText {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = (time: Date) => time.toLocaleDateString('en-GB', { ...zone, day: 'numeric', month: 'short' });
  const year = (time: Date) => time.toLocaleDateString('en-GB', { ...zone, year: 'numeric' });
  const clock = (time: Date) => time.toLocaleTimeString('en-GB', { ...zone, hour: '2-digit', minute: '2-digit' });
  return (time) => {
    if (year(time) !== year(now)) return `${day(time)} ${year(time)} ${clock(time)}`;
    return day(time) === day(now) ? clock(time) : `${day(time)} ${clock(time)}`;
  };
}
