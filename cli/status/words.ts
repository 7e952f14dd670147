import { duration } from '../times';

/**
 * Words of `kda status`, for the terminal and the page alike: each takes the model as it is judged, with `undefined`
 * and `Date`, and as a document, with `null` and ISO 8601.
 */

export type VerdictWord = 'safe' | 'unsafe' | 'on-purpose' | 'unknown';

type Time = Date | string;
type Maybe<T> = T | null | undefined;

/** Writes a time as people read it. */
export type TimeText = (time: Date) => string;

/** Signs of the verdicts. */
export const MARKS = { safe: '✔', unsafe: '✖', 'on-purpose': '–', unknown: '?' } as const satisfies Record<
  VerdictWord,
  string
>;

/** Names of the figures of an application. */
export const COLUMNS = {
  name: 'application',
  state: 'state',
  newestGood: 'newest good',
  age: 'age/objective',
  reachesBack: 'reaches back',
  last24h: '24 h taken/failed/late',
  quota: 'quota',
  proven: 'proven',
} as const;

/** Application, as far as its figures need it. */
export interface ApplicationFigures {
  readonly name: string;
  readonly status?: Maybe<string>;
  readonly newestGood?: Maybe<{ readonly createdAt: Time; readonly ageSeconds: number }>;
  readonly objectiveSeconds: number;
  readonly reachesBackSeconds?: Maybe<number>;
  readonly last24h?: Maybe<{ readonly taken: number; readonly failed: number; readonly late: number }>;
  readonly quota?: Maybe<{ readonly used: number; readonly of: number }>;
  readonly proven?: Maybe<{ readonly at: Time; readonly restoreSeconds?: Maybe<number>; readonly by?: Maybe<string> }>;
  readonly provenSearchedSince?: Maybe<Time>;
  readonly isProvenKnown: boolean;
  /** True while a part of it is still being read. */
  readonly isPending?: boolean;
}

/** Stands for a figure that is being read. */
const PENDING = '…';

/** Figures of an application in words, by column. */
export function figuresOf(application: ApplicationFigures, time: TimeText): Record<keyof typeof COLUMNS, string> {
  const { name, status, newestGood, last24h, quota, isPending, reachesBackSeconds } = application;
  return {
    name,
    state: status ?? 'unknown',
    newestGood: newestGood ? time(new Date(newestGood.createdAt)) : isPending ? PENDING : 'none',
    age: ageText(application),
    reachesBack: reachesBackSeconds == null ? (isPending ? PENDING : '-') : duration(reachesBackSeconds),
    last24h: last24h ? `${last24h.taken}/${last24h.failed}/${last24h.late}` : '?',
    quota: quota ? `${quota.used}/${quota.of}` : isPending ? PENDING : '?',
    proven: provenText(application, time),
  };
}

function ageText({ newestGood, objectiveSeconds }: ApplicationFigures): string {
  const objective = Math.round(objectiveSeconds / 60);
  return `${newestGood ? Math.floor(newestGood.ageSeconds / 60) : '-'}/${objective} min`;
}

function provenText(application: ApplicationFigures, time: TimeText): string {
  const { proven, isProvenKnown, provenSearchedSince, isPending } = application;
  if (!isProvenKnown) return isPending ? PENDING : '?';
  if (!proven) return provenSearchedSince ? `not since ${time(new Date(provenSearchedSince))}` : 'never';
  const { at, restoreSeconds, by } = proven;
  return [
    time(new Date(at)),
    ...(restoreSeconds == null ? [] : [duration(restoreSeconds)]),
    ...(by === 'drill' ? ['drill'] : []),
  ].join(', ');
}

/** Runs of the schedule, as far as a sentence needs them. */
export interface ScheduleFigures {
  readonly lastRun: Maybe<{ readonly at: Time; readonly isOk: boolean }>;
  readonly nextRun: Maybe<Time>;
  readonly applications: readonly Pick<ApplicationFigures, 'last24h'>[];
}

const NO_RUN = 'no run of the schedule in the last 24 h';

/** Words about the last and the next run of the schedule. */
export function runsText({ applications, lastRun, nextRun }: ScheduleFigures, time: TimeText): string {
  const none = applications.every(({ last24h }) => last24h == null) ? 'last run unknown' : NO_RUN;
  const last = lastRun ? `last run ${time(new Date(lastRun.at))} ${lastRun.isOk ? 'ok' : 'not ok'}` : none;
  return nextRun ? `${last}, next ${time(new Date(nextRun))}` : last;
}

/** Chain from the schedule to the people. */
export interface DeliveryFigures {
  readonly rule: string;
  /** Rules of the schedules. */
  readonly rules?: Maybe<readonly { readonly state: string }[]>;
  readonly manager: string;
  readonly queues: { readonly failedRuns?: Maybe<number>; readonly undeliveredEvents?: Maybe<number> };
  readonly mail: string;
  readonly pager: string;
  readonly alarms?: Maybe<{ readonly inAlarm: readonly string[] }>;
}

/** Words about each link of the delivery that has something to say. */
export function deliveryParts({ rule, rules, manager, queues, mail, pager, alarms }: DeliveryFigures): string[] {
  return [
    rulesText(rule, rules ?? []),
    ...(manager === 'active' || manager === 'inactive' ? [] : [`function ${manager}`]),
    queuesText(queues),
    mail === 'none' ? 'no mail' : `mail ${mail}`,
    ...(pager === 'none' ? [] : [`pager ${pager}`]),
    alarmsText(alarms),
  ];
}

function rulesText(worst: string, rules: readonly { readonly state: string }[]): string {
  if (rules.length < 2) return `rule ${worst}`;
  const such = rules.filter(({ state }) => state === worst).length;
  return such === rules.length ? `${such} rules ${worst}` : `${such} of ${rules.length} rules ${worst}`;
}

/** Number of alarms in ALARM, in words. */
export function alarmsText(alarms: DeliveryFigures['alarms']): string {
  const inAlarm = alarms?.inAlarm.length;
  return inAlarm === undefined ? 'alarms unknown' : `${inAlarm} ${inAlarm === 1 ? 'alarm' : 'alarms'} in ALARM`;
}

function queuesText({ failedRuns, undeliveredEvents }: DeliveryFigures['queues']): string {
  if (failedRuns == null || undeliveredEvents == null) return 'queues unknown';
  if (failedRuns + undeliveredEvents === 0) return 'queues empty';
  return `queues: ${counted(failedRuns, 'failed run')}, ${counted(undeliveredEvents, 'undelivered event')}`;
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** Deployment, as far as its last line needs it. */
export interface DeploymentVerdicts {
  readonly applications: readonly {
    readonly name: string;
    readonly verdict: VerdictWord;
    readonly isPending?: boolean;
    /** Recovery that somebody works on now. */
    readonly underWay?: Maybe<string>;
  }[];
  readonly delivery: { readonly verdict: VerdictWord };
  readonly overall: 'safe' | 'unsafe' | 'unknown';
  /** True: the delivery is only shown. */
  readonly isOfNamedOnly?: boolean;
}

/**
 * Last line: how many are not safe, and which.
 *
 * @param mostLetters length of the names that are written out, at least one; the others are counted. Default: all.
 */
export function summaryText(
  { applications, delivery, overall, isOfNamedOnly }: DeploymentVerdicts,
  mostLetters = Number.POSITIVE_INFINITY,
): string {
  const namesOf = (verdict: VerdictWord) => [
    ...applications
      .filter((each) => each.verdict === verdict && !(verdict === 'unknown' && each.isPending))
      .map(({ name }) => name),
    ...(!isOfNamedOnly && delivery.verdict === verdict ? ['delivery'] : []),
  ];
  const [bad, open] = [namesOf('unsafe'), namesOf('unknown')];
  const [only, another] = applications;
  if (only && another === undefined && !only.isPending && (bad.length > 0 || open.length > 0)) {
    return soleText(only, bad.includes('delivery') ? 'not safe' : open.includes('delivery') ? 'unknown' : undefined);
  }
  const pending = applications.filter(({ isPending }) => isPending).length;
  const sentences = [
    ...countText(bad, { of: applications.length, what: 'not safe', mostLetters }),
    ...countText(open, { of: applications.length, what: 'unknown', mostLetters }),
    ...(pending > 0 ? [`${pending} of ${applications.length} are still being read.`] : []),
  ];
  if (sentences.length > 0) return sentences.join(' ');
  if (overall === 'unknown') return 'All that was read is safe, but not all could be read.';
  return applications.length === 1 ? `${applications[0]?.name} is safe.` : `All ${applications.length} are safe.`;
}

/** Sentences about one application and its delivery: nothing is counted. */
function soleText({ name, verdict, underWay }: DeploymentVerdicts['applications'][number], delivery?: string): string {
  const because = underWay ? `: a ${underWay} is under way.` : '.';
  return [
    ...(verdict === 'unsafe' ? [`${name} is not safe.`] : []),
    ...(verdict === 'unknown' ? [`Not known now whether ${name} is safe${because}`] : []),
    ...(delivery === undefined ? [] : [`The delivery is ${delivery}.`]),
  ].join(' ');
}

interface Counted {
  readonly of: number;
  readonly what: string;
  readonly mostLetters: number;
}

function countText(names: readonly string[], { of, what, mostLetters }: Counted): string[] {
  if (names.length === 0) return [];
  const applications = names.filter((name) => name !== 'delivery');
  const delivery = applications.length < names.length ? [`The delivery is ${what}.`] : [];
  if (applications.length === 0) return delivery;
  const count = `${applications.length} of ${of} ${applications.length === 1 ? 'is' : 'are'} ${what}`;
  return [`${count}: ${namesText(applications, mostLetters)}.`, ...delivery];
}

function namesText(names: readonly string[], mostLetters: number): string {
  let letters = 0;
  const fit = names.findIndex((name, place) => {
    letters += name.length;
    return place > 0 && letters > mostLetters;
  });
  return fit < 0 ? names.join(', ') : `${names.slice(0, fit).join(', ')} and ${names.length - fit} more`;
}

/**
 * Writes times in local time, with their day where that is not today's.
 *
 * @param timeZone default: that of the machine, or TZ.
 */
export function timesAt(now: Date, timeZone?: string): TimeText {
  const zone = timeZone === undefined ? {} : { timeZone };
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { ...zone, ...options });
  const day = format({ day: 'numeric', month: 'short' });
  const year = format({ year: 'numeric' });
  const clock = format({ hour: '2-digit', minute: '2-digit' });
  const [thisYear, today] = [year.format(now), day.format(now)];
  return (time) => {
    if (year.format(time) !== thisYear) return `${day.format(time)} ${year.format(time)} ${clock.format(time)}`;
    return day.format(time) === today ? clock.format(time) : `${day.format(time)} ${clock.format(time)}`;
  };
}
