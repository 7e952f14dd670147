import { ENVIRONMENT, snapshotNamePrefix } from '../../lambda-src/contract';
import { NOT_RUNNING } from '../alarm-catalog/snapshot-alarms';
import { managedForm } from '../schema/application-settings';
import type { Settings } from '../schema/settings';
import type { Names } from './names';
import { ownSchedule } from './schedules';

/** Resources that exist only after the deployment, for the function's variables. */
export interface ManagerResources {
  readonly auditTable: string;
  readonly holdsTable: string;
  readonly topicArn: string;
}

/** Environment variables of the snapshot manager. */
export function managerEnvironment(
  settings: Settings,
  { applicationEntries }: Pick<Names, 'applicationEntries'>,
  { auditTable, holdsTable, topicArn }: ManagerResources,
): Readonly<Record<string, string>> {
  const { snapshots, audit, notifications, alarms } = settings;
  return {
    [ENVIRONMENT.applications]: JSON.stringify(
      applicationEntries.map((entry) => managedForm(entry, snapshots.usualSnapshotSeconds)),
    ),
    [ENVIRONMENT.snapshotNamePrefix]: snapshotNamePrefix(settings.name),
    [ENVIRONMENT.retention]: JSON.stringify(snapshots.retention),
    [ENVIRONMENT.adoptReferenceSnapshots]: String(snapshots.adoptReferenceSnapshots),
    [ENVIRONMENT.auditTable]: auditTable,
    [ENVIRONMENT.auditRetentionDays]: String(audit.retentionDays),
    [ENVIRONMENT.topicArn]: topicArn,
    [ENVIRONMENT.holdsTable]: holdsTable,
    [ENVIRONMENT.notifications]: JSON.stringify({
      policy: notifications.policy,
      reminderHours: notifications.reminderHours,
      ...(alarms.tune[NOT_RUNNING] === false ? {} : { stopsByAlarm: true }),
    }),
    [ENVIRONMENT.snapshotAgeMinutes]: String(alarms.snapshotAgeMinutes),
    [ENVIRONMENT.provenWithinDays]: String(snapshots.provenWithinDays ?? 0),
    [ENVIRONMENT.passingStatusMinutes]: String(alarms.passingStatusMinutes),
    [ENVIRONMENT.callsPerSecond]: String(snapshots.callsPerSecond),
    [ENVIRONMENT.snapshotQuota]: String(snapshots.quota),
    [ENVIRONMENT.schedule]: ownSchedule(snapshots).expression,
    [ENVIRONMENT.quietHours]: JSON.stringify(snapshots.quietHours ?? null),
    [ENVIRONMENT.eventBus]: notifications.eventBus,
  };
}
