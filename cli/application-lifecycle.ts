import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ApplicationStatus,
  DescribeApplicationCommand,
  DescribeApplicationOperationCommand,
  type KinesisAnalyticsV2Client,
  type RunConfiguration,
  StartApplicationCommand,
  StopApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { isPassing } from './passing-error';

/** Source of the state for a start. */
export type RestorePoint =
  | ({ readonly from: 'latest' } & StateHandling)
  | { readonly from: 'none' }
  | ({ readonly from: 'snapshot'; readonly snapshotName: string } & StateHandling);

interface StateHandling {
  /** True: starts even if the snapshot has state that no operator of the code accepts; that state is lost. */
  readonly allowNonRestoredState?: boolean;
}

export interface Waiting {
  /** Called at each look; what it throws ends the waiting, and the service continues. */
  readonly onLook?: () => Promise<void>;
  /** Called with each new status. */
  readonly onStatus?: (status: ApplicationStatus, waitedMs: number) => void;
  readonly pollMs?: number;
  /** Milliseconds to wait; a start or stop of an application with large state takes minutes (AWS). */
  readonly timeoutMs?: number;
}

/** Error for an application that can't be started or stopped in its status, or that ended in an unexpected one. */
export class ApplicationStatusError extends Error {
  override readonly name = 'ApplicationStatusError';
}

/**
 * Starts a stopped application and waits until it is RUNNING.
 *
 * @throws ApplicationStatusError when it is not READY, or returns to READY: then with the service's reason.
 * @throws the service's errors unchanged, for instance when the snapshot does not exist.
 */
export async function startApplication(
  client: KinesisAnalyticsV2Client,
  name: string,
  restore: RestorePoint,
  waiting: Waiting = {},
): Promise<void> {
  const status = await statusOf(client, name);
  if (status !== 'READY') {
    throw new ApplicationStatusError(
      `Application ${name} is ${status}, expected READY. ${status === 'RUNNING' ? `Stop it first: npx kda stop ${name}` : 'Wait until it is READY, then start it again.'}`,
    );
  }
  // Whoever slept until here may have been taken over.
  await waiting.onLook?.();
  const { OperationId } = await client.send(
    new StartApplicationCommand({ ApplicationName: name, RunConfiguration: runConfiguration(restore) }),
  );
  await waitFor(client, name, 'RUNNING', OperationId, waiting);
}

/**
 * Stops an application and waits until it is READY. Without `force` the service first takes a snapshot named `STOP-…`
 * (when snapshots are enabled). With it none is taken, and everything processed since the last one is lost.
 *
 * @throws ApplicationStatusError when it is already stopped, or when it is not RUNNING and `force` is false.
 */
export async function stopApplication(
  client: KinesisAnalyticsV2Client,
  name: string,
  options: { readonly force: boolean },
  waiting: Waiting = {},
): Promise<void> {
  const status = await statusOf(client, name);
  if (status === 'READY') throw new ApplicationStatusError(`Application ${name} is READY: it is already stopped.`);
  if (status !== 'RUNNING' && !options.force) {
    const wait = status === 'STOPPING' || status === 'FORCE_STOPPING' ? 'READY' : 'RUNNING';
    throw new ApplicationStatusError(
      `Application ${name} is ${status}, but only a RUNNING one can be stopped with a snapshot. Wait until it is ${wait}, or stop it now without a snapshot, which loses everything processed since the newest one: npx kda stop ${name} --force`,
    );
  }
  // Whoever asked before us: nothing more is to be asked.
  if (status === 'FORCE_STOPPING') return waitFor(client, name, 'READY', undefined, waiting);
  await waiting.onLook?.();
  await waitFor(client, name, 'READY', await askToStop(client, name, options.force), waiting);
}

/** Asks for a stop. @returns the operation; undefined when it is under way, and its answer was lost. */
async function askToStop(client: KinesisAnalyticsV2Client, name: string, force: boolean): Promise<string | undefined> {
  try {
    const command = new StopApplicationCommand({ ApplicationName: name, ...(force ? { Force: true } : {}) });
    return (await client.send(command)).OperationId;
  } catch (error) {
    // The call may have had its effect although its answer was lost, and the SDK sent it again.
    if (!STOPPED.includes(await statusOf(client, name))) throw error;
    return undefined;
  }
}

/** Statuses of an application whose stop was asked for. */
const STOPPED: readonly string[] = ['STOPPING', 'FORCE_STOPPING', 'READY'];

function runConfiguration(restore: RestorePoint): RunConfiguration {
  switch (restore.from) {
    case 'latest':
      return {
        ApplicationRestoreConfiguration: { ApplicationRestoreType: 'RESTORE_FROM_LATEST_SNAPSHOT' },
        ...flinkRunConfiguration(restore),
      };
    case 'none':
      return { ApplicationRestoreConfiguration: { ApplicationRestoreType: 'SKIP_RESTORE_FROM_SNAPSHOT' } };
    case 'snapshot':
      return {
        ApplicationRestoreConfiguration: {
          ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT',
          SnapshotName: restore.snapshotName,
        },
        ...flinkRunConfiguration(restore),
      };
  }
}

function flinkRunConfiguration({ allowNonRestoredState }: StateHandling): Partial<RunConfiguration> {
  return allowNonRestoredState ? { FlinkRunConfiguration: { AllowNonRestoredState: true } } : {};
}

async function waitFor(
  client: KinesisAnalyticsV2Client,
  name: string,
  wanted: ApplicationStatus,
  operationId: string | undefined,
  { onLook, onStatus, pollMs = 1000, timeoutMs = 20 * 60_000 }: Waiting,
): Promise<void> {
  const startedAt = Date.now();
  let seen: ApplicationStatus | undefined;
  for (;;) {
    await onLook?.();
    const waitedMs = Date.now() - startedAt;
    const status = await statusUnlessAway(client, name, waitedMs < timeoutMs);
    if (status === undefined) {
      await sleep(pollMs);
      continue;
    }
    if (status !== seen) onStatus?.(status, waitedMs);
    seen = status;
    if (status === wanted) return;
    if (status === 'READY' || status === 'RUNNING') {
      const reason = operationId ? await failureOf(client, name, operationId) : undefined;
      // Right after the call the service may still show the status from before it.
      if (reason || waitedMs > 30_000) {
        throw new ApplicationStatusError(
          `Application ${name} is ${status} again, expected ${wanted}. ${reason ?? 'The service returned no reason.'}`,
        );
      }
    }
    if (waitedMs > timeoutMs) {
      throw new ApplicationStatusError(
        `Application ${name} is still ${status} after ${Math.round(waitedMs / 1000)} s, expected ${wanted}. The service continues: check its log for the cause, or wait longer with --timeout MINUTES.`,
      );
    }
    await sleep(pollMs);
  }
}

/** Undefined while the service can't be asked: what it began goes on. */
async function statusUnlessAway(
  client: KinesisAnalyticsV2Client,
  name: string,
  mayWait: boolean,
): Promise<ApplicationStatus | undefined> {
  try {
    return await statusOf(client, name);
  } catch (error) {
    if (mayWait && isPassing(error)) return undefined;
    throw error;
  }
}

async function statusOf(client: KinesisAnalyticsV2Client, name: string): Promise<ApplicationStatus> {
  const { ApplicationDetail } = await client.send(new DescribeApplicationCommand({ ApplicationName: name }));
  if (!ApplicationDetail?.ApplicationStatus) throw new Error(`The service described ${name} without a status.`);
  return ApplicationDetail.ApplicationStatus;
}

async function failureOf(
  client: KinesisAnalyticsV2Client,
  name: string,
  operationId: string,
): Promise<string | undefined> {
  const { ApplicationOperationInfoDetails: operation } = await client.send(
    new DescribeApplicationOperationCommand({ ApplicationName: name, OperationId: operationId }),
  );
  if (operation?.OperationStatus !== 'FAILED') return undefined;
  return (
    operation.OperationFailureDetails?.ErrorInfo?.ErrorString ?? 'The operation failed; the service returned no reason.'
  );
}
