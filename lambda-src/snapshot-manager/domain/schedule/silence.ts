import { silentFrom } from './due';

/** Schedule with applications, as the runs of the deployment know it. */
export interface KnownSchedule {
  /** Its expression. */
  readonly schedule: string;
  /** Time since which its runs are expected: the first run that saw it, or that came after a pause of all runs. */
  readonly since: Date;
  /** Newest event of it whose run came to its end; missing: none yet. */
  readonly lastEvent?: Date;
}

/** Scheduled run, as far as it says something about schedules. */
export interface ScheduledRun {
  readonly schedule: string;
  readonly eventTime: Date;
  /** Schedules that have applications now. */
  readonly present: readonly string[];
}

/**
 * Schedules as they are known after a run. One that was not known before is expected from now on; so is each when the
 * run is the first after a silence of its own schedule: nobody knows whether all runs were paused, and a rate counts
 * from its end.
 */
export function knownAfter(
  earlier: readonly KnownSchedule[],
  { schedule: fired, eventTime, present }: ScheduledRun,
  now: Date,
): readonly KnownSchedule[] {
  const before = new Map(earlier.map((known) => [known.schedule, known]));
  const own = before.get(fired);
  const wasSilent = own?.lastEvent !== undefined && isSilentAt(own, eventTime);
  return present.map((schedule) => {
    const known = before.get(schedule);
    const lastEvent = schedule === fired ? latest(known?.lastEvent, eventTime) : known?.lastEvent;
    return { schedule, since: known && !wasSilent ? known.since : now, ...(lastEvent && { lastEvent }) };
  });
}

/** True if two due times since the last event, or since runs are expected, have passed without an event. */
export function isSilentAt({ schedule, since, lastEvent }: KnownSchedule, now: Date): boolean {
  const from = silentFrom(schedule, latest(lastEvent, since));
  return from !== undefined && now > from;
}

/** The later of two times. */
export function latest(known: Date | undefined, time: Date): Date {
  return known !== undefined && known > time ? known : time;
}
