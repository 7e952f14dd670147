import { changedPaths } from './changed-paths';
import { isApplication, isUnreadable, watchApplication } from './flink-application';
import { codeSpan } from './markdown';
import type { ResourceChange } from './plan';
import { turnsOn, watch } from './switches';

export const SKIPS_RESTORE = 'SKIP_RESTORE_FROM_SNAPSHOT';
export const RESTORES_NAMED = 'RESTORE_FROM_CUSTOM_SNAPSHOT';

/** Effect of a plan on the running job of an application. */
export interface Restart {
  readonly stack: string;
  readonly address: string;
  /** Predicate in Markdown after "application in stack". */
  readonly text: string;
}

/** True if a plan starts an application that it does not create. */
export function isStarted(change: ResourceChange): boolean {
  return change.action === 'update' && turnsOn(watch(change, 'start_application'));
}

/**
 * True if the service gets an UpdateApplication, which restarts a running job. The provider sends the run configuration
 * only together with a start (5.100.0, `resourceApplicationUpdate`).
 */
export function isUpdated(change: ResourceChange): boolean {
  if (change.action !== 'update') return false;
  return changedPaths(change, () => false).some(
    ({ path }) => RESTARTING.test(path) && !/(^|\.)run_configuration(\.|$)|RunConfiguration/.test(path),
  );
}

const RESTARTING =
  /^(application_configuration|cloudwatch_logging_options|runtime_environment|service_execution_role|desired_state)(\.|$)/;

/** Effect on the job, as a predicate in Markdown; undefined if there is none or no job yet. */
export function restartOf(change: ResourceChange): string | undefined {
  if (!isApplication(change) || isUnreadable(change)) return undefined;
  if (isStarted(change)) return `starts the job ${startPoint(change)}.`;
  if (!isUpdated(change)) return undefined;
  const status = watch(change, 'status').old;
  if (status === 'READY') return 'is not running: nothing is restarted.';
  const enabled = watchApplication(change, 'snapshots');
  return enabled.old === false || enabled.now === false
    ? 'restarts the job, and no snapshot is taken first: snapshots are off.'
    : 'restarts the job from a snapshot that the service takes first.';
}

function startPoint(change: ResourceChange): string {
  const { now, isUnknown } = watchApplication(change, 'restoreType');
  if (now === SKIPS_RESTORE) return 'without state: the restore is skipped';
  const name = watchApplication(change, 'restoreSnapshot');
  if (now === RESTORES_NAMED && !isUnknown) {
    const isKnown = name.shown.now.is === 'value' && typeof name.now === 'string';
    return `from ${isKnown ? `the snapshot ${codeSpan(String(name.now).slice(0, 300))}` : 'a named snapshot'}`;
  }
  return 'from its newest snapshot, or without state if it has none';
}
