import { ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { describeError } from '../../lambda-src/snapshot-manager/log';
import type { Clock, DrillJournal, SnapshotApi } from '../../lambda-src/snapshot-manager/ports';
import { findApplication } from '../../lambda-src/snapshot-manager/run/find-application';
import { JournalError } from '../recovery/journals';
import type { Journal } from '../recovery/perform';
import { refuseOpenDrill } from './open-drill';
import { refuseOpenRecovery } from './open-recovery';
import { PreDeployError } from './protect-application';

export interface OthersPorts {
  readonly api: Pick<SnapshotApi, 'describeApplication'>;
  readonly journal: Pick<Journal, 'read'>;
  readonly drills: Pick<DrillJournal, 'read' | 'personAtWork'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly report: (line: string) => void;
}

/**
 * Does what comes before a deployment, unless somebody else stops and starts the application. Looks again afterwards: a
 * snapshot takes minutes, in which the window of a drill may begin.
 *
 * @throws PreDeployError as `refuseOthersAtWork`.
 */
export async function whileNobodyElseWorks<T>(
  application: string,
  ports: OthersPorts,
  work: () => Promise<T>,
): Promise<T> {
  await refuseOthersAtWork(application, ports);
  const done = await work();
  await refuseOthersAtWork(application, { ...ports, report: () => {} });
  return done;
}

/**
 * Refuses a deployment in the middle of a restore, start, rollback or drill. Whoever may not read the table is told so,
 * and deploys.
 *
 * @throws PreDeployError with what ends it; SnapshotApiError when the service does not answer.
 */
export async function refuseOthersAtWork(application: string, ports: OthersPorts): Promise<void> {
  const state = await findApplication(application, ports.api);
  if (!state) return;
  try {
    await refuseOpenRecovery(state, ports.journal);
    await refuseOpenDrill(state, ports.drills, ports.clock.now());
  } catch (error) {
    if (error instanceof PreDeployError) throw error;
    // Only that version can tell how far it is.
    if (error instanceof JournalError) throw new PreDeployError(`Nothing is deployed. ${error.message}`);
    // Before the first deployment there is no table.
    if (error instanceof ResourceNotFoundException) return;
    ports.report(
      `Whether a restore or a drill of ${application} is under way could not be read: ${describeError(error)}. If one is, end this, and deploy afterwards: kda status ${application} shows the application.`,
    );
  }
}
