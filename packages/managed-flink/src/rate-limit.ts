import type { Clock } from './clock';

/** A token bucket for each operation: so many calls a second, and as many (at least one) at once after a pause. */
export class RateLimit {
  readonly #buckets = new Map<string, { tokens: number; filledAtMs: number }>();

  constructor(
    private readonly callsPerSecond: number,
    private readonly clock: Clock,
  ) {}

  /** True if a call of the operation is within the limit now. */
  admits(operation: string): boolean {
    const nowMs = this.clock.now().getTime();
    const capacity = Math.max(1, this.callsPerSecond);
    const bucket = this.#buckets.get(operation) ?? { tokens: capacity, filledAtMs: nowMs };
    const refill = ((nowMs - bucket.filledAtMs) / 1000) * this.callsPerSecond;
    const tokens = Math.min(capacity, bucket.tokens + refill);
    const admitted = tokens >= 1;
    this.#buckets.set(operation, { tokens: admitted ? tokens - 1 : tokens, filledAtMs: nowMs });
    return admitted;
  }
}
