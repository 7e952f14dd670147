import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { jobAnswer, metricsAnswer, sumsAnswer, taskManagersAnswer } from './flink-answers';
import type { FlinkHttp } from './flink-http';
import { NotYet, waitFor } from './wait';

/** Figures of one job; undefined: Flink has none (no checkpoint yet). */
export interface JobFigures {
  readonly uptimeMs: number | undefined;
  /** Time since the job left RUNNING, 0 while it is RUNNING. Not Flink's own gauge: see `downtimeMs`. */
  readonly downtimeMs: number;
  readonly fullRestarts: number | undefined;
  readonly numRestarts: number | undefined;
  /** Time that the job has been in each state; 0 when it is in another one. */
  readonly runningTimeMs: number | undefined;
  readonly restartingTimeMs: number | undefined;
  readonly failingTimeMs: number | undefined;
  readonly cancellingTimeMs: number | undefined;
  readonly numberOfFailedCheckpoints: number | undefined;
  readonly lastCheckpointDurationMs: number | undefined;
  readonly lastCheckpointSizeBytes: number | undefined;
}

/** Records that the job's tasks took in and gave out since they were started; all vertices together. */
export interface RecordCounts {
  readonly recordsIn: number;
  readonly recordsOut: number;
}

/** Figures of the JVM in which a cluster's one TaskManager runs, and its JobManager with it. */
export interface ProcessFigures {
  /** Since the JVM was started, all threads together. */
  readonly cpuTimeMs: number | undefined;
  readonly heapUsedBytes: number | undefined;
  readonly heapMaxBytes: number | undefined;
  readonly threads: number | undefined;
  /** Collections of the old generation since the JVM was started, and the time they took. */
  readonly oldCollections: number | undefined;
  readonly oldCollectionMs: number | undefined;
}

const JOB_METRICS = [
  'uptime',
  'fullRestarts',
  'numRestarts',
  'runningTime',
  'restartingTime',
  'failingTime',
  'cancellingTime',
  'numberOfFailedCheckpoints',
  'lastCheckpointDuration',
  'lastCheckpointSize',
] as const;

const PROCESS_METRICS = {
  cpuTimeNanos: 'Status.JVM.CPU.Time',
  heapUsed: 'Status.JVM.Memory.Heap.Used',
  heapMax: 'Status.JVM.Memory.Heap.Max',
  threads: 'Status.JVM.Threads.Count',
  // The serial collector's name for its old generation: see the JVM flags of flink-cluster.ts.
  oldCollections: 'Status.JVM.GarbageCollector.MarkSweepCompact.Count',
  oldCollectionMs: 'Status.JVM.GarbageCollector.MarkSweepCompact.Time',
} as const;

/** Time that Flink takes to fetch metrics, with a margin: 20 ms were measured. */
const FETCH_MS = 150;
const FETCH_TIMEOUT_MS = 5_000;

/** Flink's metrics of a job, as its REST API gives them. */
export class FlinkMetrics {
  constructor(private readonly http: FlinkHttp) {}

  /** @throws FlinkTimeoutError when Flink has fetched no metric after 5 s. */
  async job(jobId: string): Promise<JobFigures> {
    const path = `/jobs/${jobId}/metrics?get=${JOB_METRICS.join(',')}`;
    const answer = await this.fresh(`metrics of job ${jobId}`, path, metricsAnswer);
    const value = new Map(answer.map((metric) => [metric.id, figure(metric.value)]));
    return {
      uptimeMs: value.get('uptime'),
      downtimeMs: await this.downtimeMs(jobId),
      fullRestarts: value.get('fullRestarts'),
      numRestarts: value.get('numRestarts'),
      runningTimeMs: value.get('runningTime'),
      restartingTimeMs: value.get('restartingTime'),
      failingTimeMs: value.get('failingTime'),
      cancellingTimeMs: value.get('cancellingTime'),
      numberOfFailedCheckpoints: value.get('numberOfFailedCheckpoints'),
      lastCheckpointDurationMs: value.get('lastCheckpointDuration'),
      lastCheckpointSizeBytes: value.get('lastCheckpointSize'),
    };
  }

  /**
   * Figures of the JVM that runs the tasks; undefined when no TaskManager is registered.
   *
   * @throws FlinkTimeoutError when Flink has fetched no metric after 5 s.
   */
  async process(): Promise<ProcessFigures | undefined> {
    const { taskmanagers } = await this.http.call('GET', '/taskmanagers', taskManagersAnswer);
    const id = taskmanagers[0]?.id;
    if (id === undefined) return undefined;
    const names = Object.values(PROCESS_METRICS).join(',');
    const answer = await this.fresh(
      'metrics of the TaskManager',
      `/taskmanagers/${id}/metrics?get=${names}`,
      metricsAnswer,
    );
    const value = new Map(answer.map((metric) => [metric.id, figure(metric.value)]));
    const cpuTimeNanos = value.get(PROCESS_METRICS.cpuTimeNanos);
    return {
      cpuTimeMs: cpuTimeNanos === undefined ? undefined : cpuTimeNanos / 1e6,
      heapUsedBytes: value.get(PROCESS_METRICS.heapUsed),
      heapMaxBytes: value.get(PROCESS_METRICS.heapMax),
      threads: value.get(PROCESS_METRICS.threads),
      oldCollections: value.get(PROCESS_METRICS.oldCollections),
      oldCollectionMs: value.get(PROCESS_METRICS.oldCollectionMs),
    };
  }

  /**
   * Undefined while the job does not run: tasks that are down have no counts, and Flink answers nothing about them.
   *
   * @throws FlinkTimeoutError when Flink has fetched no metric after 5 s.
   */
  async records(jobId: string): Promise<RecordCounts | undefined> {
    const { state, vertices } = await this.http.call('GET', `/jobs/${jobId}`, jobAnswer);
    if (state !== 'RUNNING' || vertices.some(({ status }) => status !== 'RUNNING')) return undefined;
    let recordsIn = 0;
    let recordsOut = 0;
    for (const vertex of vertices) {
      const path = `/jobs/${jobId}/vertices/${vertex.id}/subtasks/metrics?get=numRecordsIn,numRecordsOut&agg=sum`;
      const sums = await this.fresh(`record counts of "${vertex.name}"`, path, sumsAnswer);
      recordsIn += sums.find((metric) => metric.id === 'numRecordsIn')?.sum ?? 0;
      recordsOut += sums.find((metric) => metric.id === 'numRecordsOut')?.sum ?? 0;
    }
    return { recordsIn, recordsOut };
  }

  /**
   * A request for metrics is answered with what an earlier one made Flink fetch: nothing at first, old figures later.
   * So it is asked twice; the answer is then not older than a second (`metrics.fetcher.update-interval`).
   */
  private async fresh<T>(what: string, path: string, schema: z.ZodType<T[]>): Promise<T[]> {
    await this.http.call('GET', path, schema);
    await sleep(FETCH_MS);
    return waitFor(what, { timeoutMs: FETCH_TIMEOUT_MS }, async () => {
      const answer = await this.http.call('GET', path, schema);
      return answer.length > 0 ? answer : new NotYet('an empty answer');
    });
  }

  /**
   * Flink 1.20's gauge `downtime` stays 0 while a job restarts (measured over outages of 4 s: it looks at FAILING,
   * which a restart never enters), so the time is taken from when the job left RUNNING.
   */
  private async downtimeMs(jobId: string): Promise<number> {
    const { state, now, timestamps } = await this.http.call('GET', `/jobs/${jobId}`, jobAnswer);
    const since = timestamps[state] ?? 0;
    const isDown = state === 'RESTARTING' || state === 'FAILING' || state === 'FAILED';
    return isDown && since > 0 ? Math.max(0, now - since) : 0;
  }
}

/** Flink writes -1 or NaN where it has no value yet. */
function figure(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}
