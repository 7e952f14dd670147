/** Times at which a rule fires. */
export interface Schedule {
  /** The first time strictly after `time`; undefined when there is none any more (a cron year that is over). */
  next(time: Date): Date | undefined;
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
