import type { SnapshotRequest } from '../../contract';
import { isFinal, type RunRecord } from '../domain/record';
import { RequestRefusedError, type RunEvent } from '../domain/request';
import { RunFailedError, snapshotAll } from '../fleet';
import { findRow } from '../run/audit-session';
import { findApplication } from '../run/find-application';
import type { RunContext } from '../run/run-context';
import type { SelectedApplication } from '../run/select-applications';

/**
 * Takes a snapshot of each application, or returns the result of the first time that the request came, if that snapshot
 * still exists. The request belongs to the application, not only to its name: a recreated one gets a snapshot.
 *
 * @throws RequestRefusedError when the snapshot of the first answer is gone; nothing was done then. RunFailedError as
 * `snapshotAll` does. Error when the service or a table does not answer a necessary question.
 */
export async function snapshotOnDemand(
  { requestId, reason: requestReason }: SnapshotRequest,
  applications: readonly SelectedApplication[],
  context: RunContext,
): Promise<readonly RunRecord[]> {
  const now = context.ports.clock.now();
  const asked = await Promise.all(
    applications.map(async (application) => {
      const time = await timeOfRequest(application.name, requestId, now, context);
      return { application, event: { id: requestId, time, requestReason } };
    }),
  );
  const records: RunRecord[] = [];
  const failures: RunFailedError['failures'][number][] = [];
  // Usually one round: only an application with an earlier attempt of the request has another time.
  for (const ms of new Set(asked.map(({ event }) => event.time.getTime()))) {
    const [first, ...others] = asked.filter(({ event }) => event.time.getTime() === ms);
    if (!first) continue;
    const round = restrictedTo(
      [first, ...others].map(({ application }) => application),
      context,
    );
    try {
      records.push(...(await snapshotAll(first.event, round)));
    } catch (error) {
      if (!(error instanceof RunFailedError)) throw error;
      failures.push(...error.failures);
    }
  }
  if (failures.length > 0) throw new RunFailedError(failures);
  return records;
}

/** Time of the request's first attempt for this application, in whole seconds as the schedule's. */
async function timeOfRequest(application: string, id: string, now: Date, context: RunContext): Promise<Date> {
  // Of one that does not exist its run reports that.
  const applicationCreatedAt = (await findApplication(application, context.ports.api))?.createdAt;
  const first = await context.ports.requestTimes.firstTime({ application, applicationCreatedAt, id }, now);
  const time = new Date(Math.floor(first.getTime() / 1000) * 1000);
  if (first.getTime() !== now.getTime()) await requireStillThere(application, { id, time }, context);
  return time;
}

async function requireStillThere(application: string, event: RunEvent, { ports }: RunContext): Promise<void> {
  const found = (await findRow(application, event, ports.audit))?.record;
  if (!found?.snapshot || found.state !== 'taken' || !isFinal(found)) return;
  const snapshot = await ports.api.describeSnapshot(application, found.snapshot.name);
  if (snapshot?.status === 'READY') return;
  throw new RequestRefusedError(
    `Request ${event.id} was answered at ${(found.endedAt ?? found.startedAt).toISOString()} with snapshot ${found.snapshot.name} of application ${application}, which is now ${snapshot?.status ?? 'gone'}. Ask again with a new request id.`,
  );
}

/** Context restricted to these applications, each with its own settings. */
function restrictedTo(chosenOnes: readonly SelectedApplication[], context: RunContext): RunContext {
  const applications = chosenOnes.map(({ name, entry }) => ({ ...entry, selector: { kind: 'name' as const, name } }));
  return { ...context, settings: { ...context.settings, applications } };
}
