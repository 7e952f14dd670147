import type { Clock } from '../ports';

/** Places of the two functions below in a client's middleware. */
export const WHILE_THERE_IS_TIME = { step: 'initialize', name: 'whileThereIsTime' } as const;
export const UNLESS_TOO_LATE = { step: 'finalizeRequest', priority: 'low', name: 'unlessTooLate' } as const;

/**
 * Error of a call that was abandoned, or not sent, because the time of the invocation was nearly up. It may have taken
 * effect.
 */
export class OutOfTimeError extends Error {
  override readonly name = 'OutOfTimeError';
}

/** Calls `onEnd` after `ms` milliseconds, unless the returned function is called before. */
export type StartTimer = (ms: number, onEnd: () => void) => () => void;

const startRealTimer: StartTimer = (ms, onEnd) => {
  const timer = setTimeout(onEnd, ms);
  return () => clearTimeout(timer);
};

/**
 * Time limit of calls. The SDK's own time-outs apply to each attempt; without this limit a call could outlive the
 * function if it begins late, waits for its turn or is retried.
 */
export class CallTime {
  private untilMs = Number.POSITIVE_INFINITY;

  constructor(
    private readonly clock: Pick<Clock, 'now'>,
    private readonly startTimer: StartTimer = startRealTimer,
  ) {}

  /** Sets when Lambda ends the present invocation; an instance of the function serves one at a time. */
  endAt(deadline: Date): void {
    this.untilMs = deadline.getTime();
  }

  /**
   * Waits for a call while there is time.
   *
   * @param reserveMs milliseconds kept at the end of the invocation for others.
   * @throws OutOfTimeError when the time is up; the call itself may still take effect.
   */
  async within<T>(name: string, reserveMs: number, call: () => Promise<T>): Promise<T> {
    this.check(name, reserveMs);
    if (this.untilMs === Number.POSITIVE_INFINITY) return call();
    let cancel = () => {};
    const end = new Promise<never>((_, reject) => {
      cancel = this.startTimer(this.remainingMs(reserveMs), () => reject(outOfTime(name)));
    });
    try {
      return await Promise.race([call(), end]);
    } finally {
      cancel();
    }
  }

  /**
   * Checks that there is time for a call.
   *
   * @throws OutOfTimeError when nothing may be sent any more.
   */
  check(name: string, reserveMs: number): void {
    if (this.remainingMs(reserveMs) <= 0) throw outOfTime(name);
  }

  private remainingMs(reserveMs: number): number {
    return this.untilMs - reserveMs - this.clock.now().getTime();
  }
}

function outOfTime(name: string): OutOfTimeError {
  return new OutOfTimeError(`${name} was not answered before the end of the run.`);
}

type Next<Args, Output> = (args: Args) => Promise<Output>;

interface CallContext {
  readonly commandName?: string;
}

/** Middleware for the first step of an SDK client: abandons every call when its time is up. */
export function whileThereIsTime(time: CallTime, reserveMs: number) {
  return <Args, Output>(next: Next<Args, Output>, { commandName = 'a call' }: CallContext): Next<Args, Output> =>
    (args) =>
      time.within(commandName, reserveMs, () => next(args));
}

/**
 * Middleware for the step before an attempt is sent, after its turn came: sends none whose time is up, because an
 * attempt may have waited long.
 */
export function unlessTooLate(time: CallTime, reserveMs: number) {
  return <Args, Output>(next: Next<Args, Output>, { commandName = 'a call' }: CallContext): Next<Args, Output> =>
    async (args) => {
      time.check(commandName, reserveMs);
      return next(args);
    };
}

type Middleware = ReturnType<typeof whileThereIsTime>;
type At<Place> = Omit<Place, 'name'> & { readonly name: string };

/** Command of the SDK. */
interface EndableCommand {
  readonly middlewareStack: {
    add(middleware: Middleware, options: At<typeof WHILE_THERE_IS_TIME>): void;
    add(middleware: Middleware, options: At<typeof UNLESS_TOO_LATE>): void;
  };
}

/**
 * Gives one call a time limit of its own, in addition to its client's.
 *
 * @param until end of the call; without it there is none.
 */
export function endingAt<Command extends EndableCommand>(command: Command, until: Date | undefined): Command {
  if (!until) return command;
  const time = new CallTime({ now: () => new Date() });
  time.endAt(until);
  // Different names, because the client's middleware already uses the usual ones.
  command.middlewareStack.add(whileThereIsTime(time, 0), { ...WHILE_THERE_IS_TIME, name: 'whileItMayLast' });
  command.middlewareStack.add(unlessTooLate(time, 0), { ...UNLESS_TOO_LATE, name: 'unlessItIsTooLate' });
  return command;
}
