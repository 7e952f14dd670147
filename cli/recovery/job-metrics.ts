import type { CloudWatchClient, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { type KinesisAnalyticsV2Client, ListApplicationOperationsCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { FLINK_2_METRICS, FLINK_METRICS } from '../../config/alarm-catalog/metrics';
import type { Datapoint, JobMetrics } from '../../lambda-src/snapshot-manager/domain/recovery/metrics-evidence';
import { lookingIn } from '../answer-time';

/** Error when the metrics could not be read; the message says why. */
export class MetricsNotSeenError extends Error {
  override readonly name = 'MetricsNotSeenError';
}

/** Place where the metrics of a job are seen. */
export interface MetricsView {
  /**
   * Metrics of the whole minutes that began at or after `since`.
   *
   * @throws MetricsNotSeenError without the right to it, or when nobody answers.
   */
  readonly look: (since: Date) => Promise<JobMetrics>;
}

/** Resolution of the service's metrics (AWS's metrics page). */
const PERIOD_SECONDS = 60;
const DAY_MS = 86_400_000;

/** Metrics by the ids of a query; the first of a pair is that of Flink 1. */
const QUERIES = {
  restarts1: FLINK_METRICS.fullRestarts,
  restarts2: FLINK_2_METRICS.restarts,
  uptime1: FLINK_METRICS.uptimeMs,
  uptime2: FLINK_2_METRICS.runningTimeMs,
  failed: FLINK_METRICS.failedCheckpoints,
  duration: FLINK_METRICS.checkpointDurationMs,
  records: FLINK_METRICS.recordsIn,
} as const;

/** Metrics of an application in CloudWatch. On AWS they come one to two minutes late (inferred from its alarms' advice). */
export class JobMetricsView implements MetricsView {
  private cloudWatch: CloudWatchClient | undefined;

  constructor(
    private readonly region: string,
    private readonly application: string,
  ) {}

  readonly look = async (since: Date): Promise<JobMetrics> => {
    const { CloudWatchClient: Client, GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
    this.cloudWatch ??= new Client(lookingIn(this.region));
    try {
      const { MetricDataResults = [] } = await this.cloudWatch.send(
        new GetMetricDataCommand({
          MetricDataQueries: Object.entries(QUERIES).map(([Id, { namespace, name, dimension, statistic }]) => ({
            Id,
            MetricStat: {
              Metric: {
                Namespace: namespace,
                MetricName: name,
                Dimensions: [{ Name: dimension, Value: this.application }],
              },
              Period: PERIOD_SECONDS,
              Stat: statistic,
            },
          })),
          StartTime: nextMinute(since),
          // Far enough whatever this machine's clock says.
          EndTime: new Date(since.getTime() + DAY_MS),
        }),
      );
      return metricsOf(MetricDataResults);
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      throw new MetricsNotSeenError(`GetMetricData was refused: ${name}: ${message}`, { cause: error });
    }
  };
}

/** Metrics in the answer of CloudWatch. */
export function metricsOf(results: readonly MetricDataResult[]): JobMetrics {
  const points = (id: keyof typeof QUERIES) => datapoints(results.find(({ Id }) => Id === id));
  const isFlink2 = points('restarts2').length > 0;
  return {
    restartsName: isFlink2 ? QUERIES.restarts2.name : QUERIES.restarts1.name,
    restarts: points(isFlink2 ? 'restarts2' : 'restarts1'),
    uptimeMs: points(isFlink2 ? 'uptime2' : 'uptime1'),
    failedCheckpoints: points('failed'),
    checkpointDurationMs: points('duration'),
    recordsIn: points('records'),
  };
}

function datapoints({ Timestamps = [], Values = [] }: MetricDataResult = {}): Datapoint[] {
  return Timestamps.flatMap((at, index) => {
    const value = Values[index];
    return value === undefined ? [] : [{ at, value }];
  }).toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

function nextMinute(time: Date): Date {
  const ms = PERIOD_SECONDS * 1000;
  return new Date(Math.ceil(time.getTime() / ms) * ms);
}

/**
 * Time at which the last start of an application ended, by the service's clock, which also dates the metrics.
 *
 * @returns `undefined` where nobody tells: this machine's clock must do then.
 */
export async function lastStartEndedAt(
  client: KinesisAnalyticsV2Client,
  application: string,
): Promise<Date | undefined> {
  try {
    const { ApplicationOperationInfoList: [last] = [] } = await client.send(
      new ListApplicationOperationsCommand({ ApplicationName: application, Operation: 'StartApplication', Limit: 1 }),
    );
    return last?.EndTime;
  } catch {
    return undefined;
  }
}
