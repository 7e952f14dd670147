type End = () => Promise<void> | void;

/**
 * Parts that were started and have to be ended, like an AsyncDisposableStack, which Node.js 20 lacks: in reverse order,
 * once; a part that fails to end does not keep the others alive.
 */
export class StartedParts {
  readonly #ends: End[] = [];
  readonly #report: (line: string) => void;
  #ending: Promise<void> | undefined;

  constructor(report: (line: string) => void) {
    this.#report = report;
  }

  /** Remembers how a part is ended. @returns the part */
  add<T>(part: T, end: (part: T) => Promise<void> | void): T {
    this.#ends.push(() => end(part));
    return part;
  }

  end(): Promise<void> {
    this.#ending ??= this.#endAll();
    return this.#ending;
  }

  async #endAll(): Promise<void> {
    for (const end of this.#ends.toReversed()) {
      try {
        await end();
      } catch (error) {
        this.#report(error instanceof Error ? error.message : String(error));
      }
    }
  }
}
