import { nearNames } from '../domain/near-names';
import { RequestRefusedError } from '../domain/request';
import { notManagedText } from '../domain/texts';

/**
 * Checks that the deployment manages these applications.
 *
 * @throws RequestRefusedError naming those that it does not manage, and those it does.
 */
export function requireManaged(applications: readonly string[], managed: readonly string[]): void {
  const unknown = applications.filter((application) => !managed.includes(application));
  if (unknown.length === 0) return;
  throw new RequestRefusedError(notManagedText(unknown, managed));
}

/**
 * Refuses a request for a missing snapshot.
 *
 * @throws RequestRefusedError with the most similar names.
 */
export function refuseUnknownSnapshot(application: string, snapshotName: string, existing: readonly string[]): never {
  const near = nearNames(snapshotName, existing);
  throw new RequestRefusedError(
    `Application ${application} has no snapshot ${snapshotName}. ${near.length > 0 ? `Most similar: ${near.join(', ')}.` : 'It has none at all.'}`,
  );
}
