import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallCount } from '../api/reading';
import { returnsSeveral } from '../dashboard/expressions';
import { addStep, operationOf, type PassingAnswer, type PassingCall } from './middleware';

/** Things that a read is charged by. */
export const CHARGED = ['metrics', 'cloudWatchCalls', 'scannedBytes', 'readUnits', 'queueCalls'] as const;
export type Charged = (typeof CHARGED)[number];

/** Calls of one piece of work. */
export interface Tally {
  calls: number;
  throttled: number;
  readonly charged: Record<Charged, number>;
}

/** Names of errors for too many calls. */
const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|ProvisionedThroughputExceeded/;

/** Counts the calls of clients: each attempt, as AWS counts them. */
export class CallCounter {
  private readonly counts = new Map<string, { service: string; operation: string; calls: number; throttled: number }>();
  private readonly work = new AsyncLocalStorage<Tally>();

  /** Counts the calls of a client from now on. */
  watch(client: unknown): void {
    addStep(client, { step: 'initialize', name: 'readUnits', priority: 'high' }, (next, context) => (args) => {
      const asks = context.clientName === 'DynamoDBClient';
      // Says what the read costs, and changes nothing of it.
      return next(asks ? { ...args, input: { ReturnConsumedCapacity: 'TOTAL', ...args.input } } : args);
    });
    addStep(client, { step: 'deserialize', name: 'callCount', priority: 'high' }, (next, context) => async (args) => {
      const operation = operationOf(context);
      const service = (context.clientName ?? 'Unknown').replace(/Client$/, '');
      try {
        const answer = await next(args);
        this.count(service, operation, false, chargedOf(service, operation, args, answer));
        return answer;
      } catch (error) {
        this.count(service, operation, error instanceof Error && THROTTLED.test(error.name), []);
        throw error;
      }
    });
  }

  /** Does work and counts its calls apart. A call that serves two works at once counts for the first. */
  async tally<T>(work: () => Promise<T>, tally: Tally = emptyTally()): Promise<T> {
    return this.work.run(tally, work);
  }

  /** All calls so far, most first. */
  calls(): CallCount[] {
    return [...this.counts.values()].map((count) => ({ ...count })).toSorted((one, other) => other.calls - one.calls);
  }

  private count(service: string, operation: string, isThrottled: boolean, charged: readonly Charge[]): void {
    const key = `${service} ${operation}`;
    const count = this.counts.get(key) ?? { service, operation, calls: 0, throttled: 0 };
    this.counts.set(key, count);
    const tally = this.work.getStore();
    for (const each of tally === undefined ? [count] : [count, tally]) {
      each.calls += 1;
      if (isThrottled) each.throttled += 1;
    }
    if (tally) for (const [what, amount] of charged) tally.charged[what] += amount;
  }
}

export function emptyTally(): Tally {
  return {
    calls: 0,
    throttled: 0,
    charged: { metrics: 0, cloudWatchCalls: 0, scannedBytes: 0, readUnits: 0, queueCalls: 0 },
  };
}

type Charge = readonly [Charged, number];

/** Charges of one call by AWS's rules. */
function chargedOf(service: string, operation: string, { input }: PassingCall, { output }: PassingAnswer): Charge[] {
  if (operation === 'GetMetricData') return [['metrics', metricsOf(input, output)]];
  if (service === 'CloudWatch') return [['cloudWatchCalls', 1]];
  if (service === 'SQS') return [['queueCalls', 1]];
  if (operation === 'GetQueryResults') return [['scannedBytes', scannedBytes(output)]];
  if (service === 'DynamoDB') return [['readUnits', readUnits(output)]];
  return [];
}

interface DataQuery {
  readonly Id?: string;
  readonly MetricStat?: object;
  readonly Expression?: string;
}

/** Metrics that GetMetricData read: each that is named, and each that a search found. */
function metricsOf(input: PassingCall['input'], output: PassingAnswer['output']): number {
  const queries = (input.MetricDataQueries ?? []) as readonly DataQuery[];
  const results = (output.MetricDataResults ?? []) as readonly { readonly Id?: string }[];
  const searches = new Set(queries.filter(({ Expression = '' }) => returnsSeveral(Expression)).map(({ Id }) => Id));
  const found = results.filter(({ Id }) => searches.has(Id)).length;
  return queries.filter(({ MetricStat }) => MetricStat !== undefined).length + found;
}

/** Bytes of a query that has ended: it is charged once, however often it is asked about. */
function scannedBytes({ status, statistics }: PassingAnswer['output']): number {
  return status === 'Complete' ? ((statistics as { bytesScanned?: number } | undefined)?.bytesScanned ?? 0) : 0;
}

function readUnits({ ConsumedCapacity }: PassingAnswer['output']): number {
  return (ConsumedCapacity as { CapacityUnits?: number } | undefined)?.CapacityUnits ?? 1;
}
