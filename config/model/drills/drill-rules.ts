import { createHash } from 'node:crypto';
import { parseDrillWindow } from '../../../lambda-src/snapshot-manager/domain/drill/drill-window';
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

/** Begin of the name under which a rule asks for a drill; the deployment's name follows. */
export const DRILL_SCHEDULE = 'the drill schedule of';

const MOST_CHARACTERS = 64;
const HASH_DIGITS = 8;

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
  return {
    application,
    name: drillRuleName(deployment, application),
    scheduleExpression: drillCron(drill),
    input: {
      application,
      who: `${DRILL_SCHEDULE} ${deployment}`,
      why: `drill on schedule, window ${drill.window} UTC`,
    },
    windowSeconds: windowOf(drill).minutes * 60,
  };
}

/** Schedule of a drill: the beginning of its window in UTC, on its days. */
export function drillCron(drill: DrillSettings): string {
  const { fromMinute, days } = windowOf(drill);
  const time = `${fromMinute % 60} ${Math.floor(fromMinute / 60)}`;
  return drill.days === undefined ? `cron(${time} * * ? *)` : `cron(${time} ? * ${days.join(',')} *)`;
}

function windowOf({ window, days }: DrillSettings) {
  const parsed = parseDrillWindow(window, days);
  if (parsed === undefined) throw new Error(`The drill's window is ${JSON.stringify({ window, days })}.`);
  return parsed;
}

/** Drills a month that the settings schedule, over all applications. */
export function drillsAMonth(entries: readonly DrilledEntry[], daysAMonth: number): number {
  return entries.reduce(
    (sum, { drill }) => sum + (drill === undefined ? 0 : ((drill.days?.length ?? 7) / 7) * daysAMonth),
    0,
  );
}
