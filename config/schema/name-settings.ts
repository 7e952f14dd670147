import { z } from 'zod';

/** Name of a deployment of which the settings give none. It is the reference system's, too: its rule is called so. */
export const DEFAULT_NAME = 'kda-snapshots';

/** Names of what exists once in an account and region. */
export interface SharedNames {
  readonly topicName: string;
  readonly tableName: string;
  readonly holdsTableName: string;
  readonly dashboardName: string;
}

/** Names of the reference system. The holds table is this project's; its name is of the same form. */
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
    'Names of topic, tables and dashboard that the settings leave out. `deployment`: they derive from `name` (`<name>-notifications`, `<name>-audit`, `<name>-holds`, `<name>_dashboard`). `reference`: those of the reference system, which only one deployment of an account and region can have. None: `reference` with the name `kda-snapshots`, else `deployment`; a deployment of another name whose state is not a local file has to choose, because a changed name replaces the table and loses its rows.',
  );

/** Names that derive from the deployment's. No `name` has a "_", so no dashboard is one of another deployment's application. */
export function derivedNames(name: string): SharedNames {
  return {
    topicName: `${name}-notifications`,
    tableName: `${name}-audit`,
    holdsTableName: `${name}-holds`,
    dashboardName: `${name}_dashboard`,
  };
}

/** Which names stand in for those that the settings leave out. */
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

/** The settings with the names that they leave out. */
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
