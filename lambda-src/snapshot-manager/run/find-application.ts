import type { ApplicationState } from '../domain/application-state';
import { type SnapshotApi, SnapshotApiError } from '../ports';

/**
 * Application as it is now; `undefined` for one that does not exist.
 *
 * @throws SnapshotApiError when the service does not answer.
 */
export async function findApplication(
  application: string,
  api: Pick<SnapshotApi, 'describeApplication'>,
): Promise<ApplicationState | undefined> {
  try {
    return await api.describeApplication(application);
  } catch (error) {
    if (error instanceof SnapshotApiError && error.kind === 'not-found') return undefined;
    throw error;
  }
}
