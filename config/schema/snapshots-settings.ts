import { z } from 'zod';
import { FUNCTION_RUNTIME_NAMES } from '../../tools/function-runtimes';
import { snapshottedApplication } from './application-settings';
import { provenWithinDays } from './drill-settings';
import { logRetentionDays } from './log-settings';
import { duration, retentionSchema } from './retention-settings';
import { hasOneSchedule, ONE_SCHEDULE, quietHoursSchema, scheduleCron, scheduleMinutes } from './schedule-settings';
import { vpcSchema } from './vpc-settings';

/** `snapshots`: what is taken when, what is kept, and the function that does it. */
export const snapshotsSchema = z
  .strictObject({
    applications: z
      .array(snapshottedApplication)
      .min(1)
      .optional()
      .describe(
        'Applications to snapshot: names, or objects with one of `name`, `prefix`, `pattern` (with `*` and `?`), `tag` (`{key, value}`), and settings of their own (`scheduleMinutes` or `scheduleCron`, `quietHours`, `retention`, `snapshotAgeMinutes`, `usualSnapshotSeconds`, `sourceHorizon`, `provenWithinDays`, `notify`; with a name also `runtime`, `checkpointIntervalSeconds`, `logGroup`, `stoppedOnPurpose`, `drill`, `alarmSet`, `tune`). The first entry that matches an application applies. Default: the application of this deployment.',
      ),
    scheduleEnabled: z
      .boolean()
      .default(true)
      .describe(
        '`false`: the rule is disabled, snapshots are taken only on request, and no alarm fires for missing runs. (Disabling the rule by hand fires `manager-silent`.)',
      ),
    scheduleMinutes: scheduleMinutes
      .optional()
      .describe(
        'Minutes between two scheduled runs; each takes a snapshot. Default: 10, unless `scheduleCron` is set.',
      ),
    scheduleCron: scheduleCron
      .optional()
      .describe(
        'Times of the scheduled runs in UTC, instead of `scheduleMinutes`: the six fields of EventBridge’s cron, such as "0 2 ? * MON-FRI *".',
      ),
    quietHours: quietHoursSchema
      .optional()
      .describe(
        'Hours in which scheduled runs take no snapshot, and no alarm fires for it. A person’s request is fulfilled all the same.',
      ),
    // The reference system's default.
    retention: retentionSchema.prefault({ keepLast: 10 }),
    sourceHorizon: duration
      .optional()
      .describe(
        'How long the sources of the applications can be replayed, e.g. "7d" for a stream that keeps its records for seven days. A restore from an older snapshot works, but the input in between is gone: `kda` warns of it. Default: not known, no warning.',
      ),
    adoptReferenceSnapshots: z
      .boolean()
      .default(false)
      .describe(
        '`true`: snapshots of the reference system (`custom_` and the 13 digits of their creation time) count as this manager’s own, so the retention deletes them.',
      ),
    provenWithinDays: provenWithinDays
      .optional()
      .describe(
        'Days within which a restore or drill must have proven a snapshot of each application, else `drill-overdue` fires. Default: no objective.',
      ),
    callsPerSecond: z
      .int()
      .min(1)
      .max(100)
      .default(5)
      .describe(
        'Calls per second and operation of the service, for all applications together. AWS publishes no limit.',
      ),
    usualSnapshotSeconds: z
      .int()
      .min(1)
      .max(36_000)
      .default(30)
      .describe(
        'Usual duration of a snapshot in seconds; increase it for large state (tens of GB). `snapshot-duration` fires above it, and `timeoutSeconds` must be at least 30 higher (maximum 900). `manager-duration` is not created if a run may need 80 % of its time-out. From 885 on, runs end before their snapshots: `snapshots-late` and `snapshot-duration` are not created, the next run completes each record, and `snapshot-age` watches the rest.',
      ),
    quota: z
      .int()
      .min(1)
      .max(100_000)
      .default(1000)
      .describe('Maximum number of snapshots that the service allows per application; set it to your quota.'),
    functionRuntime: z
      .enum(FUNCTION_RUNTIME_NAMES)
      .default('nodejs22.x')
      .describe(
        'Lambda runtime of the snapshot manager. AWS supports nodejs22.x until 2027-04-30; nodejs24.x needs a provider.version of ">= 6.20, < 7.0".',
      ),
    memoryMb: z
      .int()
      .min(128)
      .max(10_240)
      .default(256)
      .describe('Memory of the snapshot manager’s Lambda function in MB.'),
    vpc: vpcSchema.describe(
      'VPC of the snapshot manager. Default: Lambda’s own network. The VPC needs endpoints for Managed Flink, DynamoDB, SNS, SQS, KMS and CloudWatch Logs, or a NAT gateway.',
    ),
    timeoutSeconds: z
      .int()
      .min(60)
      .max(900)
      .default(300)
      .describe(
        'Time-out in seconds of a run over all applications; a snapshot that takes longer is recorded as late.',
      ),
    reservedConcurrency: z
      .int()
      .min(1)
      .max(100)
      .optional()
      .describe(
        'Concurrent runs reserved for the manager in the account’s Lambda quota, which is also their maximum. With 1, a person’s request is refused while a run lasts. Default: none reserved, because AWS refuses it in accounts with the initial quota of ten.',
      ),
    // As long as the audit: the log has the full reasons of each deletion.
    logRetentionDays: logRetentionDays.default(365),
  })
  .refine(hasOneSchedule, { path: ['scheduleCron'], error: ONE_SCHEDULE })
  .prefault({});
