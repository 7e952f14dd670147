/** Statuses of an application whose job has ended, or is being ended, by a stop; from READY it does not come back by itself. */
const STOPPED: readonly string[] = ['STOPPING', 'FORCE_STOPPING', 'READY', 'DELETING'];

/**
 * True when the application was stopped. AUTOSCALING, UPDATING, MAINTENANCE, ROLLING_BACK, STARTING and statuses that
 * this version does not know pass: the job goes on, and so may its snapshot.
 */
export function isStopped(status: string): boolean {
  return STOPPED.includes(status);
}
