import { createHash } from 'node:crypto';
import type { DrillInput } from './drill-machine';

/** Consent of an application to a drill in place. */
export interface DrillSettings {
  /** Window in UTC, such as `04:00-04:30`; one that ends before it begins lasts past midnight. */
  readonly window: string;
  /** Days on which it begins, such as `SUN`. Default: every day. */
  readonly days?: readonly string[];
}

/** Entry of the applications to snapshot, as far as drills are concerned. */
export interface DrilledEntry {
  readonly name?: string;
  readonly drill?: DrillSettings;
}

/** Rule that starts the drills of one application. */
export interface DrillRule {
  readonly application: string;
  /** Name on the default bus, at most 64 characters. */
  readonly name: string;
  readonly scheduleExpression: string;
  readonly input: DrillInput;
  /** Seconds from the beginning of the window to its end: later no drill may begin. */
  readonly windowSeconds: number;
}

const MOST_CHARACTERS = 64;
const HASH_DIGITS = 8;
const DAY_SECONDS = 86_400;
/** Event ages that EventBridge takes. */
const LEAST_AGE_SECONDS = 60;

/** Prefix of the names of all drill rules. A deployment's name has no dot, so no other deployment has such rules. */
export function drillRulePrefix(deployment: string): string {
  return `${deployment}.drill.`;
}

/** Name of the rule of one application; a long name is cut, and ends with a part of its SHA-256. */
export function drillRuleName(deployment: string, application: string): string {
  const name = `${drillRulePrefix(deployment)}${application}`;
  if (name.length <= MOST_CHARACTERS) return name;
  const hash = createHash('sha256').update(application).digest('hex').slice(0, HASH_DIGITS);
  return `${name.slice(0, MOST_CHARACTERS - HASH_DIGITS - 1)}-${hash}`;
}

/** Rules of all applications that consent to drills. */
export function drillRules(deployment: string, entries: readonly DrilledEntry[]): DrillRule[] {
  return entries.flatMap(({ name: application, drill }) =>
    application === undefined || drill === undefined ? [] : [drillRule(deployment, application, drill)],
  );
}

function drillRule(deployment: string, application: string, drill: DrillSettings): DrillRule {
  const [from = '', until = ''] = drill.window.split('-');
  const [begin, end] = [minuteOfDay(from), minuteOfDay(until)];
  const seconds = ((end - begin) * 60 + DAY_SECONDS) % DAY_SECONDS;
  return {
    application,
    name: drillRuleName(deployment, application),
    scheduleExpression: drillCron(drill),
    input: {
      application,
      who: `the drill schedule of ${deployment}`,
      why: `drill on schedule, window ${drill.window} UTC`,
    },
    windowSeconds: Math.max(seconds, LEAST_AGE_SECONDS),
  };
}

/** Schedule of a drill: the beginning of its window in UTC, on its days. */
export function drillCron({ window, days }: DrillSettings): string {
  const begin = minuteOfDay(window.split('-')[0] ?? '');
  const time = `${begin % 60} ${Math.floor(begin / 60)}`;
  return days === undefined ? `cron(${time} * * ? *)` : `cron(${time} ? * ${days.join(',')} *)`;
}

/** Drills a month that the settings schedule, over all applications. */
export function drillsAMonth(entries: readonly DrilledEntry[], daysAMonth: number): number {
  return entries.reduce(
    (sum, { drill }) => sum + (drill === undefined ? 0 : ((drill.days?.length ?? 7) / 7) * daysAMonth),
    0,
  );
}

/** Minute of the day of a time such as `04:30`. */
function minuteOfDay(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
