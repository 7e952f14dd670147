/** Times at which a rule fires. */
export interface Schedule {
  /** The first time strictly after `time`; undefined when there is none any more. A rate counts from `time`. */
  next(time: Date): Date | undefined;
  /**
   * Shortest and longest time between two times of the 28 years after `from`, in which every date falls on every
   * weekday. Undefined if it fires less than twice in them.
   */
  gaps(from: Date): Gaps | undefined;
}

export interface Gaps {
  readonly shortestMinutes: number;
  readonly longestMinutes: number;
}

/** An expression that EventBridge would refuse. */
export class ScheduleExpressionError extends Error {
  override readonly name = 'ScheduleExpressionError';

  constructor(
    readonly expression: string,
    readonly reason: string,
  ) {
    super(`Schedule expression "${expression}": ${reason}`);
  }
}

/** Times of the schedule from `from` (exclusive) until `until` (inclusive), at most `limit`. */
export function dueTimes(schedule: Schedule, from: Date, until: Date, limit = 10_000): readonly Date[] {
  const times: Date[] = [];
  let next = schedule.next(from);
  while (next !== undefined && next <= until && times.length < limit) {
    times.push(next);
    next = schedule.next(next);
  }
  return times;
}
