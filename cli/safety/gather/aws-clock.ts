import { headerOf } from './answer-header';

/** Resolution of the time in an answer's header: half of it is its usual error. */
const HALF_SECOND_MS = 500;

/** Clock by AWS: that of this machine, moved by what the Date headers of answers say. */
export class AwsClock {
  private offsetMs: number | undefined;

  constructor(private readonly machine: () => Date = () => new Date()) {}

  now(): Date {
    return new Date(this.machine().getTime() + (this.offsetMs ?? 0));
  }

  /** Seconds that this machine is behind AWS; negative: ahead; 0 while nothing is known. */
  skewSeconds(): number {
    return Math.round((this.offsetMs ?? 0) / 1000);
  }

  /**
   * Notes the Date header of an answer. The first one counts, until one differs: this machine's clock was set meanwhile.
   * Differences of a few seconds are the header's own.
   */
  see(date: string | undefined): void {
    if (date === undefined) return;
    const time = Date.parse(date);
    if (Number.isNaN(time)) return;
    const offsetMs = time + HALF_SECOND_MS - this.machine().getTime();
    if (this.offsetMs !== undefined && Math.abs(offsetMs - this.offsetMs) <= TOLERANCE_MS) return;
    this.offsetMs = Math.abs(offsetMs) > TOLERANCE_MS ? offsetMs : 0;
  }
}

/** Difference below which the machine's own clock is used. */
const TOLERANCE_MS = 60_000;

/** Client whose answers can be watched, of any service. */
interface Watchable {
  readonly middlewareStack: {
    add(
      middleware: (next: (args: never) => Promise<{ response: unknown }>) => (args: never) => Promise<never>,
      options: {
        readonly step: 'deserialize';
        readonly name: string;
        readonly priority: 'low';
        readonly override: true;
      },
    ): void;
  };
}

/** Lets a client's answers set the clock; a clock that watched the client before no longer does. */
export function watchClock(client: unknown, clock: AwsClock): void {
  (client as Watchable).middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      clock.see(headerOf(answer.response, 'date'));
      return answer as never;
    },
    // Runs before the answer is read, so that an error sets the clock, too.
    { step: 'deserialize', name: 'awsClock', priority: 'low', override: true },
  );
}
