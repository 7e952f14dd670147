import type { Clock } from '../../../lambda-src/snapshot-manager/ports';

/** A clock for many who sleep at once: when all of them do, it jumps to the time at which the first one wakes. */
export class SharedClock implements Clock {
  private timers: { readonly at: number; readonly action: () => void }[] = [];

  constructor(private ms: number) {}

  now(): Date {
    return new Date(this.ms);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.in(ms, resolve));
  }

  in(ms: number, action: () => void): void {
    const at = this.ms + ms;
    const later = this.timers.findIndex((timer) => timer.at > at);
    this.timers.splice(later < 0 ? this.timers.length : later, 0, { at, action });
  }

  /** Runs the clock until the work is done. */
  async until<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const end = () => {
      isDone = true;
    };
    work.then(end, end);
    for (;;) {
      // After this nobody who is awake has anything left to do.
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) return work;
      const next = this.timers.shift();
      if (!next) throw new Error('Everybody waits, and nobody for the clock.');
      this.ms = Math.max(this.ms, next.at);
      next.action();
    }
  }
}
