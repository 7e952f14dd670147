/** Least time between first and last look: a job that fails at once has restarted by then. */
const LEAST_WATCHED_MS = 5000;

/** One look at the running job, by Flink's own REST API. */
export interface JobView {
  readonly at: Date;
  /** State of the job as Flink names it: RUNNING, RESTARTING, … */
  readonly state: string;
  readonly tasks: { readonly running: number; readonly total: number };
  /** Restarts since the start of the cluster; missing where Flink does not tell. */
  readonly restarts?: number;
  /** Checkpoints completed since the start; missing where Flink does not tell. */
  readonly completedCheckpoints?: number;
  /** Place of the state that the job was restored from. */
  readonly restoredFrom?: string;
  /** Cause of the last failure, in Flink's words. */
  readonly failure?: string;
}

/** Everything seen since the start was asked for. */
export interface Evidence {
  /** Looks in the order of their times; empty where nobody may look. */
  readonly views: readonly JobView[];
  /** Reason why there is no view. */
  readonly notSeen?: string;
  /** Snapshot that the service says the application was started from. */
  readonly startedFrom?: string;
  /** Snapshot from which it was to be started; missing: empty state. */
  readonly target?: string;
  /** State of the snapshot that was taken after the start. */
  readonly fresh?: { readonly name: string; readonly status: string };
}

export type Verdict =
  | { readonly verdict: 'proven'; readonly because: readonly string[] }
  | { readonly verdict: 'not-proven'; readonly because: readonly string[] }
  /** Nothing speaks against it, but not all could be seen. */
  | { readonly verdict: 'started-not-proven'; readonly because: readonly string[] }
  /** More must be seen first. */
  | { readonly verdict: 'waiting'; readonly because: readonly string[] };

/**
 * Judgement on a start. RUNNING proves nothing: needed are the right origin, all tasks running, restarts that do not
 * rise, and a checkpoint or our own snapshot that was completed after the start.
 *
 * @param isOver true: no more will be seen, so `waiting` is no answer.
 */
export function judge(evidence: Evidence, isOver: boolean): Verdict {
  const against = contradictions(evidence);
  if (against.length > 0) return { verdict: 'not-proven', because: against };
  const missing = missingFacts(evidence);
  if (missing.length === 0) return { verdict: 'proven', because: seenFacts(evidence) };
  if (!isOver) return { verdict: 'waiting', because: missing };
  // A job that is not up at the end is not "probably well".
  const last = evidence.views.at(-1);
  return { verdict: last && !isUp(last) ? 'not-proven' : 'started-not-proven', because: missing };
}

function contradictions({ views, startedFrom, target, fresh }: Evidence): string[] {
  const [first, last] = [views[0], views.at(-1)];
  const rise = (last?.restarts ?? 0) - (first?.restarts ?? 0);
  return [
    ...(target !== undefined && startedFrom !== undefined && startedFrom !== target
      ? [`The application was started from ${startedFrom}, not from ${target}.`]
      : []),
    ...(rise > 0 && first && last
      ? [
          `The job restarted ${rise === 1 ? 'once' : `${rise} times`} within ${secondsBetween(first.at, last.at)} s.${last.failure ? ` Its last failure: ${last.failure}` : ''}`,
        ]
      : []),
    ...(last && ['FAILED', 'CANCELED', 'FINISHED'].includes(last.state) ? [`The job is ${last.state}.`] : []),
    ...(fresh?.status === 'FAILED' ? [`Snapshot ${fresh.name}, taken after the start, FAILED.`] : []),
  ];
}

function missingFacts({ views, notSeen, startedFrom, target, fresh }: Evidence): string[] {
  const [first, last] = [views[0], views.at(-1)];
  const watchedMs = first && last ? last.at.getTime() - first.at.getTime() : 0;
  return [
    ...(target !== undefined && startedFrom === undefined ? ['The service did not say what it was started from.'] : []),
    ...(last ? [] : [`Tasks and restarts could not be seen: ${notSeen ?? 'nobody has looked yet.'}`]),
    ...(last && !isUp(last)
      ? [`${last.tasks.running} of ${last.tasks.total} tasks run; the job is ${last.state}.`]
      : []),
    ...(last && watchedMs < LEAST_WATCHED_MS ? [`It was watched for less than ${LEAST_WATCHED_MS / 1000} s.`] : []),
    ...(last && last.restarts === undefined ? ['Flink did not tell the number of restarts.'] : []),
    ...(fresh?.status === 'READY' || (last?.completedCheckpoints ?? 0) > 0
      ? []
      : ['No checkpoint and no snapshot was completed after the start.']),
  ];
}

function seenFacts({ views, startedFrom, fresh }: Evidence): string[] {
  const last = views.at(-1);
  return [
    startedFrom === undefined ? 'started with empty state' : `started from ${startedFrom}`,
    ...(last ? [`${last.tasks.running} of ${last.tasks.total} tasks run`, `${last.restarts ?? 0} restarts`] : []),
    fresh?.status === 'READY'
      ? `snapshot ${fresh.name} is READY`
      : `${last?.completedCheckpoints ?? 0} checkpoints were completed`,
  ];
}

function isUp({ state, tasks }: JobView): boolean {
  return state === 'RUNNING' && tasks.total > 0 && tasks.running === tasks.total;
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(1, Math.round((to.getTime() - from.getTime()) / 1000));
}
