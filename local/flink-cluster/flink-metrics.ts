import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { jobAnswer, metricsAnswer, sumsAnswer } from './flink-answers';
import type { FlinkHttp } from './flink-http';
import { NotYet, waitFor } from './wait';

/** Figures of one job; undefined: Flink has none (no checkpoint yet). */
export interface JobFigures {
  readonly uptimeMs: number | undefined;
  /** How long the job has been out of RUNNING, 0 while it is RUNNING. Not Flink's own gauge: see `downtimeMs`. */
  readonly downtimeMs: number;
  readonly fullRestarts: number | undefined;
  readonly numberOfFailedCheckpoints: number | undefined;
  readonly lastCheckpointDurationMs: number | undefined;
  readonly lastCheckpointSizeBytes: number | undefined;
}

/** Records that the job's tasks took in and gave out since they were started; all vertices together. */
export interface RecordCounts {
  readonly recordsIn: number;
  readonly recordsOut: number;
}

const JOB_METRICS = [
  'uptime',
  'fullRestarts',
  'numberOfFailedCheckpoints',
  'lastCheckpointDuration',
  'lastCheckpointSize',
] as const;

/** How long Flink takes to fetch what it was asked for, with room: 20 ms were measured. */
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
      numberOfFailedCheckpoints: value.get('numberOfFailedCheckpoints'),
      lastCheckpointDurationMs: value.get('lastCheckpointDuration'),
      lastCheckpointSizeBytes: value.get('lastCheckpointSize'),
    };
  }

  /** @throws FlinkTimeoutError when Flink has fetched no metric after 5 s. */
  async records(jobId: string): Promise<RecordCounts> {
    const { vertices } = await this.http.call('GET', `/jobs/${jobId}`, jobAnswer);
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
