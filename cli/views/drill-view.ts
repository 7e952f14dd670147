import { windowText } from '../../lambda-src/snapshot-manager/domain/drill/admission';
import { nextWindow, parseDrillWindow, windowAt } from '../../lambda-src/snapshot-manager/domain/drill/drill-window';
import type { DeployedApplication } from '../deployment';
import { shortTime } from '../times';

/** Drills of an application to which its settings consent. */
export interface DrillView {
  /** In UTC, with its days: `04:00-04:30 UTC on SUN`. */
  readonly window: string;
  /** End of the window that is open now. */
  readonly openUntil: Date | null;
  /** Begin of the next window, and with it of the next drill on schedule. */
  readonly next: Date;
}

/** Drills by the entry of an application; `null`: its settings have no consent. */
export function drillView({ drill }: Pick<DeployedApplication, 'drill'>, now: Date): DrillView | null {
  const window = drill && parseDrillWindow(drill.window, drill.days);
  if (!window) return null;
  const { until: openUntil = null } = windowAt(window, now) ?? {};
  return { window: windowText(window), openUntil, next: nextWindow(window, now).from };
}

/** Words about the drills: `window 04:00-04:30 UTC on SUN, next 29 Nov 04:00; proven within 30 days is the objective`. */
export function drillText(view: DrillView | null, provenWithinDays: number | undefined, now: Date): string {
  const drills =
    view === null
      ? 'none: the settings have no consent'
      : `window ${view.window}, ${view.openUntil ? `open until ${shortTime(view.openUntil, now)}, ` : ''}next ${shortTime(view.next, now)}`;
  if (provenWithinDays === undefined) return drills;
  return `${drills}; objective: a proof within ${provenWithinDays} ${provenWithinDays === 1 ? 'day' : 'days'}`;
}
