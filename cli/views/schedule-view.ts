import { intervalText } from '../../lambda-src/snapshot-manager/domain/schedule/written-schedule';
import type { AuditRow } from '../audit-rows';
import { lastScheduledEvent } from '../safety/past';
import { nextSnapshotDue } from '../safety/schedule-findings';
import { quietNow } from '../safety/state-findings';
import { shortTime } from '../times';
import type { ApplicationFacts } from './application-facts';

/** Schedule of an application; `null`: nothing is scheduled, or that is not known. */
export interface ScheduleView {
  /** Expression, such as `rate(10 minutes)`. */
  readonly schedule: string | null;
  /** Next scheduled run that takes a snapshot, outside of quiet hours. */
  readonly nextDue: Date | null;
  /** Quiet hours of now. */
  readonly quiet: { readonly until: Date; readonly why: string } | null;
}

/**
 * Schedule and quiet hours of an application now.
 *
 * @param rows newest rows of its audit; a rate counts from the last run. Missing: not read.
 */
export function scheduleView(
  { deployment, managed, now }: Pick<ApplicationFacts, 'deployment' | 'managed' | 'now'>,
  rows: readonly AuditRow[] = [],
): ScheduleView {
  if (!deployment?.isScheduled || !managed) return { schedule: null, nextDue: null, quiet: null };
  const { schedule, quietHours, stoppedOnPurpose } = managed.entry;
  const last = lastScheduledEvent(rows.map((row) => ({ ...row, isOnDemand: row.requestReason !== undefined })));
  const due = stoppedOnPurpose === undefined ? nextSnapshotDue(schedule, quietHours, last, now) : undefined;
  return { schedule, nextDue: due ?? null, quiet: quietNow({ quietHours }, now) ?? null };
}

/** Words about a schedule: `a run every 10 minutes, next 03:10, quiet until 06:00: nightly load`. */
export function scheduleText({ schedule, nextDue: due, quiet }: ScheduleView, now: Date): string {
  if (schedule === null) return 'no schedule';
  return [
    `a run ${intervalText(schedule)}`,
    ...(due ? [`next snapshot ${shortTime(due, now)}`] : []),
    ...(quiet ? [`quiet until ${shortTime(quiet.until, now)}: ${quiet.why}`] : []),
  ].join(', ');
}
