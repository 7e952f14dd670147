import type { Clock } from '../../../lambda-src/snapshot-manager/ports';

/** Fault of one call. */
export interface Trouble {
  /** Number of effects: twice when the SDK repeats a call whose first answer was lost. */
  readonly effects: 0 | 1 | 2;
  /** Until the SDK gives up, its own retries included. */
  readonly takesMs: number;
  /** Error instead of an answer; undefined: the answer to the last effect. */
  readonly error?: AwsError;
}

/** An error as the SDK throws it, of none of the classes that a service models. */
export class AwsError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    /** Status of the answer; undefined: there was none. */
    readonly httpStatus?: number,
  ) {
    super(message);
  }
}

export const LAMBDA_TIMEOUT_MS = 300_000;

/** Every call that the fakes serve as AWS goes through here: it is written down, and goes wrong as the test wants. */
export class AwsCalls {
  /** Calls in order: `application.call` for the service, `table.call` and `topic.publish` for the others. */
  readonly made: string[] = [];
  /** Decides for each call, by its place among all calls made, what goes wrong; `kill`: the process ends after it. */
  trouble: (call: string, index: number) => Trouble | 'kill' | undefined = () => undefined;
  /** Happens before a call takes effect, while its caller waits; calls that it makes itself are left alone. */
  meanwhile: ((call: string, index: number) => Promise<void>) | undefined;
  private isDead = false;
  private diesAt = Number.POSITIVE_INFINITY;
  private whenKilled: () => void = () => {};

  constructor(private readonly clock: Clock) {}

  /**
   * Serves one call; never answers once the process was killed.
   *
   * @param until when the caller gives up: what takes longer is cut off there, with all its effects.
   */
  async during<T>(call: string, effect: () => T, until?: Date): Promise<T> {
    if (this.isDead) return this.die();
    const index = this.made.length;
    this.made.push(call);
    await this.letHappen(call, index);
    if (this.clock.now().getTime() > this.diesAt) return this.die();
    const trouble = this.trouble(call, index);
    if (trouble === undefined) return effect();
    if (trouble === 'kill') {
      effect();
      return this.die();
    }
    const leftMs = until === undefined ? Number.POSITIVE_INFINITY : until.getTime() - this.clock.now().getTime();
    await this.clock.sleep(Math.max(0, Math.min(trouble.takesMs, leftMs)));
    const error = trouble.takesMs > leftMs ? new AwsError('AbortError', `${call} was cut off.`) : trouble.error;
    for (let effects = 1; effects < trouble.effects; effects += 1) effect();
    if (!error) return effect();
    if (trouble.effects > 0) effect();
    throw error;
  }

  /** Runs a process to its end, or to that of its time; when it was killed, nothing of it is left at work. */
  async process<T>(
    work: () => Promise<T>,
    timeoutMs = LAMBDA_TIMEOUT_MS,
  ): Promise<{ readonly result: T } | { readonly error: unknown }> {
    this.diesAt = this.clock.now().getTime() + timeoutMs;
    const killed = new Promise<{ readonly error: unknown }>((resolve) => {
      this.whenKilled = () => resolve({ error: 'killed' });
    });
    const ended = work().then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    const outcome = await Promise.race([ended, killed]);
    // What else of the killed process was awake stops at its next call.
    if (this.isDead) await new Promise((resolve) => setImmediate(resolve));
    this.isDead = false;
    this.diesAt = Number.POSITIVE_INFINITY;
    return outcome;
  }

  private die<T>(): Promise<T> {
    this.isDead = true;
    this.whenKilled();
    return new Promise(() => {});
  }

  private async letHappen(call: string, index: number): Promise<void> {
    const { meanwhile, trouble, diesAt } = this;
    if (!meanwhile) return;
    this.meanwhile = undefined;
    this.trouble = () => undefined;
    this.diesAt = Number.POSITIVE_INFINITY;
    await meanwhile(call, index);
    this.meanwhile = meanwhile;
    this.trouble = trouble;
    this.diesAt = diesAt;
  }
}
