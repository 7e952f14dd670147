import {
  CreateApplicationPresignedUrlCommand,
  type KinesisAnalyticsV2Client,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { z } from 'zod';
import type { JobView } from './proof';

/** Error when the running job could not be looked at; the message says why. */
export class JobNotSeenError extends Error {
  override readonly name = 'JobNotSeenError';
}

/** Session of a presigned URL in seconds; longer than any proof. */
const SESSION_SECONDS = 3600;
const TIMEOUT_MS = 10_000;

const jobsAnswer = z.object({ jobs: z.array(z.object({ id: z.string(), status: z.string() })) });
const jobAnswer = z.object({
  state: z.string(),
  vertices: z.array(z.object({ status: z.string(), metrics: z.object({ 'write-records': z.number() }).optional() })),
});
const metricsAnswer = z.array(z.object({ id: z.string(), value: z.string().optional() }));
const checkpointsAnswer = z.object({
  counts: z.object({ completed: z.number() }),
  latest: z.object({ restored: z.object({ external_path: z.string().optional() }).nullish() }).optional(),
});
const exceptionsAnswer = z.object({
  exceptionHistory: z
    .object({ entries: z.array(z.object({ exceptionName: z.string(), stacktrace: z.string().optional() })) })
    .optional(),
});

/** Flink's names of the number of restarts: up to 1.20 and from 2.x on. */
const RESTARTS = ['numRestarts', 'fullRestarts'];

/**
 * Looks at an application's job by Flink's REST API, below the address of CreateApplicationPresignedUrl (AWS's public
 * task-status script; measured on the local API). The address is asked for once, and again when it has expired.
 */
export class FlinkView {
  private address: URL | undefined;

  constructor(
    private readonly client: KinesisAnalyticsV2Client,
    private readonly application: string,
  ) {}

  /**
   * Looks once.
   *
   * @throws JobNotSeenError without the right to it, without a job, or when nobody answers.
   */
  async look(): Promise<JobView> {
    const { jobs } = await this.required('/jobs', jobsAnswer);
    // A cluster of Managed Flink runs one job; an ended one of before may still be listed.
    const job = jobs.find(({ status }) => status === 'RUNNING') ?? jobs[0];
    if (!job) throw new JobNotSeenError('Flink lists no job.');
    const path = `/jobs/${job.id}`;
    const { state, vertices } = await this.required(path, jobAnswer);
    const metrics = await this.optional(`${path}/metrics?get=${RESTARTS.join(',')}`, metricsAnswer);
    const restarts = metrics?.find(({ id, value }) => RESTARTS.includes(id) && value !== undefined)?.value;
    const checkpoints = await this.optional(`${path}/checkpoints`, checkpointsAnswer);
    const failure = Number(restarts ?? 0) > 0 || state !== 'RUNNING' ? await this.lastFailure(path) : undefined;
    return {
      at: new Date(),
      state,
      tasks: { running: vertices.filter(({ status }) => status === 'RUNNING').length, total: vertices.length },
      restarts: restarts === undefined ? undefined : Number(restarts),
      recordsBetweenTasks: recordsBetween(vertices),
      completedCheckpoints: checkpoints?.counts.completed,
      restoredFrom: checkpoints?.latest?.restored?.external_path,
      failure,
    };
  }

  private async lastFailure(path: string): Promise<string | undefined> {
    const answer = await this.optional(`${path}/exceptions?maxExceptions=1`, exceptionsAnswer);
    const [last] = answer?.exceptionHistory?.entries ?? [];
    return last && rootCause(last.stacktrace ?? last.exceptionName);
  }

  private async required<T>(path: string, answer: z.ZodType<T>): Promise<T> {
    const { status, body } = await this.get(path);
    if (status !== 200) throw new JobNotSeenError(`Flink answered ${path} with ${status}.`);
    const read = answer.safeParse(body);
    if (!read.success) throw new JobNotSeenError(`Flink's answer to ${path} has another form than expected.`);
    return read.data;
  }

  /** Undefined where this Flink does not know the path. */
  private async optional<T>(path: string, answer: z.ZodType<T>): Promise<T | undefined> {
    const { status, body } = await this.get(path);
    return status === 200 ? answer.safeParse(body).data : undefined;
  }

  private async get(path: string): Promise<{ readonly status: number; readonly body: unknown }> {
    const isNew = this.address === undefined;
    const answer = await fetchJson(below(await this.presigned(), path));
    if (answer.status !== 403 || isNew) return answer;
    this.address = undefined;
    return fetchJson(below(await this.presigned(), path));
  }

  private async presigned(): Promise<URL> {
    if (this.address) return this.address;
    try {
      const { AuthorizedUrl } = await this.client.send(
        new CreateApplicationPresignedUrlCommand({
          ApplicationName: this.application,
          UrlType: 'FLINK_DASHBOARD_URL',
          SessionExpirationDurationInSeconds: SESSION_SECONDS,
        }),
      );
      if (!AuthorizedUrl) throw new JobNotSeenError('CreateApplicationPresignedUrl returned no address.');
      this.address = new URL(AuthorizedUrl);
      return this.address;
    } catch (error) {
      if (error instanceof JobNotSeenError) throw error;
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      throw new JobNotSeenError(`CreateApplicationPresignedUrl was refused: ${name}: ${message}`, { cause: error });
    }
  }
}

/** A job of one task hands no record to another; Flink then counts none, whatever it reads. */
function recordsBetween(vertices: z.infer<typeof jobAnswer>['vertices']): number | undefined {
  const counts = vertices.map(({ metrics }) => metrics?.['write-records']).filter((count) => count !== undefined);
  return vertices.length > 1 && counts.length > 0 ? counts.reduce((sum, count) => sum + count, 0) : undefined;
}

/** Address of a REST path: below the path of the presigned one, with its token. */
function below(address: URL, path: string): URL {
  const [pathname = '', query = ''] = path.split('?');
  const url = new URL(address);
  url.pathname = url.pathname.replace(/\/$/, '') + pathname;
  for (const [name, value] of new URLSearchParams(query)) url.searchParams.set(name, value);
  return url;
}

async function fetchJson(url: URL): Promise<{ readonly status: number; readonly body: unknown }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    return { status: response.status, body: response.ok ? JSON.parse(text) : undefined };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new JobNotSeenError(`Flink's REST API did not answer: ${reason}`, { cause: error });
  }
}

/** Innermost cause of a Java stack trace, in one line. */
export function rootCause(stacktrace: string): string {
  const causes = [...stacktrace.matchAll(/^Caused by: (.+)$/gm)].map(([, cause = '']) => cause);
  return (causes.at(-1) ?? stacktrace.split('\n')[0] ?? '').trim();
}
