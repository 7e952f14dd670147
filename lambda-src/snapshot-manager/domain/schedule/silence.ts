import { silentFrom } from './due';

/** Schedule with applications, as the runs of the deployment know it. */
export interface KnownSchedule {
  /** Its expression. */
  readonly schedule: string;
  /** Time since which its runs are expected: the first run that saw it, later by each pause of all runs. */
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
 * Schedules as they are known after a run, the run's own one last. One that was not known before is expected from now on.
 * A pause of all runs lengthens the time of each other one by as much: nobody knows whether it was on purpose, and a
 * schedule that was silent before it stays so.
 */
export function knownAfter(earlier: readonly KnownSchedule[], run: ScheduledRun, now: Date): readonly KnownSchedule[] {
  const { schedule: fired, eventTime, present } = run;
  const before = new Map(earlier.map((known) => [known.schedule, known]));
  const others = present
    .filter((schedule) => schedule !== fired)
    .map((schedule): KnownSchedule => {
      const known = before.get(schedule);
      if (!known) return { schedule, since: now };
      const pausedMs = pauseBefore(earlier, run, schedule);
      if (pausedMs === 0) return known;
      const expected = latest(known.lastEvent, known.since).getTime() + pausedMs;
      return { ...known, since: new Date(Math.min(expected, now.getTime())) };
    });
  const own = before.get(fired);
  return [...others, { schedule: fired, since: own?.since ?? now, lastEvent: latest(own?.lastEvent, eventTime) }];
}

/**
 * Milliseconds without a run of any schedule before this one, as far as they excuse the `judged` schedule: two due times
 * of another one passed in them, too. Else 0.
 */
function pauseBefore(
  earlier: readonly KnownSchedule[],
  { schedule: fired, eventTime, present }: ScheduledRun,
  judged: string,
): number {
  const lastSign = earlier.reduce<Date | undefined>(
    (last, { lastEvent }) => (lastEvent ? latest(last, lastEvent) : last),
    undefined,
  );
  if (lastSign === undefined) return 0;
  const misses = (schedule: string) => isSilentAt({ schedule, since: lastSign }, eventTime);
  // One that was silent at the beginning of the time says nothing about it: it may be broken.
  const wereWell = earlier
    .filter(({ schedule, lastEvent }) => schedule !== judged && present.includes(schedule) && lastEvent)
    .filter(({ schedule, lastEvent = lastSign }) => !isSilentAt({ schedule, since: lastEvent }, lastSign));
  const isPause = [fired, ...wereWell.map(({ schedule }) => schedule)].some(misses);
  return isPause ? eventTime.getTime() - lastSign.getTime() : 0;
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
