/** Anything that went wrong with a Flink cluster or job. `rootCause` is the innermost reason, in Flink's own words. */
export abstract class FlinkError extends Error {
  constructor(
    message: string,
    readonly rootCause: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Flink refused a request: a wrong JAR, a job that is unknown, a restore point that does not fit the job. */
export class FlinkRequestError extends FlinkError {
  constructor(
    readonly request: string,
    readonly status: number,
    /** Flink's answer, with its stack trace. */
    readonly answer: string,
  ) {
    const cause = rootCause(answer);
    super(`Flink answered ${request} with ${status}: ${cause}`, cause);
  }
}

/** Nobody answers at the cluster's address (any more): it has ended, or never started. */
export class FlinkUnreachableError extends FlinkError {
  constructor(
    readonly request: string,
    readonly url: string,
    cause: unknown,
  ) {
    const reason = reasonOf(cause);
    super(`No answer from Flink at ${url} to ${request}: ${reason}. Has the cluster ended?`, reason, { cause });
  }
}

/** Flink accepted the savepoint and then could not make it. Unless it was to end the job, the job runs on. */
export class FlinkSavepointError extends FlinkError {
  constructor(
    readonly jobId: string,
    readonly triggerId: string,
    stackTrace: string,
  ) {
    const cause = rootCause(stackTrace);
    super(`Flink could not make savepoint ${triggerId} of job ${jobId}: ${cause}`, cause);
  }
}

/** Flink could not delete a savepoint's files. */
export class FlinkDisposalError extends FlinkError {
  constructor(
    readonly location: string,
    stackTrace: string,
  ) {
    const cause = rootCause(stackTrace);
    super(`Flink could not delete savepoint ${location}: ${cause}`, cause);
  }
}

/** Flink answered in a form that this client does not know: most likely another version than 1.20. */
export class FlinkAnswerError extends FlinkError {
  constructor(
    readonly request: string,
    answer: string,
    cause: unknown,
  ) {
    const reason = reasonOf(cause);
    super(`Flink's answer to ${request} is not the one of Flink 1.20: ${reason}. It is: ${answer}`, reason, { cause });
  }
}

/** The job ended although it was to run. */
export class FlinkJobEndedError extends FlinkError {
  constructor(
    readonly jobId: string,
    readonly status: string,
    stackTrace: string,
  ) {
    const cause = rootCause(stackTrace) || 'Flink gives no reason';
    super(`Job ${jobId} is ${status} and will not run: ${cause}`, cause);
  }
}

/** Error for a condition that did not occur in time; it may still occur. `seen` is the last observed state. */
export class FlinkTimeoutError extends FlinkError {
  constructor(
    readonly waitedFor: string,
    readonly timeoutMs: number,
    readonly seen: string,
  ) {
    super(`Waited ${timeoutMs} ms for ${waitedFor}; last seen: ${seen}`, seen);
  }
}

/** The cluster's JVM could not be started, or ended before it accepted jobs. */
export class FlinkStartError extends FlinkError {
  constructor(message: string, reason: string, options?: ErrorOptions) {
    super(`${message}: ${reason}`, reason, options);
  }
}

/**
 * The text after the last `Caused by:` of a Java stack trace, without its frames; the first line when nothing is
 * caused by anything.
 */
export function rootCause(stackTrace: string): string {
  const causes = stackTrace.split(/^\s*Caused by: /m);
  const innermost = causes.at(-1) ?? '';
  const text = innermost.split(/\n\s*(?:at |\.\.\. \d+ more|Suppressed: )/)[0] ?? '';
  return text.trim();
}

/** `fetch failed` says nothing; what failed is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error.cause;
  if (!(inner instanceof Error)) return error.message;
  return inner.message || ('code' in inner ? String(inner.code) : inner.name);
}
