import type { RunRecord } from '../domain/record';
import type { RunEvent } from '../domain/request';
import type { ManagerSettings } from '../domain/settings';
import type { SelectedApplication } from './select-applications';

/**
 * Error for an event of a schedule that no entry has: a deployment changed the schedules while the event was under way,
 * or a rule was left behind. Nothing was done.
 */
export class UnknownScheduleError extends Error {
  override readonly name = 'UnknownScheduleError';

  constructor(
    readonly event: RunEvent,
    known: readonly string[],
  ) {
    super(`The event’s schedule is ${event.schedule}, and the deployment has ${known.join(', ')}.`);
  }
}

type Scheduled = Pick<ManagerSettings, 'applications' | 'schedule'>;

/** Refuses an event of an unknown schedule: @throws UnknownScheduleError. */
export function requireKnownSchedule(event: RunEvent, settings: Scheduled): void {
  const known = schedulesOf(settings);
  if (event.schedule !== undefined && !known.includes(event.schedule)) throw new UnknownScheduleError(event, known);
}

/** Expressions of all schedules of the deployment, its own one first, each once. */
function schedulesOf({ applications, schedule }: Scheduled): readonly string[] {
  return [...new Set([schedule, ...applications.map((entry) => entry.schedule ?? schedule)])];
}

/** Applications of a deployment, by whether a run covers them. */
export interface Covered {
  readonly due: readonly SelectedApplication[];
  /** Applications of other schedules, each run by an event of its own. */
  readonly others: readonly SelectedApplication[];
}

/**
 * Parts the applications by the schedule of the event: each follows the schedule of its own entry, the first that
 * matches it. A request on demand covers all. An event without a schedule comes from a rule of an earlier version, which
 * had the deployment's own.
 */
export function coveredBy(
  event: RunEvent,
  applications: readonly SelectedApplication[],
  { schedule: own }: Scheduled,
): Covered {
  if (event.requestReason !== undefined) return { due: applications, others: [] };
  const fired = event.schedule ?? own;
  const isDue = ({ entry }: SelectedApplication) => (entry.schedule ?? own) === fired;
  return { due: applications.filter(isDue), others: applications.filter((each) => !isDue(each)) };
}

/** Least calls a second of a run: one application alone does not wait for a whole fleet's time. */
const LEAST_CALLS_PER_SECOND = 1;

/**
 * Calls a second of a run. Schedules may fire in the same second, and their runs know nothing of each other: each takes
 * the part of the rate that its applications are of the deployment.
 */
export function callRateOf({ due, others }: Covered, callsPerSecond: number): number {
  const share = (callsPerSecond * due.length) / Math.max(1, due.length + others.length);
  return Math.min(callsPerSecond, Math.max(LEAST_CALLS_PER_SECOND, share));
}

/** Application of another schedule, with its newest runs. */
export interface OtherApplication extends SelectedApplication {
  /** Newest first. */
  readonly newest: readonly RunRecord[];
}
