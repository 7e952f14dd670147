import type { Schedule } from '../../../lambda-src/snapshot-manager/domain/schedule/schedule';

/**
 * The time of one rule, which can run faster than the world's: `position` is where the rule's own clock stood when the
 * world's stood at `readAt`.
 */
export interface RuleClock {
  readonly position: Date;
  readonly readAt: Date;
  /** The next tick, on the rule's own clock; undefined: none any more. */
  readonly nextTick: Date | undefined;
  /** The `time` of the last event, in the world's time. */
  readonly lastEventTime: Date | undefined;
}

/** A rate counts from the rule's creation, as in EventBridge. */
export function startClock(schedule: Schedule, now: Date): RuleClock {
  return { position: now, readAt: now, nextTick: schedule.next(now), lastEventTime: undefined };
}

/** The same clock read later; `speedUp` is the speed it ran at since `readAt`. It is never set behind the world's. */
export function readClock(clock: RuleClock, now: Date, speedUp: number): RuleClock {
  const elapsedMs = now.getTime() - clock.readAt.getTime();
  return { ...clock, position: new Date(clock.position.getTime() + elapsedMs * speedUp), readAt: now };
}

/**
 * The clock of a rate that goes at the speed of the world again. It counts from the last event, as everybody does who sees
 * only events: else nobody can know when the next one comes.
 */
export function countFromLastEvent(clock: RuleClock, schedule: Schedule, now: Date): RuleClock {
  const next = clock.lastEventTime && schedule.next(clock.lastEventTime);
  if (next === undefined || next <= now) return clock;
  return { ...clock, position: now, readAt: now, nextTick: next };
}

/** The clock after the tick at `now`. */
export function tickClock(clock: RuleClock, schedule: Schedule, now: Date): RuleClock {
  const position = clock.nextTick ?? clock.position;
  return { position, readAt: now, nextTick: schedule.next(position), lastEventTime: wholeSecond(now) };
}

/**
 * Milliseconds until the next tick, at least until the next whole second after the last event: event times have whole
 * seconds, and snapshots are named after them, so no two events may share one.
 */
export function waitMs(clock: RuleClock, now: Date, speedUp: number): number | undefined {
  if (clock.nextTick === undefined) return undefined;
  const position = readClock(clock, now, speedUp).position;
  const byScheduleMs = (clock.nextTick.getTime() - position.getTime()) / speedUp;
  const byLastEventMs = clock.lastEventTime === undefined ? 0 : clock.lastEventTime.getTime() + 1_000 - now.getTime();
  return Math.max(0, Math.ceil(byScheduleMs), byLastEventMs);
}

export function wholeSecond(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1_000) * 1_000);
}
