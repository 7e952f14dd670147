import type { ApplicationState } from '../domain/application-state';
import { type Ports, SnapshotApiError } from '../ports';

/**
 * Application as it is now; `undefined` for one that was deleted.
 *
 * @throws Error when the service does not answer.
 */
export async function describe(
  application: string,
  { api }: Pick<Ports, 'api'>,
): Promise<ApplicationState | undefined> {
  try {
    return await api.describeApplication(application);
  } catch (error) {
    if (error instanceof SnapshotApiError && error.kind === 'not-found') return undefined;
    throw error;
  }
}
