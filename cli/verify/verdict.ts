import {
  type JobMetrics,
  metricsAgainst,
  missingInMetrics,
  riseOf,
  seenInMetrics,
} from '../../lambda-src/snapshot-manager/domain/recovery/metrics-evidence';
import { isUp, type JobView, tasksText, viewsAgainst } from '../../lambda-src/snapshot-manager/domain/recovery/proof';
import { duration } from '../times';

/** Statuses that the service begins by itself, whatever was deployed. */
const COMES_BY_ITSELF: readonly string[] = ['AUTOSCALING', 'MAINTENANCE'];

/** Everything seen of an application during the window after a deployment. */
export interface DeploymentEvidence {
  /** Status as the service names it. */
  readonly status: string;
  /** Looks at the job in the order of their times; empty where nobody may look. */
  readonly views: readonly JobView[];
  /** Reason why the last look saw nothing. */
  readonly notSeen?: string;
  readonly metrics?: JobMetrics;
  readonly metricsNotSeen?: string;
}

export interface VerifyRules {
  readonly windowSeconds: number;
  /** True: a job whose source has nothing to read is no failure. */
  readonly allowIdle: boolean;
  /** Time between two checkpoints by the configuration; undefined: unknown, or they are off. */
  readonly checkpointIntervalSeconds?: number | undefined;
}

/** Verdict on a deployment. */
export interface DeploymentVerdict {
  readonly verdict: 'working' | 'not-working' | 'undetermined';
  /** Sentences for the verdict. */
  readonly because: readonly string[];
  /** Sentences about what could not be seen, and does not count. */
  readonly unseen: readonly string[];
}

/** Sentences that settle the verdict before the window is over: the application can't become well within it. */
export function failuresSoFar({ status, views, metrics }: DeploymentEvidence): string[] {
  if (status === 'READY') return ['The application is READY: it is stopped.'];
  if (views.length > 0) return viewsAgainst(views);
  return metrics ? metricsAgainst(metrics) : [];
}

/** Verdict at the end of the window: RUNNING, no restarts, a completed checkpoint, and records that flow. */
export function judgeDeployment(evidence: DeploymentEvidence, rules: VerifyRules): DeploymentVerdict {
  const settled = failuresSoFar(evidence);
  // The watch ended there: what else did not happen within that time says nothing.
  if (settled.length > 0) return { verdict: 'not-working', because: settled, unseen: [] };
  const failures = [
    ...(COMES_BY_ITSELF.includes(evidence.status) || ['RUNNING', 'READY'].includes(evidence.status)
      ? []
      : [`The application is still ${evidence.status}.`]),
  ];
  const open = COMES_BY_ITSELF.includes(evidence.status) ? [`The application is ${evidence.status} just now.`] : [];
  const seen: string[] = [];
  const unseen: string[] = [];
  const lists = { failures, open, seen, unseen };
  const last = evidence.views.at(-1);
  if (last) judgeViews(evidence, last, rules, lists);
  else if (evidence.metrics) judgeMetrics(evidence.metrics, rules, lists);
  else open.push(notSeenText(evidence));
  if (failures.length > 0) return { verdict: 'not-working', because: failures, unseen };
  if (open.length > 0) return { verdict: 'undetermined', because: open, unseen };
  return { verdict: 'working', because: seen, unseen };
}

interface Lists {
  readonly failures: string[];
  /** Facts without which there is no verdict. */
  readonly open: string[];
  readonly seen: string[];
  readonly unseen: string[];
}

function judgeViews(
  { views, notSeen }: DeploymentEvidence,
  last: JobView,
  { windowSeconds, allowIdle, checkpointIntervalSeconds = 0 }: VerifyRules,
  { failures, open, seen, unseen }: Lists,
): void {
  const { state, restarts, completedCheckpoints, recordsBetweenTasks: records } = last;
  if (isUp(last)) seen.push(tasksText(last));
  else if (notSeen !== undefined) open.push(`The job can’t be looked at any more: ${notSeen}`);
  else failures.push(`${tasksText(last)}; the job is ${state}.`);
  if (restarts === undefined) open.push('Flink did not tell the number of restarts.');
  else seen.push(`no restart within ${duration(windowSeconds)}`);
  if (completedCheckpoints === undefined) open.push('Flink did not tell the number of checkpoints.');
  else if (completedCheckpoints > 0) {
    seen.push(
      completedCheckpoints === 1 ? '1 checkpoint was completed' : `${completedCheckpoints} checkpoints were completed`,
    );
  } else if (windowSeconds <= checkpointIntervalSeconds) {
    open.push(tooShort(windowSeconds, checkpointIntervalSeconds));
  } else failures.push(`No checkpoint was completed since the start, nor within ${duration(windowSeconds)}.`);
  const before = views.find(({ recordsBetweenTasks }) => recordsBetweenTasks !== undefined)?.recordsBetweenTasks;
  if (records === undefined || before === undefined) {
    unseen.push('Whether records flow could not be seen: a job of one task counts none.');
  } else if (records > before) seen.push(`${records - before} records flowed`);
  else if (allowIdle) unseen.push(`No record flowed within ${duration(windowSeconds)}; that is allowed.`);
  else failures.push(noRecords(windowSeconds));
}

function judgeMetrics(
  metrics: JobMetrics,
  { windowSeconds, allowIdle }: VerifyRules,
  { failures, open, seen, unseen }: Lists,
): void {
  const missing = missingInMetrics(metrics);
  open.push(...missing);
  if (missing.length === 0) seen.push(...seenInMetrics(metrics));
  const { checkpointDurationMs: durations, failedCheckpoints, recordsIn } = metrics;
  const isFailing = riseOf(failedCheckpoints) > 0;
  if (durations.some(({ value }) => value > 0) && !isFailing) seen.push('a checkpoint was completed');
  else if (isFailing) failures.push('Checkpoints fail (numberOfFailedCheckpoints rises).');
  else open.push('The metrics show no completed checkpoint.');
  unseen.push('The tasks themselves could not be seen.');
  if (riseOf(recordsIn) > 0) seen.push('records flowed (numRecordsIn)');
  else if (recordsIn.length < 2 || recordsIn.some(({ value }) => value > 0) || allowIdle) {
    unseen.push('The metrics do not show whether records flow.');
  } else failures.push(noRecords(windowSeconds));
}

function tooShort(windowSeconds: number, intervalSeconds: number): string {
  const enough = Math.ceil((2 * intervalSeconds) / 60);
  return `No checkpoint was completed yet, and one is due only every ${duration(intervalSeconds)}: ${duration(windowSeconds)} are too short. Watch longer: --for ${enough}m.`;
}

function noRecords(windowSeconds: number): string {
  return `No record flowed within ${duration(windowSeconds)}. If its source has nothing to read, add --allow-idle.`;
}

function notSeenText({ notSeen = 'nobody has looked yet.', metricsNotSeen = '' }: DeploymentEvidence): string {
  return `Neither the job nor its metrics could be seen: ${notSeen} ${metricsNotSeen}`.trim();
}
