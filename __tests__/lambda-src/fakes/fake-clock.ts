import type { Clock } from '../../../lambda-src/snapshot-manager/ports';

/** A clock that moves only when somebody sleeps, and then at once; what was planned for a time happens as it passes. */
export class FakeClock implements Clock {
  private plans: { readonly at: number; readonly action: () => void }[] = [];

  constructor(private ms: number) {}

  now(): Date {
    return new Date(this.ms);
  }

  async sleep(ms: number): Promise<void> {
    this.advance(ms);
  }

  advance(ms: number): void {
    const until = this.ms + ms;
    const due = this.plans.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
    this.plans = this.plans.filter(({ at }) => at > until);
    for (const { at, action } of due) {
      this.ms = Math.max(this.ms, at);
      action();
    }
    this.ms = until;
  }

  in(ms: number, action: () => void): void {
    this.plans.push({ at: this.ms + ms, action });
  }
}
