import type { Topic } from '../api/common';
import type { ReadingInterval } from '../api/reading';
import { CallCounter } from '../reading/call-counter';
import { Look, type LookDone } from './look';
import type { Shown, Watched, WatchOptions } from './watched';

/**
 * Reads documents while somebody looks, each at its own interval: while a page is visible, and shows the document. A
 * page that shows it asks for it after each change; what nobody asks for rests. A reading that fails leaves the newest
 * good one in place, with the reason.
 */
export class Watch {
  private readonly looks: Look<unknown>[] = [];
  private visible = 0;

  constructor(private readonly options: WatchOptions) {}

  /** Adds a document. @returns its newest reading, whenever it is asked. */
  add<Document>(watched: Watched<Document>): Shown<Document> {
    const { now, changed, counter = new CallCounter() } = this.options;
    const look = new Look(watched, { now, changed, counter });
    this.looks.push(look);
    if (this.visible > 0) look.show();
    return Object.assign(() => look.ask(), { counting: <T>(work: () => Promise<T>) => look.counting(work) });
  }

  /** Says how many pages are visible. */
  looking(visible: number): void {
    const before = this.visible;
    this.visible = visible;
    for (const look of this.looks) {
      if (before === 0 && visible > 0) look.show();
      if (before > 0 && visible === 0) look.hide();
    }
  }

  /** Number of visible pages. */
  get pages(): number {
    return this.visible;
  }

  /** Reads the documents of a topic once, if they are due: a page that shows them is about to open. */
  expect(topic: Topic): void {
    for (const look of this.looks) if (look.topic === topic) look.early();
  }

  /** Reads the documents of a topic now, if somebody looks at them: something was changed from here. */
  soon(topic: Topic): void {
    for (const look of this.looks) if (look.topic === topic) look.soon();
  }

  /** Intervals of all documents as they are now. */
  intervals(): ReadingInterval[] {
    return this.looks.map((look) => ({
      topic: look.topic,
      everySeconds: look.intervalMs / 1000,
      isBackingOff: look.isBackingOff,
    }));
  }

  /** Newest whole look at each document that is shown, with what it was charged. */
  done(): LookDone[] {
    return this.looks.flatMap((look) => look.done ?? []);
  }

  close(): void {
    for (const look of this.looks) look.hide();
  }
}
