import {
  CreateApplicationPresignedUrlCommand,
  type KinesisAnalyticsV2Client,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { jobIdOf, lastFailureOf, METRICS_QUERY, viewOf } from '../domain/recovery/flink-answers';
import type { JobView } from '../domain/recovery/proof';

/** Error when the running job could not be looked at; the message says why. */
export class JobNotSeenError extends Error {
  override readonly name = 'JobNotSeenError';
}

/** Session of a presigned URL in seconds; longer than any proof. */
const SESSION_SECONDS = 3600;
const TIMEOUT_MS = 10_000;

/**
 * Looks at an application's job by Flink's REST API, below the address of CreateApplicationPresignedUrl (AWS's public
 * task-status script; measured on the local API). The address is asked for once, and again when it has expired.
 */
export class FlinkView {
  private address: URL | undefined;

  /** @param timeoutMs time for each call of Flink's API. */
  constructor(
    private readonly client: KinesisAnalyticsV2Client,
    private readonly application: string,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /**
   * Looks once.
   *
   * @throws JobNotSeenError without the right to it, without a job, or when nobody answers.
   */
  async look(): Promise<JobView> {
    const id = jobIdOf(await this.required('/jobs'));
    if (id === 'none') throw new JobNotSeenError('Flink lists no job.');
    if (id === undefined) throw otherForm('/jobs');
    const path = `/jobs/${id}`;
    const job = await this.required(path);
    const metrics = await this.optional(`${path}/metrics?${METRICS_QUERY}`);
    const checkpoints = await this.optional(`${path}/checkpoints`);
    const view = viewOf({ job, metrics, checkpoints }, new Date());
    if (!view) throw otherForm(path);
    const hasFailed = (view.restarts ?? 0) > 0 || view.state !== 'RUNNING';
    const failure = hasFailed ? lastFailureOf(await this.optional(`${path}/exceptions?maxExceptions=1`)) : undefined;
    return { ...view, failure };
  }

  private async required(path: string): Promise<unknown> {
    const { status, body } = await this.get(path);
    if (status !== 200) throw new JobNotSeenError(`Flink answered ${path} with ${status}.`);
    return body;
  }

  /** Undefined where this Flink does not know the path. */
  private async optional(path: string): Promise<unknown> {
    const { status, body } = await this.get(path);
    return status === 200 ? body : undefined;
  }

  private async get(path: string): Promise<{ readonly status: number; readonly body: unknown }> {
    const isNew = this.address === undefined;
    const answer = await this.fetchJson(below(await this.presigned(), path));
    if (answer.status !== 403 || isNew) return answer;
    this.address = undefined;
    return this.fetchJson(below(await this.presigned(), path));
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

  private async fetchJson(url: URL): Promise<{ readonly status: number; readonly body: unknown }> {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(this.timeoutMs) });
      const text = await response.text();
      return { status: response.status, body: response.ok ? JSON.parse(text) : undefined };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new JobNotSeenError(`Flink's REST API did not answer: ${reason}`, { cause: error });
    }
  }
}

function otherForm(path: string): JobNotSeenError {
  return new JobNotSeenError(`Flink's answer to ${path} has another form than expected.`);
}

/** Address of a REST path: below the path of the presigned one, with its token. */
function below(address: URL, path: string): URL {
  const [pathname = '', query = ''] = path.split('?');
  const url = new URL(address);
  url.pathname = url.pathname.replace(/\/$/, '') + pathname;
  for (const [name, value] of new URLSearchParams(query)) url.searchParams.set(name, value);
  return url;
}
