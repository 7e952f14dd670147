import { troubleText } from '../../safety/gather/trouble';
import type { Reading, Topic } from '../api/common';
import { elapsedMs } from '../elapsed';
import { CHARGED, emptyTally, type Tally } from '../reading/call-counter';
import { Backoff } from './backoff';
import type { Watched, WatchOptions } from './watched';

/** Time whose looks count for what a look costs: some documents are read whole only now and then. */
const REMEMBERED_MS = 3_600_000;

/** Look at a document, as it was on average in the last hour. */
export interface LookDone {
  readonly tally: Tally;
  /** Calls of the last hour that were no look: a page waited for them. */
  readonly between: Tally;
  readonly intervalMs: number;
}

interface Counted {
  readonly at: number;
  readonly tally: Tally;
}

/** One document, and when it is read next. */
export class Look<Document> {
  private newest: Reading<Document> = { document: null, readAt: null, problem: null };
  private isVisible = false;
  /** True: a page asked for the document since it changed. */
  private isAsked = false;
  private isReading = false;
  private isDueAgain = false;
  private readAt = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private readonly backoff: Backoff;
  private readonly looks: Counted[] = [];
  private readonly between: Counted[] = [];

  constructor(
    private readonly watched: Watched<Document>,
    private readonly options: Required<WatchOptions>,
  ) {
    this.backoff = new Backoff(watched.everyMs);
  }

  get topic(): Topic {
    return this.watched.topic;
  }

  get intervalMs(): number {
    return this.backoff.intervalMs;
  }

  get isBackingOff(): boolean {
    return this.backoff.isActive;
  }

  /** Average look; undefined while nobody looks. */
  get done(): LookDone | undefined {
    if (!this.isVisible || this.looks.length === 0) return undefined;
    this.forget(this.between);
    const { intervalMs } = this;
    return { tally: sumOf(this.looks, this.looks.length), between: sumOf(this.between), intervalMs };
  }

  /** Newest reading, for a page that shows it and wants the next one. */
  ask(): Reading<Document> {
    if (!this.isAsked) {
      this.isAsked = true;
      if (this.timer === undefined) this.plan();
    }
    return this.newest;
  }

  /** Does work that a page waits for: it counts, and AWS may refuse its calls as those of a look. */
  async counting<T>(work: () => Promise<T>): Promise<T> {
    const tally = emptyTally();
    try {
      return await this.options.counter.tally(work, tally);
    } finally {
      if (tally.throttled > 0) this.backoff.see(true);
      this.remember(this.between, tally);
    }
  }

  /** Begins to read, but not more often than its interval because somebody hides and shows the page. */
  show(): void {
    this.isVisible = true;
    this.plan();
  }

  hide(): void {
    this.isVisible = false;
    this.isAsked = false;
    this.cancel();
  }

  early(): void {
    if (!this.isReading && this.dueInMs() === 0) void this.read();
  }

  soon(): void {
    if (!this.isVisible) return;
    if (this.isReading) this.isDueAgain = true;
    else if (this.isAsked || this.timer !== undefined) this.after(0);
    // Nobody shows it: the next page that asks for it has it read.
    else this.readAt = Number.NEGATIVE_INFINITY;
  }

  private dueInMs(): number {
    return Math.max(0, this.intervalMs - elapsedMs(this.readAt, this.options.now().getTime()));
  }

  private plan(): void {
    if (this.isVisible && this.isAsked && !this.isReading) this.after(this.dueInMs());
  }

  private after(ms: number): void {
    this.cancel();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      // Nobody shows what was read last: the next page that asks for it wakes it.
      if (this.isVisible && (this.isAsked || ms === 0)) void this.read();
    }, ms);
    this.timer.unref();
  }

  private cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async read(): Promise<void> {
    if (this.isReading) return;
    this.isReading = true;
    this.readAt = this.options.now().getTime();
    const tally = emptyTally();
    try {
      const document = await this.options.counter.tally(() => this.watched.read((part) => this.partly(part)), tally);
      this.newest = { document, readAt: this.options.now().toISOString(), problem: null };
    } catch (error) {
      this.newest = { ...this.newest, problem: troubleText(error) };
    }
    // A look that failed has its price, too.
    this.remember(this.looks, tally);
    this.backoff.see(tally.throttled > 0);
    this.isReading = false;
    this.isAsked = false;
    this.options.changed(this.topic);
    if (!this.isVisible) return;
    this.after(this.isDueAgain ? 0 : this.intervalMs);
    this.isDueAgain = false;
  }

  private remember(among: Counted[], tally: Tally): void {
    among.push({ at: this.options.now().getTime(), tally });
    this.forget(among);
  }

  private forget(among: Counted[]): void {
    const now = this.options.now().getTime();
    while (among[0] !== undefined && elapsedMs(among[0].at, now) > REMEMBERED_MS) among.shift();
  }

  private partly(document: Document): void {
    if (this.newest.readAt !== null) return;
    this.newest = { document, readAt: null, problem: null };
    this.options.changed(this.topic);
  }
}

/** Sum of the calls of several works, divided by a number. */
function sumOf(counted: readonly Counted[], by = 1): Tally {
  const sum = emptyTally();
  for (const { tally } of counted) {
    sum.calls += tally.calls / by;
    sum.throttled += tally.throttled / by;
    for (const what of CHARGED) sum.charged[what] += tally.charged[what] / by;
  }
  return sum;
}
