import { UsageError } from '../tools/command';

/**
 * Reads the name of one application.
 *
 * @throws UsageError when it is missing or there are more.
 */
export function readApplication(positionals: readonly string[]): string {
  const [application, ...others] = positionals;
  if (!application) throw new UsageError('The name of the application is missing.');
  if (others.length > 0) throw new UsageError(`Only one application is allowed: ${others.join(' ')} is too much.`);
  return application;
}

/**
 * Reads the application and its snapshots, in this order.
 *
 * @throws UsageError when one is missing.
 */
export function readSnapshots(positionals: readonly string[]): { application: string; snapshots: readonly string[] } {
  const [application, ...snapshots] = positionals;
  if (!application) throw new UsageError('The name of the application is missing.');
  if (snapshots.length === 0) throw new UsageError('The name of the snapshot is missing.');
  return { application, snapshots };
}

/**
 * Reads application and snapshot, in this order.
 *
 * @throws UsageError when one is missing or there are more.
 */
export function readSnapshot(positionals: readonly string[]): { application: string; snapshot: string } {
  const [application, snapshot, ...others] = positionals;
  if (!application) throw new UsageError('The name of the application is missing.');
  if (!snapshot) throw new UsageError('The name of the snapshot is missing.');
  if (others.length > 0) throw new UsageError(`Only one snapshot is allowed: ${others.join(' ')} is too much.`);
  return { application, snapshot };
}
