/** Time after which a silent phase repeats what it is waiting for. */
const HEARTBEAT_MS = 10_000;

export interface PhaseTime {
  readonly title: string;
  readonly ms: number;
}

/** Prints a line of progress. */
export type Say = (line: string) => void;

/** Prints the progress phase by phase, and keeps the duration of each. */
export class Progress {
  readonly times: PhaseTime[] = [];

  constructor(
    private readonly write: (line: string) => void,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Runs one phase: title first, its lines indented, then its time. A silent phase repeats its last line every 10 s.
   */
  async phase<T>(title: string, work: (say: Say) => Promise<T>): Promise<T> {
    const startedAt = this.now();
    let lastLine = title;
    let spokeAt = startedAt;
    this.write(`▸ ${title}`);
    const heartbeat = setInterval(() => {
      if (this.now() - spokeAt >= HEARTBEAT_MS) {
        this.write(`    … ${lastLine} (${seconds(this.now() - startedAt)})`);
        spokeAt = this.now();
      }
    }, 1000);
    try {
      const result = await work((line) => {
        lastLine = line;
        spokeAt = this.now();
        this.write(`    ${line}`);
      });
      const ms = this.now() - startedAt;
      this.times.push({ title, ms });
      this.write(`  ✓ ${title}: ${seconds(ms)}`);
      return result;
    } catch (error) {
      this.write(`  ✗ ${title}: after ${seconds(this.now() - startedAt)}`);
      throw error;
    } finally {
      clearInterval(heartbeat);
    }
  }
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
