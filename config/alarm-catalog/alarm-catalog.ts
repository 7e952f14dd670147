import type { AlarmDefinition, NextCommand } from './alarm-definition';
import { FLEET_ALARMS } from './fleet-alarms';
import { FLINK_ALARMS } from './flink-alarms';
import { DEPLOYMENT_ALARMS, MANAGER_ALARMS, QUEUE_ALARMS } from './manager-alarms';
import { PROOF_ALARMS } from './proof-alarms';
import { SNAPSHOT_ALARMS } from './snapshot-alarms';

/** Composite alarm over the urgent alarms of one application. */
export const NEEDS_A_PERSON = 'needs-a-person';

/** Composite alarm that reports a silent manager once for the whole deployment. */
export const MANAGER_SILENT = 'manager-silent';

/** Commands to begin with when a composite fires. */
export const NEXT_OF_COMPOSITES = {
  [NEEDS_A_PERSON]: 'kda status NAME',
  [MANAGER_SILENT]: 'kda doctor',
} as const satisfies Record<string, NextCommand>;

/** Subject of an alarm on a metric. */
export type AlarmKind = 'application' | 'fleet' | 'deployment' | 'manager' | 'queue';

/** Alarms on metrics, by the kind of their subject. */
export const ALARM_CATALOG: Readonly<Record<AlarmKind, readonly AlarmDefinition[]>> = {
  application: [...SNAPSHOT_ALARMS, ...PROOF_ALARMS, ...FLINK_ALARMS],
  fleet: FLEET_ALARMS,
  deployment: DEPLOYMENT_ALARMS,
  manager: MANAGER_ALARMS,
  queue: QUEUE_ALARMS,
};

/** Ids of all alarms, composites included. */
export const ALARM_IDS: readonly string[] = [
  ...Object.values(ALARM_CATALOG).flatMap((definitions) => definitions.map(({ id }) => id)),
  NEEDS_A_PERSON,
  MANAGER_SILENT,
];
