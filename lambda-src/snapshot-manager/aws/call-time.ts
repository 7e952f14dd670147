import type { Clock } from '../ports';

/** Where in a client's middleware the two below belong. */
export const WHILE_THERE_IS_TIME = { step: 'initialize', name: 'whileThereIsTime' } as const;
export const UNLESS_TOO_LATE = { step: 'finalizeRequest', priority: 'low', name: 'unlessTooLate' } as const;

/** A call that was given up, or not sent, because the time of the invocation was nearly up. It may have taken effect. */
export class OutOfTimeError extends Error {
  override readonly name = 'OutOfTimeError';
}

/** Calls `onEnd` after so long, unless the returned function is called before. */
export type StartTimer = (ms: number, onEnd: () => void) => () => void;

const startRealTimer: StartTimer = (ms, onEnd) => {
  const timer = setTimeout(onEnd, ms);
  return () => clearTimeout(timer);
};

/**
 * Time until which calls may last. The SDK's own timeouts hold for each attempt; a call that begins shortly before the
 * end of an invocation, waits for its turn or is tried again would outlive the function without it.
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
   * Waits for a call as long as there is time.
   *
   * @param reserveMs kept at the end of the invocation for others.
   * @throws OutOfTimeError when there is none left; the call itself may still take effect.
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

  /** @throws OutOfTimeError when nothing may be sent any more. */
  check(name: string, reserveMs: number): void {
    if (this.remainingMs(reserveMs) <= 0) throw outOfTime(name);
  }

  private remainingMs(reserveMs: number): number {
    return this.untilMs - reserveMs - this.clock.now().getTime();
  }
}

function outOfTime(name: string): OutOfTimeError {
  return new OutOfTimeError(`${name} was not answered before the time of the run was up.`);
}

type Next<Args, Output> = (args: Args) => Promise<Output>;

interface CallContext {
  readonly commandName?: string;
}

/** Middleware of an SDK client, for its first step: gives up every call when its time is up. */
export function whileThereIsTime(time: CallTime, reserveMs: number) {
  return <Args, Output>(next: Next<Args, Output>, { commandName = 'a call' }: CallContext): Next<Args, Output> =>
    (args) =>
      time.within(commandName, reserveMs, () => next(args));
}

/**
 * Middleware of an SDK client, for the step before an attempt is sent and after its turn came: sends none whose time is
 * up, since an attempt may have waited for long.
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

/** A command of the SDK. */
interface EndableCommand {
  readonly middlewareStack: {
    add(middleware: Middleware, options: At<typeof WHILE_THERE_IS_TIME>): void;
    add(middleware: Middleware, options: At<typeof UNLESS_TOO_LATE>): void;
  };
}

/**
 * Gives one call an end of its own, beside that of its client's calls.
 *
 * @param until none: it has none.
 */
export function endingAt<Command extends EndableCommand>(command: Command, until: Date | undefined): Command {
  if (!until) return command;
  const time = new CallTime({ now: () => new Date() });
  time.endAt(until);
  // Names of their own: those of the client's middleware are there already.
  command.middlewareStack.add(whileThereIsTime(time, 0), { ...WHILE_THERE_IS_TIME, name: 'whileItMayLast' });
  command.middlewareStack.add(unlessTooLate(time, 0), { ...UNLESS_TOO_LATE, name: 'unlessItIsTooLate' });
  return command;
}
