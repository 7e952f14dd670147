import { troubleText } from '../../safety/gather/trouble';
import type { Reading, Topic } from '../api/common';

/** Document that is read again and again while somebody looks. */
export interface Watched<Document> {
  readonly topic: Topic;
  readonly everyMs: number;
  readonly read: () => Promise<Document>;
}

/** Parts of the world that a watch needs. */
export interface WatchOptions {
  readonly now: () => Date;
  /** Told when the reading of a topic changed. */
  readonly changed: (topic: Topic) => void;
}

/**
 * Reads documents while somebody looks, each at its own interval, and none while nobody does. A reading that fails
 * leaves the newest good one in place, with the reason.
 */
export class Watch {
  private readonly looks: Look<unknown>[] = [];
  private visible = 0;

  constructor(private readonly options: WatchOptions) {}

  /** Adds a document. @returns its newest reading, whenever it is asked. */
  add<Document>(watched: Watched<Document>): () => Reading<Document> {
    const look = new Look(watched, this.options);
    this.looks.push(look);
    if (this.visible > 0) look.start();
    return () => look.reading;
  }

  /** Says how many pages are visible. */
  looking(visible: number): void {
    const before = this.visible;
    this.visible = visible;
    for (const look of this.looks) {
      if (before === 0 && visible > 0) look.start();
      if (before > 0 && visible === 0) look.stop();
    }
  }

  /** Reads the documents of a topic now, if somebody looks: something was changed from here. */
  soon(topic: Topic): void {
    if (this.visible === 0) return;
    for (const look of this.looks) if (look.topic === topic) look.now();
  }

  close(): void {
    for (const look of this.looks) look.stop();
  }
}

/** One document, and when it is read next. */
class Look<Document> {
  private newest: Reading<Document> = { document: null, readAt: null, problem: null };
  private isWanted = false;
  private isReading = false;
  private isAskedAgain = false;
  private readAt = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly watched: Watched<Document>,
    private readonly options: WatchOptions,
  ) {}

  get topic(): Topic {
    return this.watched.topic;
  }

  get reading(): Reading<Document> {
    return this.newest;
  }

  /** Begins to read, but not more often than its interval because somebody hides and shows the page. */
  start(): void {
    this.isWanted = true;
    this.after(Math.max(0, this.readAt + this.watched.everyMs - this.options.now().getTime()));
  }

  stop(): void {
    this.isWanted = false;
    clearTimeout(this.timer);
  }

  now(): void {
    if (this.isReading) this.isAskedAgain = true;
    else this.after(0);
  }

  private after(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.read(), ms);
    this.timer.unref();
  }

  private async read(): Promise<void> {
    if (!this.isWanted || this.isReading) return;
    this.isReading = true;
    this.readAt = this.options.now().getTime();
    try {
      const document = await this.watched.read();
      this.newest = { document, readAt: this.options.now().toISOString(), problem: null };
    } catch (error) {
      this.newest = { ...this.newest, problem: troubleText(error) };
    }
    this.isReading = false;
    this.options.changed(this.watched.topic);
    if (!this.isWanted) return;
    const isAgain = this.isAskedAgain;
    this.isAskedAgain = false;
    this.after(isAgain ? 0 : this.watched.everyMs);
  }
}
