import type { RunEvent } from './event';
import type { RunRecord } from './record';
import { type RunContext, snapshotApplication } from './run';

/** Applications of one run that failed; every one was recorded, or says that it could not be, before this was thrown. */
export class RunFailedError extends Error {
  override readonly name = 'RunFailedError';

  constructor(readonly failures: readonly { readonly application: string; readonly message: string }[]) {
    super(failures.map(({ application, message }) => `${application}: ${message}`).join(' | '));
  }
}

/**
 * So many applications at a time: the waiting for a snapshot costs nothing but time, and a stopped service must not
 * keep all of them waiting behind one. Few, because the service has no published call rate.
 */
const CONCURRENT_APPLICATIONS = 4;

/**
 * Takes a snapshot of every application, each for itself: the trouble of one is told at the end, after all others had
 * their run.
 *
 * @throws RunFailedError naming the failed applications. Lambda counts it, and retries; what is done is not done again.
 */
export async function snapshotAll(event: RunEvent, context: RunContext): Promise<readonly RunRecord[]> {
  const waiting = [...context.settings.applicationNames];
  const records: RunRecord[] = [];
  const failures: { application: string; message: string }[] = [];

  async function work(): Promise<void> {
    for (let application = waiting.shift(); application !== undefined; application = waiting.shift()) {
      try {
        const { record, isRecorded } = await snapshotApplication(application, event, context);
        records.push(record);
        const message = record.message ?? record.state;
        if (!isRecorded) failures.push({ application, message: `${message} The audit table did not take the record.` });
        else if (record.state === 'failed') failures.push({ application, message });
      } catch (error) {
        failures.push({ application, message: error instanceof Error ? error.message : String(error) });
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(CONCURRENT_APPLICATIONS, waiting.length) }, work));

  if (failures.length > 0) throw new RunFailedError(failures);
  return records;
}
