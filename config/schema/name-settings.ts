import { z } from 'zod';

/** Default name of a deployment. The reference system's rule has the same name. */
export const DEFAULT_NAME = 'kda-snapshots';

/** Ending of the rule that mails the ends of alarms; another rule has the deployment's name without one. */
export const ALARM_ENDS = '-alarm-ends';

/** Names that must be unique in an account and region. */
export interface SharedNames {
  readonly topicName: string;
  readonly tableName: string;
  readonly holdsTableName: string;
  readonly dashboardName: string;
}

/** Names of the reference system. The holds table is this project's own, named in the same style. */
export const REFERENCE_NAMES: SharedNames = {
  topicName: 'KDASnapshotNotification',
  tableName: 'snapshot_manager_status',
  holdsTableName: 'snapshot_manager_holds',
  dashboardName: 'KDA-Snapshot-Dashboard',
};

const NAME_CHOICES = ['deployment', 'reference'] as const;
export type NameChoice = (typeof NAME_CHOICES)[number];

export const namesSchema = z
  .enum(NAME_CHOICES)
  .optional()
  .describe(
    'Default names of topic, tables and dashboard. `deployment`: derived from `name` (`<name>-notifications`, `<name>-audit`, `<name>-holds`, `<name>_dashboard`). `reference`: those of the reference system; only one deployment of an account and region can use them. Default: `reference` with the name `kda-snapshots`, else `deployment`. Required with another name unless the state is a local file, because a changed name replaces the table and loses its rows.',
  );

/**
 * Names derived from the deployment's name. No `name` contains "_", so no dashboard collides with that of another
 * deployment's application.
 */
export function derivedNames(name: string): SharedNames {
  return {
    topicName: `${name}-notifications`,
    tableName: `${name}-audit`,
    holdsTableName: `${name}-holds`,
    dashboardName: `${name}_dashboard`,
  };
}

/** Naming scheme for names that the settings leave out. */
export function nameChoice(name: string, names: NameChoice | undefined): NameChoice {
  return names ?? (name === DEFAULT_NAME ? 'reference' : 'deployment');
}

interface Unnamed {
  readonly name: string;
  readonly names?: NameChoice | undefined;
  readonly notifications: { readonly topicName?: string | undefined };
  readonly audit: { readonly tableName?: string | undefined; readonly holdsTableName?: string | undefined };
  readonly dashboard: { readonly name?: string | undefined };
}

/** Completes the settings with the names that they leave out. */
export function withNames<T extends Unnamed>(settings: T) {
  const names = nameChoice(settings.name, settings.names);
  const standIns = names === 'reference' ? REFERENCE_NAMES : derivedNames(settings.name);
  const notifications: T['notifications'] = settings.notifications;
  const audit: T['audit'] = settings.audit;
  const dashboard: T['dashboard'] = settings.dashboard;
  return {
    ...settings,
    names,
    notifications: { ...notifications, topicName: notifications.topicName ?? standIns.topicName },
    audit: {
      ...audit,
      tableName: audit.tableName ?? standIns.tableName,
      holdsTableName: audit.holdsTableName ?? standIns.holdsTableName,
    },
    dashboard: { ...dashboard, name: dashboard.name ?? standIns.dashboardName },
  };
}
