/** Longest interval that throttling leads to. */
const LONGEST_MS = 15 * 60_000;
/** Looks without throttling after which the interval is halved again. */
const CALM_LOOKS = 3;

/**
 * Interval of a look: twice as long after each look that AWS throttled, and half as long again after three that it did
 * not. Who looks makes room before the snapshot manager has to.
 */
export class Backoff {
  private factor = 1;
  private calm = 0;

  /** @param usualMs interval without throttling. */
  constructor(private readonly usualMs: number) {}

  get intervalMs(): number {
    return Math.max(this.usualMs, Math.min(this.usualMs * this.factor, LONGEST_MS));
  }

  get isActive(): boolean {
    return this.factor > 1;
  }

  /** Notes whether AWS refused a call of a look because there were too many. */
  see(wasThrottled: boolean): void {
    if (wasThrottled) {
      this.calm = 0;
      if (this.intervalMs < LONGEST_MS) this.factor *= 2;
      return;
    }
    this.calm += 1;
    if (this.calm < CALM_LOOKS || this.factor === 1) return;
    this.calm = 0;
    this.factor /= 2;
  }
}
