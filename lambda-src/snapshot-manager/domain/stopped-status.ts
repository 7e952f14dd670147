/** Statuses of an application whose job was ended, or is being ended, by a stop; READY does not end by itself. */
const STOPPED: readonly string[] = ['STOPPING', 'FORCE_STOPPING', 'READY', 'DELETING'];

/**
 * True when the application was stopped. AUTOSCALING, UPDATING, MAINTENANCE, ROLLING_BACK, STARTING and unknown
 * statuses are transient: the job continues, and so may its snapshot.
 */
export function isStopped(status: string): boolean {
  return STOPPED.includes(status);
}
