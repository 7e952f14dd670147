import { randomUUID } from 'node:crypto';
import type { ApplicationStore } from './application-store';
import type { Clock } from './clock';
import { DashboardSessions } from './dashboard-sessions';
import type { Engine, Job } from './engine/engine';
import { JobError, messageOf, ServiceError } from './errors';
import type { Application, ApplicationStatus, OperationRecord, Versioned } from './model/application';
import type { Snapshot } from './model/snapshot-set';
import { replaceVersion } from './model/versions';
import type { RunningCluster } from './server-options';

/** Operations kept for each application; the service keeps them for 90 days. */
const OPERATIONS_KEPT = 500;

export interface ControlPlaneSettings {
  readonly region: string;
  readonly accountId: string;
  /** Snapshots that an application can have before manual ones are refused; the service's quota is 1,000. */
  readonly snapshotQuota: number;
  readonly listOrder: 'oldest-first' | 'newest-first';
  /** Answer to a snapshot request while the application's SnapshotsEnabled is false. */
  readonly snapshotsDisabled: 'accept' | 'refuse';
}

/** Asynchronous part of an operation, and the states it ends in. */
interface Work {
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly statusAfter: ApplicationStatus;
  /** State when `run` fails; a function when that depends on how far it came. */
  readonly statusAfterFailure: () => ApplicationStatus;
}

/** Shared parts of the operations: the applications, the engine that runs them, and the timing of state changes. */
export class ControlPlane {
  readonly dashboards: DashboardSessions;
  readonly #aborts = new Map<string, AbortController>();
  readonly #background = new Set<Promise<void>>();
  #closing = false;

  constructor(
    readonly settings: ControlPlaneSettings,
    readonly applications: ApplicationStore,
    readonly engine: Engine,
    readonly clock: Clock,
    readonly log: (line: string) => void,
  ) {
    this.dashboards = new DashboardSessions(clock);
    engine.listen({
      jobEnded: (name, reason) => this.#onJobEnded(name, reason),
      jobRecovered: (name, reason) => this.#record(name, 'SUCCESSFUL', reason),
    });
  }

  applicationArn(name: string): string {
    return `arn:aws:kinesisanalytics:${this.settings.region}:${this.settings.accountId}:application/${name}`;
  }

  jobOf(application: Application): Job {
    return {
      applicationName: application.name,
      applicationArn: application.arn,
      applicationVersionId: application.versionId,
      runtimeEnvironment: application.runtimeEnvironment,
      configuration: application.configuration,
      allowNonRestoredState: application.runConfiguration?.allowNonRestoredState ?? false,
    };
  }

  /**
   * Checks that the caller of a change knows the application's present version.
   *
   * @throws ConcurrentModificationException; InvalidArgumentException when no version is given.
   */
  checkVersion(
    application: Application,
    seen: { CurrentApplicationVersionId?: number; ConditionalToken?: string },
  ): void {
    if (seen.CurrentApplicationVersionId === undefined && seen.ConditionalToken === undefined) {
      throw new ServiceError(
        'InvalidArgumentException',
        'Either CurrentApplicationVersionId or ConditionalToken must be given',
      );
    }
    const staleVersion =
      seen.CurrentApplicationVersionId !== undefined && seen.CurrentApplicationVersionId !== application.versionId;
    const staleToken = seen.ConditionalToken !== undefined && seen.ConditionalToken !== application.conditionalToken;
    if (staleVersion || staleToken) {
      const what = staleVersion ? `version ${seen.CurrentApplicationVersionId}` : 'the given ConditionalToken';
      throw new ServiceError(
        'ConcurrentModificationException',
        `Application ${application.name} is at version ${application.versionId}: ${what} is stale. Describe it and try again`,
      );
    }
  }

  /** Every change of an application gives it a new version and a new token; the version before is kept. */
  changeVersion(application: Application, changes: Partial<Versioned>): void {
    replaceVersion(application, changes, this.clock.now());
    application.conditionalToken = newToken();
  }

  /** Records an operation that has begun. */
  begin(application: Application, kind: string, versionFrom = application.versionId): OperationRecord {
    const now = this.clock.now();
    const operation: OperationRecord = {
      id: newToken(),
      kind,
      status: 'IN_PROGRESS',
      startedAt: now,
      endedAt: now,
      versionFrom,
      versionTo: application.versionId,
    };
    application.operations.push(operation);
    application.operations.splice(0, application.operations.length - OPERATIONS_KEPT);
    this.applications.put(application);
    return operation;
  }

  /** Records an operation that was over as soon as it was asked for. */
  recordDone(application: Application, kind: string, versionFrom: number): OperationRecord {
    const operation = this.begin(application, kind, versionFrom);
    operation.status = 'SUCCESSFUL';
    return operation;
  }

  /** Ends what the application is in the middle of: its operation is CANCELLED, and its outcome no longer counts. */
  cancelCurrent(application: Application): void {
    for (const operation of application.operations) {
      if (operation.status === 'IN_PROGRESS') this.#end(application, operation, 'CANCELLED');
    }
    this.#aborts.get(application.name)?.abort(new JobError('The operation was cancelled by a later one'));
    this.#aborts.delete(application.name);
  }

  /** Runs the asynchronous part of an operation after the answer to the caller. */
  carryOut(application: Application, operation: OperationRecord, work: Work): void {
    const abort = new AbortController();
    this.#aborts.set(application.name, abort);
    this.inBackground(async () => {
      let failure: unknown;
      try {
        await work.run(abort.signal);
      } catch (error) {
        failure = error;
      }
      if (abort.signal.aborted || operation.status !== 'IN_PROGRESS') return;
      this.#aborts.delete(application.name);
      if (failure === undefined) {
        settle(application, work.statusAfter);
        this.#end(application, operation, 'SUCCESSFUL');
        return;
      }
      settle(application, work.statusAfterFailure());
      operation.failure = messageOf(failure);
      this.#end(application, operation, 'FAILED');
      this.log(`${application.name}: ${operation.kind} failed: ${operation.failure}`);
    });
  }

  /** Runs work that nobody waits for; `whenIdle` and `close` do. */
  inBackground(work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => {
        if (!this.#closing) this.log(`Unexpected: ${error instanceof Error ? error.stack : String(error)}`);
      })
      .finally(() => this.#background.delete(running));
    this.#background.add(running);
  }

  /** Makes a snapshot by `make`, from CREATING to READY or FAILED. Rejects like `make`, when the snapshot is FAILED. */
  async makeSnapshot(
    application: Application,
    name: string,
    versionId: number,
    make: () => Promise<string | undefined>,
  ): Promise<Snapshot> {
    const snapshot: Snapshot = {
      name,
      status: 'CREATING',
      applicationVersionId: versionId,
      createdAt: this.clock.now(),
      runtimeEnvironment: application.runtimeEnvironment,
    };
    application.snapshots.put(snapshot);
    this.applications.put(application);
    try {
      snapshot.location = await make();
      snapshot.status = 'READY';
    } catch (error) {
      snapshot.status = 'FAILED';
      this.log(`${application.name}: snapshot ${name} failed: ${messageOf(error)}`);
      throw error;
    } finally {
      this.putUnlessDeleted(application);
    }
    return snapshot;
  }

  /** Deletes the application and all that the engine keeps for it. */
  removeInBackground(application: Application): void {
    this.applications.put(application);
    this.inBackground(async () => {
      await this.engine.forceStop(application.name);
      await this.engine.forget(application.name);
      this.applications.remove(application.name);
    });
  }

  /** Deletes a snapshot: DELETING → gone, or FAILED if the engine cannot. */
  removeSnapshotInBackground(application: Application, snapshot: Snapshot): void {
    const deleting: Snapshot = { ...snapshot, status: 'DELETING' };
    application.snapshots.put(deleting);
    this.applications.put(application);
    this.inBackground(async () => {
      try {
        await this.engine.disposeSnapshot(application.name, snapshot.location);
        application.snapshots.remove(snapshot.name);
      } catch (error) {
        deleting.status = 'FAILED';
        this.log(`${application.name}: snapshot ${snapshot.name} could not be deleted: ${messageOf(error)}`);
      }
      this.putUnlessDeleted(application);
    });
  }

  /** Status of an application after a failed operation: that of its job. */
  statusOfJob(name: string): 'RUNNING' | 'READY' {
    return this.engine.hasJob(name) ? 'RUNNING' : 'READY';
  }

  runningClusters(): readonly RunningCluster[] {
    return this.engine.runningClusters().map((cluster) => ({
      ...cluster,
      logStreamArn: this.applications.get(cluster.applicationName).loggingOptions[0]?.logStreamArn,
    }));
  }

  /** Resolves when no operation is in progress. */
  async whenIdle(): Promise<void> {
    while (this.#background.size > 0) await Promise.all(this.#background);
  }

  /** Ends all jobs; applications stay as they are, so that `resume` brings them back. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const abort of this.#aborts.values()) abort.abort(new JobError('The server is ending'));
    await this.engine.close();
    await this.whenIdle();
    await this.applications.flush();
  }

  #end(application: Application, operation: OperationRecord, status: OperationRecord['status']): void {
    operation.status = status;
    operation.endedAt = this.clock.now();
    this.putUnlessDeleted(application);
  }

  /** Stores that the application has changed, unless it is gone by now. */
  putUnlessDeleted(application: Application): void {
    if (this.applications.holds(application)) this.applications.put(application);
  }

  #onJobEnded(name: string, reason: string): void {
    if (!this.applications.has(name)) return;
    const application = this.applications.get(name);
    this.log(`${name}: ${reason}`);
    if (application.status !== 'RUNNING') return;
    settle(application, 'READY');
    this.#record(name, 'FAILED', reason);
  }

  #record(name: string, status: 'SUCCESSFUL' | 'FAILED', reason: string): void {
    const application = this.applications.get(name);
    const operation = this.begin(application, 'RecoverApplication');
    operation.failure = status === 'FAILED' ? reason : undefined;
    this.#end(application, operation, status);
  }
}

/** The state after an operation. How a job was started is told while it is there: a stop forgets it, as on the service. */
export function settle(application: Application, status: ApplicationStatus): void {
  application.status = status;
  if (status === 'READY') application.runConfiguration = undefined;
}

/** Letters and digits that nobody has used before: ids of operations, conditional tokens. */
export function newToken(): string {
  return randomUUID().replaceAll('-', '');
}
