import { z } from 'zod';
import { NOTIFICATION_POLICIES } from '../../lambda-src/contract';
import { alarmSet, applicationTuningSchema } from './alarm-settings';
import { applicationName } from './application-name';
import { SERVICE_RUNTIMES } from './application-runtime';
import { drillSchema, provenWithinDays } from './drill-settings';
import { logGroupName } from './log-settings';
import { duration, retentionSchema } from './retention-settings';
import { hasOneSchedule, ONE_SCHEDULE, quietHoursSchema, scheduleCron, scheduleMinutes } from './schedule-settings';

const SELECTORS = ['name', 'prefix', 'pattern', 'tag'] as const;

/** Settings that need a name: alarms and dashboards of applications found at run time cannot use them. */
const OF_A_NAME = ['runtime', 'checkpointIntervalSeconds', 'logGroup', 'stoppedOnPurpose', 'alarmSet', 'tune'] as const;

/** Settings that only alarms, dashboards and commands use, not the snapshot manager. */
type OfAlarms = (typeof OF_A_NAME)[number] | 'usualSnapshotSeconds' | 'sourceHorizon';

/** Entry as the snapshot manager gets it. */
export type ManagedEntry = Omit<ApplicationEntry, OfAlarms | 'drill'> & {
  readonly drill?: NonNullable<ApplicationEntry['drill']> & { readonly usualSnapshotSeconds: number };
};

/** Checkpoint interval in seconds; the service's default is 60. */
export const checkpointIntervalSeconds = z.int().min(1).max(86_400);

/** Reason why an application is stopped on purpose. */
export const stoppedOnPurpose = z
  .string()
  .min(1)
  .max(200)
  .describe('Reason why it is stopped on purpose. While set, the `not-running` alarm is not created.');

const entry = z
  .strictObject({
    name: applicationName.optional().describe('Exact name of one application.'),
    prefix: applicationName.optional().describe('Selects every application whose name starts with this text.'),
    pattern: z
      .string()
      .regex(/^[a-zA-Z0-9_.*?-]{1,128}$/, 'must be 1 to 128 letters, digits or any of "_.-", with "*" and "?"')
      .optional()
      .describe('Selects every application whose whole name matches. `*`: any text. `?`: one character.'),
    tag: z
      .strictObject({ key: z.string().min(1).max(128), value: z.string().max(256) })
      .optional()
      .describe('Selects every application with this tag.'),
    scheduleMinutes: scheduleMinutes
      .optional()
      .describe('Minutes between two scheduled runs for these applications. Default: the schedule of `snapshots`.'),
    scheduleCron: scheduleCron
      .optional()
      .describe(
        'Times of the scheduled runs for these applications in UTC, as in `snapshots.scheduleCron`. Default: the schedule of `snapshots`.',
      ),
    quietHours: z
      .union([quietHoursSchema, z.literal(false)])
      .optional()
      .describe('Quiet hours of these applications; `false`: none. Default: `snapshots.quietHours`.'),
    retention: retentionSchema.optional().describe('Retention for these applications. Default: `snapshots.retention`.'),
    snapshotAgeMinutes: z
      .int()
      .min(2)
      .max(100_000)
      .optional()
      .describe('Recovery point objective in minutes. Default: `alarms.snapshotAgeMinutes`.'),
    usualSnapshotSeconds: z
      .int()
      .min(1)
      .max(36_000)
      .optional()
      .describe(
        'Usual duration of a snapshot in seconds; increase it for large state. Default: `snapshots.usualSnapshotSeconds`.',
      ),
    sourceHorizon: z
      .union([z.literal(false), duration])
      .optional()
      .describe(
        'How long their sources can be replayed, e.g. "7d". `false`: without an end. Default: `snapshots.sourceHorizon`.',
      ),
    notify: z
      .enum(NOTIFICATION_POLICIES)
      .optional()
      .describe('Mails to send for these applications. Default: `notifications.policy`.'),
    runtime: z
      .enum(SERVICE_RUNTIMES)
      .optional()
      .describe(
        'Flink runtime, which decides the metrics to watch. Default: that of this deployment’s application, else FLINK-1_20.',
      ),
    checkpointIntervalSeconds: checkpointIntervalSeconds
      .optional()
      .describe('Checkpoint interval in seconds, used by `checkpoint-duration`. Default: 60.'),
    logGroup: logGroupName.optional().describe('Log group of the application. Default: /aws/kinesis-analytics/<name>.'),
    stoppedOnPurpose: stoppedOnPurpose.optional(),
    drill: drillSchema.optional(),
    provenWithinDays: provenWithinDays
      .optional()
      .describe(
        'Days within which a restore or drill must have proven a snapshot. Default: `snapshots.provenWithinDays`.',
      ),
    alarmSet: alarmSet.optional().describe('Alarms of this application. Default: `alarms.set`.'),
    tune: applicationTuningSchema.optional().describe('Alarm tuning for this application, on top of `alarms.tune`.'),
  })
  .refine(
    (value) => SELECTORS.filter((selector) => value[selector] !== undefined).length === 1,
    'exactly one of name, prefix, pattern, tag in each object',
  )
  .refine(
    (value) => value.name !== undefined || OF_A_NAME.every((setting) => value[setting] === undefined),
    `a name beside any of ${OF_A_NAME.join(', ')}: only a named application has alarms and dashboards of its own`,
  )
  .refine(
    (value) => value.name !== undefined || value.drill === undefined,
    'a name beside drill: only an application that is named has consented to be stopped',
  )
  .refine(hasOneSchedule, { path: ['scheduleCron'], error: ONE_SCHEDULE });

/** Entry of `snapshots.applications`: a name, or a selector with settings of its own. */
export const snapshottedApplication = z.union([applicationName, entry]);

/** Entry of `snapshots.applications` in its long form. */
export type ApplicationEntry = z.infer<typeof entry>;

/**
 * The part of an entry that the snapshot manager needs: everything but settings of alarms, dashboards and
 * commands.
 *
 * @param usualOfAll usual duration of a snapshot in seconds, for an entry without its own.
 */
export function managedForm(entry: ApplicationEntry, usualOfAll: number): string | ManagedEntry {
  const {
    runtime,
    checkpointIntervalSeconds,
    logGroup,
    stoppedOnPurpose,
    alarmSet,
    tune,
    sourceHorizon,
    usualSnapshotSeconds = usualOfAll,
    drill,
    ...others
  } = entry;
  const managed = drill === undefined ? others : { ...others, drill: { ...drill, usualSnapshotSeconds } };
  // A function's environment is limited to 4 KB, so an entry without settings of its own is only a name.
  return managed.name !== undefined && Object.keys(managed).length === 1 ? managed.name : managed;
}

/** Converts an entry to its long form. */
export function longForm(written: z.infer<typeof snapshottedApplication>): ApplicationEntry {
  return typeof written === 'string' ? { name: written } : written;
}
