import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { FlinkRest } from '../flink-cluster/flink-rest';
import { type MetricValue, putMetrics } from './put-metrics';

/** A running application's Flink job. */
export interface FlinkJob {
  readonly applicationName: string;
  readonly restUrl: string;
  readonly jobId: string;
}

/**
 * One round of the service's own metrics, under its names and units, for each running application.
 * https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html
 */
export function flinkMetrics(client: CloudWatchClient, jobs: () => readonly FlinkJob[]): () => Promise<void> {
  const last = new Map<string, Sample>();
  return async () => {
    const failures: string[] = [];
    await Promise.all(
      jobs().map(async (job) => {
        try {
          const values = await readJob(job, last);
          // The job may have ended, or been replaced, while its figures were read.
          if (jobs().some((current) => current.jobId === job.jobId)) {
            await putMetrics(client, 'AWS/KinesisAnalytics', values);
          }
        } catch (error) {
          if (!jobs().some((current) => current.jobId === job.jobId)) return;
          failures.push(`${job.applicationName}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }),
    );
    if (failures.length > 0) throw new Error(failures.join('; '));
  };
}

interface Sample {
  readonly atMs: number;
  readonly recordsIn: number;
  readonly recordsOut: number;
}

async function readJob(job: FlinkJob, last: Map<string, Sample>): Promise<readonly MetricValue[]> {
  const { metrics } = new FlinkRest(job.restUrl);
  const [figures, records] = await Promise.all([metrics.job(job.jobId), metrics.records(job.jobId)]);
  const sample: Sample = { atMs: Date.now(), ...records };
  const before = last.get(job.jobId);
  last.set(job.jobId, sample);

  const dimensions = { Application: job.applicationName };
  const metric = (name: string, unit: MetricValue['unit'], value: number | undefined): MetricValue[] =>
    value === undefined ? [] : [{ name, unit, value, dimensions }];
  return [
    ...metric('uptime', 'Milliseconds', figures.uptimeMs),
    ...metric('downtime', 'Milliseconds', figures.downtimeMs),
    ...metric('fullRestarts', 'Count', figures.fullRestarts),
    ...metric('numberOfFailedCheckpoints', 'Count', figures.numberOfFailedCheckpoints),
    ...metric('lastCheckpointDuration', 'Milliseconds', figures.lastCheckpointDurationMs),
    ...metric('lastCheckpointSize', 'Bytes', figures.lastCheckpointSizeBytes),
    ...metric('numRecordsIn', 'Count', records.recordsIn),
    ...metric('numRecordsOut', 'Count', records.recordsOut),
    ...metric('numRecordsInPerSecond', 'Count/Second', rate(before, sample, 'recordsIn')),
    ...metric('numRecordsOutPerSecond', 'Count/Second', rate(before, sample, 'recordsOut')),
  ];
}

/** None at the first sample, and none across a restart of the job's tasks, where the count begins again. */
function rate(before: Sample | undefined, now: Sample, count: 'recordsIn' | 'recordsOut'): number | undefined {
  if (before === undefined || now[count] < before[count] || now.atMs <= before.atMs) return undefined;
  return ((now[count] - before[count]) * 1_000) / (now.atMs - before.atMs);
}
