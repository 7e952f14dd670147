import type { JobView } from './proof';

/** Answers of Flink's REST API about one job, as JSON; `undefined` where this Flink does not know the path. */
export interface FlinkAnswers {
  readonly job: unknown;
  readonly metrics: unknown;
  readonly checkpoints: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** Flink's names of the number of restarts: up to 1.20 and from 2.x on. */
const RESTARTS = ['numRestarts', 'fullRestarts'];

/** Query of the metrics that `viewOf` reads. */
export const METRICS_QUERY = `get=${RESTARTS.join(',')}`;

/**
 * Id of the job in the answer to `/jobs`. A cluster of Managed Flink runs one job; an ended one of before may still be
 * listed.
 *
 * @returns `none` when it lists no job; `undefined` when the answer has another form.
 */
export function jobIdOf(answer: unknown): string | 'none' | undefined {
  const jobs = fieldsOf(answer)?.jobs;
  if (!Array.isArray(jobs)) return undefined;
  const read = jobs.map((job) => fieldsOf(job));
  if (!read.every((job) => typeof job?.id === 'string' && typeof job.status === 'string')) return undefined;
  const job = read.find((each) => each?.status === 'RUNNING') ?? read[0];
  return job ? String(job.id) : 'none';
}

/** View of a job; `undefined` when the answer about the job itself has another form. What else is missing stays so. */
export function viewOf({ job, metrics, checkpoints }: FlinkAnswers, at: Date): JobView | undefined {
  const { state, vertices } = fieldsOf(job) ?? {};
  if (typeof state !== 'string' || !Array.isArray(vertices)) return undefined;
  const tasks = vertices.map(taskOf);
  if (!tasks.every((task) => task !== undefined)) return undefined;
  return {
    at,
    state,
    tasks: countsOf(state, tasks),
    restarts: restartsOf(metrics),
    recordsBetweenTasks: recordsBetween(tasks),
    completedCheckpoints: numberOf(fieldsOf(fieldsOf(checkpoints)?.counts)?.completed),
    restoredFrom: textOf(fieldsOf(fieldsOf(fieldsOf(checkpoints)?.latest)?.restored)?.external_path),
  };
}

/** Cause of the last failure in the answer to `/exceptions`, in one line; `undefined` without one. */
export function lastFailureOf(answer: unknown): string | undefined {
  const entries = fieldsOf(fieldsOf(answer)?.exceptionHistory)?.entries;
  const [last] = Array.isArray(entries) ? entries.map(fieldsOf) : [];
  const trace = textOf(last?.stacktrace) ?? textOf(last?.exceptionName);
  return trace === undefined ? undefined : rootCause(trace);
}

interface Task {
  readonly status: string;
  readonly recordsOut: number | undefined;
}

function taskOf(vertex: unknown): Task | undefined {
  const { status, metrics } = fieldsOf(vertex) ?? {};
  if (typeof status !== 'string') return undefined;
  return { status, recordsOut: numberOf(fieldsOf(metrics)?.['write-records']) };
}

/**
 * From Flink 1.15 on a task whose source has read all its input stays FINISHED, also over a restore, while the others run
 * on. It counts only where others run: else it says nothing.
 */
function countsOf(state: string, tasks: readonly Task[]): JobView['tasks'] {
  const running = tasks.filter(({ status }) => status === 'RUNNING').length;
  const finished = tasks.filter(({ status }) => status === 'FINISHED').length;
  if (state !== 'RUNNING' || running === 0 || finished === 0) return { running, total: tasks.length };
  return { running, total: tasks.length - finished, finished };
}

function restartsOf(metrics: unknown): number | undefined {
  const read = Array.isArray(metrics) ? metrics.map(fieldsOf) : [];
  const value = read.find((each) => RESTARTS.includes(String(each?.id)) && typeof each?.value === 'string')?.value;
  return value === undefined ? undefined : Number(value);
}

/** A job of one task hands no record to another; Flink then counts none, whatever it reads. */
function recordsBetween(tasks: readonly Task[]): number | undefined {
  const counts = tasks.map(({ recordsOut }) => recordsOut).filter((count) => count !== undefined);
  return tasks.length > 1 && counts.length > 0 ? counts.reduce((sum, count) => sum + count, 0) : undefined;
}

/** Innermost cause of a Java stack trace, in one line. */
export function rootCause(stacktrace: string): string {
  const causes = [...stacktrace.matchAll(/^Caused by: (.+)$/gm)].map(([, cause = '']) => cause);
  return (causes.at(-1) ?? stacktrace.split('\n')[0] ?? '').trim();
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
