import { messageOf } from '../../packages/managed-flink/src/errors';
import { FlinkTimeoutError } from '../../packages/managed-flink/src/flink-cluster/flink-errors';
import { FlinkRest } from '../../packages/managed-flink/src/flink-cluster/flink-rest';
import type { Metrics } from './metric-data/metrics';
import { residentBytes } from './process-memory';
import { type Sample, serviceMetrics } from './service-metrics';

/** A running application's Flink job, in a JVM of its own. */
export interface FlinkJob {
  readonly applicationName: string;
  readonly runtimeEnvironment: string;
  readonly kpus: number;
  readonly restUrl: string;
  readonly jobId: string;
  readonly pid: number;
}

/** One round of the service's own metrics for each running application. */
export function flinkMetrics(metrics: Pick<Metrics, 'put'>, jobs: () => readonly FlinkJob[]): () => Promise<void> {
  const last = new Map<string, Sample>();
  return async () => {
    const running = jobs();
    for (const jobId of last.keys()) if (!running.some((job) => job.jobId === jobId)) last.delete(jobId);
    const failures: string[] = [];
    await Promise.all(
      running.map(async (job) => {
        const isCurrent = () => jobs().some((current) => current.jobId === job.jobId);
        try {
          const sample = await takeSample(job);
          // The job may have ended, or been replaced, while its figures were read.
          if (!isCurrent()) return;
          const application = { ...job, name: job.applicationName };
          const values = serviceMetrics(application, sample, last.get(job.jobId));
          last.set(job.jobId, sample);
          await metrics.put('AWS/KinesisAnalytics', values);
        } catch (error) {
          if (!isCurrent()) return;
          failures.push(`${job.applicationName}: ${messageOf(error)}`);
        }
      }),
    );
    if (failures.length > 0) throw new Error(failures.join('; '));
  };
}

function noneInTime(error: unknown): undefined {
  if (!(error instanceof FlinkTimeoutError)) throw error;
  return undefined;
}

async function takeSample({ restUrl, jobId, pid }: FlinkJob): Promise<Sample> {
  const { metrics } = new FlinkRest(restUrl);
  const [job, records, process, resident] = await Promise.all([
    metrics.job(jobId),
    // The job may go down just then. Its missing record counts must not suppress `downtime`.
    metrics.records(jobId).catch(noneInTime),
    metrics.process(),
    residentBytes(pid),
  ]);
  return { atMs: Date.now(), job, records, process, residentBytes: resident };
}
