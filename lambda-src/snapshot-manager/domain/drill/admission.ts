import { freezesInForce, type Marks } from '../marks';
import { utcTime } from '../texts';
import { isHolder } from './drill';
import {
  type DrillConsent,
  type DrillWindow,
  nextWindow,
  parseDrillWindow,
  usualDrillSeconds,
  WEEKDAYS,
  type WindowTimes,
  windowAt,
} from './drill-window';

/** Drill that is asked for, with what settings and clock say about it. */
export interface AskedDrill {
  readonly application: string;
  /** Consent of the settings; none: no drill begins. */
  readonly consent: DrillConsent | undefined;
  /** Window of the request, such as `14:00-15:00`; default: that of the consent. */
  readonly window?: string | undefined;
  readonly now: Date;
}

/** Window in which the drill may begin now; undefined if none is open, or the settings do not consent. */
export function openWindow({ consent, window, now }: AskedDrill): WindowTimes | undefined {
  const asked = consent && windowOf(consent, window);
  return asked && windowAt(asked, now);
}

/**
 * Sentence on why no drill may begin now, by the settings and the clock alone; undefined if one may. The manager decides
 * by it, and `kda drill --dry-run` shows it.
 *
 * @param proofs those in force, the newest first: how long a drill takes.
 */
export function refusedByRules(asked: AskedDrill, proofs: Parameters<typeof usualDrillSeconds>[0]): string | undefined {
  const { application, consent, window, now } = asked;
  if (!consent) {
    return `The settings of ${application} have no consent: add drill: {"window": "04:00-04:30"} to its entry under snapshots.applications, and deploy.`;
  }
  const open = openWindow(asked);
  if (!open) return outside(application, consent, window, now);
  const neededSeconds = usualDrillSeconds(proofs, consent.usualSnapshotSeconds);
  const leftSeconds = Math.floor((open.until.getTime() - now.getTime()) / 1000);
  return leftSeconds < neededSeconds ? tooLittle(leftSeconds, 'a drill needs', neededSeconds) : undefined;
}

/**
 * Sentence on a freeze in force, of a person or of a restore that was not proven; undefined without one. Somebody may be
 * looking for a cause, and a stop would end the job that they look at. The freeze of a drill is no reason.
 */
export function frozenText(
  application: string,
  marks: Marks,
  now: Date,
  applicationCreatedAt: Date | undefined,
): string | undefined {
  const freeze = freezesInForce(marks, now, applicationCreatedAt).find(({ who }) => !isHolder(who));
  if (!freeze) return undefined;
  const { who, why, until } = freeze;
  return `Application ${application} is frozen by ${who} until ${utcTime(until)} (${why}), and a drill would stop it. Once the cause is known: kda thaw ${application} --holder "${who}".`;
}

/** Sentence on a window with too little left. */
export function tooLittle(leftSeconds: number, needs: string, neededSeconds: number): string {
  return `The window has ${Math.max(0, leftSeconds)} s left, and ${needs} room for ${neededSeconds} s.`;
}

/** Window in words: `04:00-04:30 UTC`, with its days if these are not all: `04:00-04:30 UTC on SUN, WED`. */
export function windowText({ fromMinute, minutes, days }: DrillWindow): string {
  const on = days.length === WEEKDAYS.length ? '' : ` on ${days.join(', ')}`;
  return `${timeOfDay(fromMinute)}-${timeOfDay(fromMinute + minutes)} UTC${on}`;
}

function windowOf(consent: DrillConsent, window: string | undefined): DrillWindow | undefined {
  return window === undefined ? consent.window : parseDrillWindow(window);
}

function outside(application: string, consent: DrillConsent, window: string | undefined, now: Date): string {
  const asked = windowOf(consent, window) ?? consent.window;
  const which = window === undefined ? 'its window' : 'the window';
  return `It is ${utcTime(now)}, outside ${which} ${windowText(asked)}; the next one begins ${utcTime(nextWindow(asked, now).from)}. Another window: kda drill ${application} --in-place --window HH:MM-HH:MM.`;
}

function timeOfDay(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / 60) % 24, minute % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
