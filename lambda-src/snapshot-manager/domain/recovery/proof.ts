import { stopAfter } from '../texts';
import { type JobMetrics, metricsAgainst, missingInMetrics, riseOf, seenInMetrics } from './metrics-evidence';

/** Least time between first and last look: a job that fails at once has restarted by then. */
const LEAST_WATCHED_MS = 5000;
/** The same for a job that has restarted since its start: between two crashes it looks well. */
const LEAST_WATCHED_AFTER_RESTARTS_MS = 60_000;
/** Statuses of an application that does not run, or not for long. */
const STOPPED = ['READY', 'STOPPING', 'FORCE_STOPPING', 'DELETING'];

/** One look at the running job, by Flink's own REST API. */
export interface JobView {
  readonly at: Date;
  /** State of the job as Flink names it: RUNNING, RESTARTING, … */
  readonly state: string;
  readonly tasks: {
    readonly running: number;
    /** Tasks that should run: all but the finished ones. */
    readonly total: number;
    /** Tasks that have read all their input, while others run; missing: none. */
    readonly finished?: number;
  };
  /** Restarts since the start of the cluster; missing where Flink does not tell. */
  readonly restarts?: number;
  /** Checkpoints completed since the start; missing where Flink does not tell. */
  readonly completedCheckpoints?: number;
  /** Records that tasks handed to each other since the start; missing where Flink does not tell. */
  readonly recordsBetweenTasks?: number;
  /** Place of the state that the job was restored from. */
  readonly restoredFrom?: string;
  /** Cause of the last failure, in Flink's words. */
  readonly failure?: string;
}

/** Everything seen since the start was asked for. */
export interface Evidence {
  /** Looks in the order of their times; empty where nobody may look. */
  readonly views: readonly JobView[];
  /** Reason why the last look saw nothing. */
  readonly notSeen?: string;
  /** Status as the service names it. */
  readonly status?: string;
  /** Metrics of CloudWatch, looked at where there is no view. */
  readonly metrics?: JobMetrics;
  /** Reason why there are no metrics either. */
  readonly metricsNotSeen?: string;
  /** Snapshot that the service says the application was started from. */
  readonly startedFrom?: string;
  /** True: it was started from the latest snapshot, whichever that was. */
  readonly isFromLatest?: boolean;
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
 * rise, and a checkpoint or our own snapshot that was completed after the start. Where nobody may look at the job, metrics
 * show restarts and uptime, and the snapshot shows the tasks: none is completed before all of them run.
 *
 * @param isOver true: no more will be seen, so `waiting` is no answer.
 */
export function judge(evidence: Evidence, isOver: boolean): Verdict {
  const against = contradictions(evidence);
  if (against.length > 0) return { verdict: 'not-proven', because: against };
  const missing = missingFacts(evidence);
  if (missing.length === 0) return { verdict: 'proven', because: seenFacts(evidence) };
  if (!isOver) return { verdict: 'waiting', because: missing };
  // A job that is not up at the end is not "probably well"; a look of long ago says nothing about the end.
  const last = evidence.notSeen === undefined ? evidence.views.at(-1) : undefined;
  return { verdict: last && !isUp(last) ? 'not-proven' : 'started-not-proven', because: missing };
}

function contradictions({ status, views, metrics, fresh, ...origin }: Evidence): string[] {
  return [
    ...(status !== undefined && STOPPED.includes(status) ? [`The application is ${status}: it was stopped.`] : []),
    ...otherOrigin(origin),
    ...(metrics && views.length === 0 ? metricsAgainst(metrics) : viewsAgainst(views)),
    ...(fresh?.status === 'FAILED' ? [`Snapshot ${fresh.name}, taken after the start, FAILED.`] : []),
  ];
}

/** An empty state is asked for, too: a start from elsewhere is somebody else's. */
function otherOrigin({ startedFrom, isFromLatest, target }: Pick<Evidence, 'startedFrom' | 'isFromLatest' | 'target'>) {
  if (startedFrom === target && !(target === undefined && isFromLatest)) return [];
  // The service may tell it a moment later.
  if (startedFrom === undefined && !isFromLatest) return [];
  return [
    `The application was started from ${startedFrom ?? 'its latest snapshot'}, not ${target === undefined ? 'with empty state' : `from ${target}`}.`,
  ];
}

/** Sentences against a job that was looked at: it restarted meanwhile, or has ended. */
export function viewsAgainst(views: readonly JobView[]): string[] {
  const [first, last] = [views[0], views.at(-1)];
  // The count of a new cluster begins at 0 again: only rises count.
  const rise = riseOf(views.flatMap(({ at, restarts: value }) => (value === undefined ? [] : [{ at, value }])));
  return [
    ...(rise > 0 && first && last
      ? [
          `The job restarted ${rise === 1 ? 'once' : `${rise} times`} within ${secondsBetween(first.at, last.at)} s.${last.failure ? ` Its last failure: ${last.failure}${stopAfter(last.failure)}` : ''}`,
        ]
      : []),
    ...(last && ['FAILED', 'CANCELED', 'FINISHED'].includes(last.state) ? [`The job is ${last.state}.`] : []),
  ];
}

function missingFacts(evidence: Evidence): string[] {
  const { status, views, notSeen, startedFrom, target, fresh } = evidence;
  const [first, last] = [views[0], views.at(-1)];
  const watchedMs = first && last ? last.at.getTime() - first.at.getTime() : 0;
  const leastMs = (last?.restarts ?? 0) > 0 ? LEAST_WATCHED_AFTER_RESTARTS_MS : LEAST_WATCHED_MS;
  return [
    ...(status === undefined || status === 'RUNNING' ? [] : [`The application is ${status} just now.`]),
    ...(last && notSeen !== undefined ? [`The job can’t be looked at any more: ${notSeen}`] : []),
    ...(target !== undefined && startedFrom === undefined ? ['The service did not say what it was started from.'] : []),
    ...(last ? [] : missingWithoutView(evidence)),
    ...(last && notSeen === undefined && !isUp(last) ? [`${tasksText(last)}; the job is ${last.state}.`] : []),
    ...(last && watchedMs < leastMs ? [`It was watched for less than ${leastMs / 1000} s.`] : []),
    ...(last && last.restarts === undefined ? ['Flink did not tell the number of restarts.'] : []),
    ...(fresh?.status === 'READY' || (last?.completedCheckpoints ?? 0) > 0
      ? []
      : ['No checkpoint and no snapshot was completed after the start.']),
  ];
}

function missingWithoutView({ notSeen = 'nobody has looked yet.', metrics, metricsNotSeen }: Evidence): string[] {
  if (metrics) return missingInMetrics(metrics);
  return [
    `Tasks and restarts could not be seen: ${notSeen}${metricsNotSeen === undefined ? '' : ` ${metricsNotSeen}`}`,
  ];
}

function seenFacts({ views, metrics, startedFrom, fresh }: Evidence): string[] {
  const last = views.at(-1);
  return [
    startedFrom === undefined ? 'started with empty state' : `started from ${startedFrom}`,
    ...(last ? [tasksText(last), `${last.restarts ?? 0} restarts`] : []),
    ...(metrics && !last ? seenInMetrics(metrics) : []),
    ...(fresh?.status === 'READY'
      ? [`snapshot ${fresh.name} is READY`]
      : [
          `${last?.completedCheckpoints ?? 0} checkpoints were completed`,
          ...(fresh ? [`snapshot ${fresh.name} is ${fresh.status}`] : []),
        ]),
  ];
}

/** Words about the tasks: `2 of 2 tasks run`. */
export function tasksText({ tasks: { running, total, finished } }: Pick<JobView, 'tasks'>): string {
  return `${running} of ${total} tasks run${finished === undefined ? '' : ` and ${finished} finished`}`;
}

/** False for a job that was seen not to be up just now: nothing is known where nobody may look. */
export function mayBeUp({ views, notSeen }: Pick<Evidence, 'views' | 'notSeen'>): boolean {
  const last = views.at(-1);
  return !last || notSeen !== undefined || isUp(last);
}

/** True if the job runs, and all its tasks that have not finished. */
export function isUp({ state, tasks }: JobView): boolean {
  return state === 'RUNNING' && tasks.total > 0 && tasks.running === tasks.total;
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(1, Math.round((to.getTime() - from.getTime()) / 1000));
}
