import type { ControlPlane } from '../control-plane';
import { ServiceError } from '../errors';
import type { Application, LoggingOption, RunConfiguration } from '../model/application';
import { changedConfiguration } from '../model/configuration';
import { restorePoint } from '../model/restore-point';
import { checkSnapshotMode } from '../model/snapshot-mode';
import { versioned } from '../model/versions';
import type { Request } from '../requests';
import type { Response } from '../service-operations';
import { applicationDetail } from './application-detail';
import { checkedCode } from './checked-code';
import { refusePython } from './refuse-python';

/**
 * Changes an application. READY stays READY. RUNNING → UPDATING → RUNNING: the job is stopped with a snapshot
 * `UPDATEAPPLICATION-<application>-<ms>` (of the old version; only if SnapshotsEnabled) and started under the new
 * configuration, from that snapshot unless RunConfigurationUpdate says otherwise. If the snapshot fails, the old job
 * goes on under the old configuration; if the new job does not start, the application is READY.
 */
export async function updateApplication(
  plane: ControlPlane,
  request: Request<'UpdateApplication'>,
): Promise<Response<'UpdateApplication'>> {
  const application = plane.applications.get(request.ApplicationName);
  checkUpdatable(plane, application, request);
  const { configuration: before, versionId: versionBefore, updatedFrom } = application;
  checkSnapshotMode(
    request.ApplicationConfigurationUpdate?.ApplicationSnapshotConfigurationUpdate?.SnapshotModeUpdate,
    { mode: before.snapshotMode, runtime: application.runtimeEnvironment },
  );
  const changed = changedConfiguration(before, request.ApplicationConfigurationUpdate);
  refusePython(plane, changed);
  const moved = changed.code !== before.code;
  const configuration = moved ? { ...changed, code: await checkedCode(plane, changed.code) } : changed;
  // Checked again: another call may have changed it while the code was read.
  checkUpdatable(plane, application, request);
  const loggingOptions = changedLoggingOptions(application, request.CloudWatchLoggingOptionUpdates ?? []);
  const isRunning = application.status === 'RUNNING';
  const run = changedRunConfiguration(application.runConfiguration, isRunning, request.RunConfigurationUpdate);
  if (run) restorePoint(application, run); // a snapshot that cannot be restored is refused before anything is changed

  const undone = versioned(application);
  plane.changeVersion(application, {
    configuration,
    loggingOptions,
    runConfiguration: run,
    runtimeEnvironment: request.RuntimeEnvironmentUpdate ?? application.runtimeEnvironment,
    serviceExecutionRole: request.ServiceExecutionRoleUpdate ?? application.serviceExecutionRole,
  });

  if (!isRunning || !run) {
    const done = plane.recordDone(application, 'UpdateApplication', versionBefore);
    return { ApplicationDetail: applicationDetail(application), OperationId: done.id };
  }
  application.status = 'UPDATING';
  const operation = plane.begin(application, 'UpdateApplication', versionBefore);
  const snapshotName = `UPDATEAPPLICATION-${application.name}-${plane.clock.now().getTime()}`;
  plane.carryOut(application, operation, {
    async run(signal) {
      try {
        await endOldJob(plane, application, before.snapshotsEnabled ? snapshotName : undefined, versionBefore);
      } catch (error) {
        signal.throwIfAborted();
        plane.changeVersion(application, undone);
        application.updatedFrom = updatedFrom; // a rollback must not bring back what has failed
        throw error;
      }
      signal.throwIfAborted();
      const snapshot = restorePoint(application, run);
      await plane.engine.start(plane.jobOf(application), snapshot && { location: snapshot.location }, signal);
    },
    statusAfter: 'RUNNING',
    statusAfterFailure: () => plane.statusOfJob(application.name),
  });
  return { ApplicationDetail: applicationDetail(application), OperationId: operation.id };
}

async function endOldJob(
  plane: ControlPlane,
  application: Application,
  snapshotName: string | undefined,
  versionBefore: number,
): Promise<void> {
  if (snapshotName === undefined) return plane.engine.forceStop(application.name);
  const make = () => plane.engine.stopWithSnapshot(application.name, snapshotName);
  await plane.makeSnapshot(application, snapshotName, versionBefore, make);
}

function checkUpdatable(plane: ControlPlane, application: Application, request: Request<'UpdateApplication'>): void {
  plane.checkVersion(application, request);
  if (application.status === 'READY' || application.status === 'RUNNING') return;
  throw new ServiceError(
    'ResourceInUseException',
    `Application ${application.name} is in ${application.status} status; it can be updated in READY or RUNNING status`,
  );
}

/**
 * A running job restarts from the latest snapshot unless the update says otherwise, and AllowNonRestoredState falls
 * back to false whenever an update leaves it out (API reference of `FlinkRunConfiguration`).
 */
function changedRunConfiguration(
  current: RunConfiguration | undefined,
  isRunning: boolean,
  update: Request<'UpdateApplication'>['RunConfigurationUpdate'],
): RunConfiguration | undefined {
  if (!isRunning && !update) return current;
  const restore = update?.ApplicationRestoreConfiguration;
  return {
    restoreType: restore?.ApplicationRestoreType ?? 'RESTORE_FROM_LATEST_SNAPSHOT',
    snapshotName: restore?.SnapshotName,
    allowNonRestoredState: update?.FlinkRunConfiguration?.AllowNonRestoredState ?? false,
  };
}

function changedLoggingOptions(
  application: Application,
  updates: NonNullable<Request<'UpdateApplication'>['CloudWatchLoggingOptionUpdates']>,
): LoggingOption[] {
  for (const { CloudWatchLoggingOptionId: id } of updates) {
    if (application.loggingOptions.some((option) => option.id === id)) continue;
    throw new ServiceError('ResourceNotFoundException', `CloudWatchLoggingOptionId ${id} not found`);
  }
  return application.loggingOptions.map((option) => {
    const update = updates.find((each) => each.CloudWatchLoggingOptionId === option.id);
    return { ...option, logStreamArn: update?.LogStreamARNUpdate ?? option.logStreamArn };
  });
}
