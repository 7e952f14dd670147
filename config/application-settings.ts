import { z } from 'zod';
import { NOTIFICATION_POLICIES } from '../lambda-src/contract';
import { alarmSet, applicationTuningSchema } from './alarm-settings';
import { applicationName } from './application-name';
import { SERVICE_RUNTIMES } from './application-runtime';
import { logGroupName } from './log-names';
import { retentionSchema } from './retention-settings';

const SELECTORS = ['name', 'prefix', 'pattern', 'tag'] as const;

/** What only alarms and dashboards of one application can use; those of applications found at run time can't. */
const OF_A_NAME = ['runtime', 'checkpointIntervalSeconds', 'logGroup', 'stoppedOnPurpose', 'alarmSet', 'tune'] as const;

/** What the snapshot manager does not need: it is for alarms and dashboards alone. */
type OfAlarms = (typeof OF_A_NAME)[number] | 'usualSnapshotSeconds';

/** The checkpoint interval in seconds: the service's default is 60. */
export const checkpointIntervalSeconds = z.int().min(1).max(86_400);

/** Why an application is stopped, for whoever reads the settings. */
export const stoppedOnPurpose = z
  .string()
  .min(1)
  .max(200)
  .describe('Why it is stopped: while this stands here, that it does not run is no alarm.');

const entry = z
  .strictObject({
    name: applicationName.optional().describe('Exactly this application.'),
    prefix: applicationName.optional().describe('Every application whose name starts so.'),
    pattern: z
      .string()
      .regex(/^[a-zA-Z0-9_.*?-]{1,128}$/, 'must be 1 to 128 letters, digits or any of "_.-", with "*" and "?"')
      .optional()
      .describe('Every application whose whole name fits: "*" is any text, "?" is one character.'),
    tag: z
      .strictObject({ key: z.string().min(1).max(128), value: z.string().max(256) })
      .optional()
      .describe('Every application with this tag.'),
    retention: retentionSchema.optional().describe('In place of snapshots.retention.'),
    snapshotAgeMinutes: z.int().min(2).max(100_000).optional().describe('In place of alarms.snapshotAgeMinutes.'),
    usualSnapshotSeconds: z
      .int()
      .min(1)
      .max(36_000)
      .optional()
      .describe('In place of snapshots.usualSnapshotSeconds: raise it for an application with large state.'),
    notify: z.enum(NOTIFICATION_POLICIES).optional().describe('In place of notifications.policy.'),
    runtime: z
      .enum(SERVICE_RUNTIMES)
      .optional()
      .describe(
        'Its runtime, whose metrics are watched; none: that of this deployment’s application, else FLINK-1_20.',
      ),
    checkpointIntervalSeconds: checkpointIntervalSeconds
      .optional()
      .describe('Its checkpoint interval, by which checkpoint-duration is judged; none: 60.'),
    logGroup: logGroupName.optional().describe('Where it logs to; none: /aws/kinesis-analytics/<name>.'),
    stoppedOnPurpose: stoppedOnPurpose.optional(),
    alarmSet: alarmSet.optional().describe('In place of alarms.set.'),
    tune: applicationTuningSchema.optional().describe('Over alarms.tune, for this application.'),
  })
  .refine(
    (value) => SELECTORS.filter((selector) => value[selector] !== undefined).length === 1,
    'exactly one of name, prefix, pattern, tag in each object',
  )
  .refine(
    (value) => value.name !== undefined || OF_A_NAME.every((setting) => value[setting] === undefined),
    `a name beside any of ${OF_A_NAME.join(', ')}: alarms and dashboards of its own has only an application that is named`,
  );

/** One entry of `snapshots.applications`: a name, or a way to select applications and what is different for them. */
export const snapshottedApplication = z.union([applicationName, entry]);

/** An entry of the settings, whichever way it was written. */
export type ApplicationEntry = z.infer<typeof entry>;

/** What the snapshot manager is told of an entry: all but what is for alarms and dashboards alone. */
export function managedForm(entry: ApplicationEntry): string | Omit<ApplicationEntry, OfAlarms> {
  const {
    runtime,
    checkpointIntervalSeconds,
    logGroup,
    stoppedOnPurpose,
    alarmSet,
    tune,
    usualSnapshotSeconds,
    ...managed
  } = entry;
  // A function's environment holds 4 KB: a name that has nothing of its own is only its name.
  return managed.name !== undefined && Object.keys(managed).length === 1 ? managed.name : managed;
}

/** The entry in its long form. */
export function longForm(written: z.infer<typeof snapshottedApplication>): ApplicationEntry {
  return typeof written === 'string' ? { name: written } : written;
}
