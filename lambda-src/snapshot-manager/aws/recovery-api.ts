import {
  type ApplicationOperationInfo,
  DescribeApplicationOperationCommand,
  type KinesisAnalyticsV2Client,
  ListApplicationOperationsCommand,
  StartApplicationCommand,
  StopApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import type { CallFailure } from '../domain/drill/drill';
import { type RecoveryApi, RecoveryCallError, SnapshotApiError } from '../ports';
import { isRefusal, mayTakeEffect } from './effect-of-call';
import { FlinkView, JobNotSeenError } from './flink-view';
import { asked } from './snapshot-api';

/** Milliseconds for each call of Flink's API: a step of a drill takes some seconds. */
const LOOK_MS = 2_000;
/** Difference that the clocks of the service and of its caller may have. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Stops, starts and looks of Amazon Managed Service for Apache Flink. */
export class ManagedFlinkRecoveryApi implements RecoveryApi {
  private readonly views = new Map<string, FlinkView>();

  constructor(private readonly client: KinesisAnalyticsV2Client) {}

  async stop(application: string, isForced: boolean): Promise<void> {
    const command = new StopApplicationCommand({ ApplicationName: application, ...(isForced ? { Force: true } : {}) });
    const isOpen = mayTakeEffect(command);
    await acting(isOpen, () => asked(`stop application ${application}`, () => this.client.send(command)));
  }

  async startFrom(application: string, snapshotName: string): Promise<void> {
    const command = new StartApplicationCommand({
      ApplicationName: application,
      RunConfiguration: {
        ApplicationRestoreConfiguration: {
          ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT',
          SnapshotName: snapshotName,
        },
      },
    });
    const isOpen = mayTakeEffect(command);
    const what = `start application ${application} from ${snapshotName}`;
    await acting(isOpen, () => asked(what, () => this.client.send(command)));
  }

  async lastStopAt(application: string): Promise<Date | undefined> {
    return acting(
      () => false,
      async () => (await this.newest('StopApplication', application))?.StartTime,
    );
  }

  async failureOf(act: 'start' | 'stop', application: string, since: Date): Promise<string | undefined> {
    try {
      const operation = act === 'start' ? 'StartApplication' : 'StopApplication';
      const { OperationId, OperationStatus, StartTime } = (await this.newest(operation, application)) ?? {};
      const isEarlier = !StartTime || StartTime.getTime() < since.getTime() - CLOCK_TOLERANCE_MS;
      if (OperationStatus !== 'FAILED' || isEarlier) return undefined;
      const { ApplicationOperationInfoDetails: details } = await this.client.send(
        new DescribeApplicationOperationCommand({ ApplicationName: application, OperationId }),
      );
      return details?.OperationFailureDetails?.ErrorInfo?.ErrorString;
    } catch {
      return undefined;
    }
  }

  private async newest(operation: string, application: string): Promise<ApplicationOperationInfo | undefined> {
    const { ApplicationOperationInfoList: [last] = [] } = await asked(`list the operations of ${application}`, () =>
      this.client.send(
        new ListApplicationOperationsCommand({ ApplicationName: application, Operation: operation, Limit: 1 }),
      ),
    );
    return last;
  }

  async look(application: string): ReturnType<RecoveryApi['look']> {
    const view = this.views.get(application) ?? new FlinkView(this.client, application, LOOK_MS);
    this.views.set(application, view);
    try {
      return { view: await view.look() };
    } catch (error) {
      // The address belongs to the cluster that was there: the next look asks for another one.
      this.views.delete(application);
      if (error instanceof JobNotSeenError) return { notSeen: error.message };
      return { notSeen: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** Makes a call; its error tells what became of it. */
async function acting<T>(isOpen: () => boolean, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    throw new RecoveryCallError(isOpen() ? 'open' : failureOfCall(error), message, { cause });
  }
}

function failureOfCall(error: unknown): CallFailure {
  if (!(error instanceof SnapshotApiError) || !isRefusal(error.cause)) return 'open';
  // The SDK has no class for it: the service's model does not name it.
  if (error.cause instanceof Error && error.cause.name === 'AccessDeniedException') return 'denied';
  return error.kind === 'invalid' || error.kind === 'not-found' || error.kind === 'unsupported' ? 'lasting' : 'passing';
}
