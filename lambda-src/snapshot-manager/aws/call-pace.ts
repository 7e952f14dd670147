import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import type { CallRate, Clock } from '../ports';

/**
 * Paces the calls of each operation evenly at a rate per second, in the order of their requests, so that a burst of one
 * application does not throttle another.
 */
export class CallPace implements CallRate {
  private readonly nextTurnMs = new Map<string, number>();

  constructor(
    private callsPerSecond: number,
    private readonly clock: Clock,
  ) {}

  set(callsPerSecond: number): void {
    this.callsPerSecond = callsPerSecond;
  }

  /** Resolves when a call of the operation may be sent. */
  async turn(operation: string): Promise<void> {
    const nowMs = this.clock.now().getTime();
    const turnMs = Math.max(nowMs, this.nextTurnMs.get(operation) ?? nowMs);
    this.nextTurnMs.set(operation, turnMs + 1000 / this.callsPerSecond);
    if (turnMs > nowMs) await this.clock.sleep(turnMs - nowMs);
  }
}

/** Makes every attempt of every call of the client wait for its turn, including the SDK's retries after throttling. */
export function paceCalls(client: KinesisAnalyticsV2Client, pace: CallPace): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      await pace.turn(context.commandName ?? 'unknown');
      return next(args);
    },
    // Runs within the SDK's retries, which are at this step with high priority.
    { step: 'finalizeRequest', priority: 'low', name: 'callPace' },
  );
}
