import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { CallPace, paceCalls } from '../../../lambda-src/snapshot-manager/aws/call-pace';
import { headerOf } from './answer-header';

/** Header of the local Managed Flink API; AWS has none like it. */
const CALL_RATE = 'x-managed-flink-call-rate';

/** Pace of somebody who looks: even, at a share of the call rate, until an answer says that there is no limit. */
class GentlePace {
  private isLifted = false;
  private readonly waiting = new Set<() => void>();

  readonly sleep = async (ms: number): Promise<void> => {
    if (this.isLifted) return;
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.waiting.add(end);
    });
  };

  lift(): void {
    this.isLifted = true;
    for (const end of this.waiting) end();
  }
}

/** Clients that have a pace. */
const PACED = new WeakSet<KinesisAnalyticsV2Client>();

/**
 * Makes the calls of a client wait for their turn, so that whoever works with the service is not throttled. A client
 * that has a pace keeps it: the page looks with the same client again and again.
 */
export function paceGently(client: KinesisAnalyticsV2Client, callsPerSecond: number): void {
  if (PACED.has(client)) return;
  PACED.add(client);
  const pace = new GentlePace();
  paceCalls(client, new CallPace(callsPerSecond, { now: () => new Date(), sleep: pace.sleep }));
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (headerOf(answer.response, CALL_RATE) === 'unlimited') pace.lift();
      return answer;
    },
    { step: 'deserialize', name: 'gentlePace', priority: 'low' },
  );
}
