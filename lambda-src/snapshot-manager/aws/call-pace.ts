import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import type { Clock } from '../ports';

/**
 * Gives the calls of each operation their turns, so many a second and evenly, in the order in which they ask: a burst
 * of one application would be the throttling of another.
 */
export class CallPace {
  private readonly nextTurnMs = new Map<string, number>();

  constructor(
    private readonly callsPerSecond: number,
    private readonly clock: Clock,
  ) {}

  /** Resolves when a call of the operation may be sent. */
  async turn(operation: string): Promise<void> {
    const nowMs = this.clock.now().getTime();
    const turnMs = Math.max(nowMs, this.nextTurnMs.get(operation) ?? nowMs);
    this.nextTurnMs.set(operation, turnMs + 1000 / this.callsPerSecond);
    if (turnMs > nowMs) await this.clock.sleep(turnMs - nowMs);
  }
}

/** Every attempt of every call of the client waits for its turn, also those that the SDK makes after a throttling. */
export function paceCalls(client: KinesisAnalyticsV2Client, pace: CallPace): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      await pace.turn(context.commandName ?? 'unknown');
      return next(args);
    },
    // Within the SDK's retries, which stand at this step with a high priority.
    { step: 'finalizeRequest', priority: 'low', name: 'callPace' },
  );
}
