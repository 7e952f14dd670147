import { silentFrom } from '../../lambda-src/snapshot-manager/domain/schedule/due';
import { type KnownSchedule, latest } from '../../lambda-src/snapshot-manager/domain/schedule/silence';
import { firstRunDue } from './first-run';

/** Facts by which a run of a schedule is expected. */
export interface ScheduleNotes {
  /** Schedules as the runs of the manager have noted them; empty where there is one only, or they can't be read. */
  readonly schedules: readonly KnownSchedule[];
  /** Time of the manager's last deployment, which stands in where the runs have noted nothing. */
  readonly deployedAt: Date | undefined;
}

/** Whether a run of a schedule is overdue. */
export interface ExpectedRun {
  /** Newest event whose run has ended, by the rows and the notes; undefined: none is known. */
  readonly lastRun: Date | undefined;
  readonly state: 'on-time' | 'awaited' | 'silent';
  /** Time by which an awaited one is due, and since when it is expected, as the runs have noted or the deployment says. */
  readonly awaited?: { readonly due: Date; readonly since: Date; readonly by: 'runs' | 'deployment' };
}

/**
 * Judges a schedule. Since when its runs are expected the runs of the manager have noted, pauses included. Only where they
 * have not, the last deployment excuses it: each deployment would, and switching the schedule on is none of the function.
 *
 * @param lastRow newest event of it among the rows that were read.
 */
export function expectedRun(
  expression: string,
  lastRow: Date | undefined,
  { schedules, deployedAt }: ScheduleNotes,
  now: Date,
): ExpectedRun {
  const note = schedules.find(({ schedule }) => schedule === expression);
  // A deployment that has one schedule left notes nothing any more.
  const isOld = note && lastRow && lastRow > latest(note.lastEvent, note.since);
  const by = note && !isOld ? 'runs' : 'deployment';
  const since = by === 'runs' ? note?.since : deployedAt;
  const lastEvent = by === 'runs' ? note?.lastEvent : undefined;
  const lastRun = lastRow && lastEvent ? latest(lastRow, lastEvent) : (lastRow ?? lastEvent);
  if (lastRun && !isSilentAt(expression, lastRun, now)) return { lastRun, state: 'on-time' };
  if (since === undefined || (lastRun && since <= lastRun)) return { lastRun, state: 'silent' };
  const due = firstRunDue(since, expression, now) ?? (by === 'runs' ? silenceAhead(expression, since, now) : undefined);
  return due ? { lastRun, state: 'awaited', awaited: { due, since, by } } : { lastRun, state: 'silent' };
}

/** Time from which the manager itself counts the schedule as silent; undefined once that is over. */
function silenceAhead(expression: string, since: Date, now: Date): Date | undefined {
  return isSilentAt(expression, since, now) ? undefined : silentFrom(expression, since);
}

/** True if the events of two due times are missing. */
function isSilentAt(expression: string, lastRun: Date, now: Date): boolean {
  const from = silentFrom(expression, lastRun);
  return from !== undefined && from <= now;
}
