import type { Clock } from '../../../lambda-src/snapshot-manager/ports';

/** What goes wrong with one call. */
export interface Trouble {
  /** How often the service does what it was asked: twice when the SDK asks again because the first answer was lost. */
  readonly effects: 0 | 1 | 2;
  /** Until the SDK gives up, its own retries included. */
  readonly takesMs: number;
  /** What the caller gets in place of an answer; none: the answer to the last effect. */
  readonly error?: AwsError;
}

/** An error as the SDK throws it, of none of the classes that a service models. */
export class AwsError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}

/** Every call that the fakes serve as AWS goes through here: it is written down, and goes wrong as the test wants. */
export class AwsCalls {
  /** What was called, in order; `application.call` for the service, `table.call` and `topic.publish` for the others. */
  readonly made: string[] = [];
  /** Decides for each call, by its place among all calls made, what goes wrong; `kill`: the process ends after it. */
  trouble: (call: string, index: number) => Trouble | 'kill' | undefined = () => undefined;
  /** Happens before a call takes effect, while its caller waits; calls that it makes itself are left alone. */
  meanwhile: ((call: string, index: number) => Promise<void>) | undefined;
  private isDead = false;
  private whenKilled: () => void = () => {};

  constructor(private readonly clock: Clock) {}

  /** Serves one call; never answers once the process was killed. */
  async during<T>(call: string, effect: () => T): Promise<T> {
    if (this.isDead) return never();
    const index = this.made.length;
    this.made.push(call);
    await this.letHappen(call, index);
    const trouble = this.trouble(call, index);
    if (trouble === undefined) return effect();
    if (trouble === 'kill') {
      effect();
      this.isDead = true;
      this.whenKilled();
      return never();
    }
    await this.clock.sleep(trouble.takesMs);
    for (let effects = 1; effects < trouble.effects; effects += 1) effect();
    if (!trouble.error) return effect();
    if (trouble.effects > 0) effect();
    throw trouble.error;
  }

  /** Runs a process of its own to its end; when it was killed, nothing of it is left at work. */
  async process<T>(work: () => Promise<T>): Promise<{ readonly result: T } | { readonly error: unknown }> {
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
    return outcome;
  }

  private async letHappen(call: string, index: number): Promise<void> {
    const { meanwhile, trouble } = this;
    if (!meanwhile) return;
    this.meanwhile = undefined;
    this.trouble = () => undefined;
    await meanwhile(call, index);
    this.meanwhile = meanwhile;
    this.trouble = trouble;
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => {});
}
