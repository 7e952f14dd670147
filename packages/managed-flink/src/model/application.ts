import { z } from 'zod';
import { configuration } from './configuration';
import { RESTORE_TYPES } from './restore-types';
import { runtimeEnvironment } from './runtime-environment';
import { snapshotSetState } from './snapshot-set';

const tag = z.object({ Key: z.string(), Value: z.string().optional() });

export const APPLICATION_STATUSES = [
  'DELETING',
  'FORCE_STOPPING',
  'READY',
  'ROLLING_BACK',
  'RUNNING',
  'STARTING',
  'STOPPING',
  'UPDATING',
] as const;

const runConfiguration = z.object({
  restoreType: z.enum(RESTORE_TYPES),
  snapshotName: z.string().optional(),
  allowNonRestoredState: z.boolean(),
});

const operationRecord = z.object({
  id: z.string(),
  /** The API operation, or `RecoverApplication` for what this server did by itself. */
  kind: z.string(),
  status: z.enum(['IN_PROGRESS', 'CANCELLED', 'SUCCESSFUL', 'FAILED']),
  startedAt: z.coerce.date(),
  endedAt: z.coerce.date(),
  versionFrom: z.int(),
  versionTo: z.int(),
  failure: z.string().optional(),
});

const loggingOption = z.object({ id: z.string(), logStreamArn: z.string() });

/** Parts of a configuration that an update changes and a rollback restores. */
const versioned = {
  runtimeEnvironment,
  serviceExecutionRole: z.string(),
  configuration,
  /** Configuration with which the job was started, while it exists. */
  runConfiguration: runConfiguration.optional(),
  /** The service allows one. */
  loggingOptions: z.array(loggingOption),
};

/** Origin of a version; missing before the first change. */
const origin = {
  updatedFrom: z.int().optional(),
  rolledBackFrom: z.int().optional(),
  rolledBackTo: z.int().optional(),
};

/** A version that another has replaced. */
const earlierVersion = z.object({
  versionId: z.int(),
  /** Time of its replacement. */
  status: z.enum([...APPLICATION_STATUSES, 'ROLLED_BACK']),
  /** Time of the version. */
  updatedAt: z.coerce.date(),
  ...versioned,
  ...origin,
});

/** State of one application; also the content of its state file. */
export const applicationState = z.object({
  name: z.string(),
  arn: z.string(),
  description: z.string().optional(),
  ...versioned,
  ...origin,
  status: z.enum(APPLICATION_STATUSES),
  versionId: z.int(),
  conditionalToken: z.string(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  /** Oldest first, without the present one. State files from before they were kept have none. */
  versions: z.array(earlierVersion).default([]),
  tags: z.array(tag),
  operations: z.array(operationRecord),
  snapshots: snapshotSetState,
});

export type ApplicationStatus = (typeof APPLICATION_STATUSES)[number];
export type RestoreType = (typeof RESTORE_TYPES)[number];
export type RunConfiguration = z.infer<typeof runConfiguration>;
export type OperationRecord = z.infer<typeof operationRecord>;
export type LoggingOption = z.infer<typeof loggingOption>;
export type EarlierVersion = z.infer<typeof earlierVersion>;
/** Parts that an update changes. */
export type Versioned = Pick<
  EarlierVersion,
  'runtimeEnvironment' | 'serviceExecutionRole' | 'configuration' | 'runConfiguration' | 'loggingOptions'
>;
export type Application = z.infer<typeof applicationState>;
