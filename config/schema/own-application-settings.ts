import { z } from 'zod';
import { applicationName } from './application-name';
import { applicationRuntime } from './application-runtime';
import { checkpointIntervalSeconds, stoppedOnPurpose } from './application-settings';
import { propertiesSchema, roleStatementsSchema } from './job-settings';
import { logGroupName, logRetentionDays, logStreamName } from './log-settings';
import { vpcSchema } from './vpc-settings';

/** `application`: the Flink application that the deployment itself creates. */
export const applicationSchema = z
  .strictObject({
    name: applicationName
      .default('kda-snapshot-demo')
      .describe(
        'Name of the Flink application. Never change it in place: AWS replaces the application and deletes its snapshots.',
      ),
    description: z
      .string()
      .min(1)
      .max(1024)
      .default('Counts generated users; shows that state survives a restore.')
      .describe(
        'Description shown in the console. Set at creation only: AWS cannot change it, so later changes are ignored.',
      ),
    runtime: applicationRuntime,
    logGroup: logGroupName.optional().describe('Log group of the application. Default: /aws/kinesis-analytics/<name>.'),
    logStream: logStreamName.default('kinesis-analytics-log-stream').describe('Log stream in that log group.'),
    logLevel: z
      .enum(['DEBUG', 'ERROR', 'INFO', 'WARN'])
      .default('INFO')
      .describe('Log level of the Flink application.'),
    metricsLevel: z
      .enum(['APPLICATION', 'OPERATOR', 'PARALLELISM', 'TASK'])
      .default('TASK')
      .describe(
        'Level of the application’s metrics. Levels below APPLICATION multiply the number of metrics, and their cost.',
      ),
    snapshotsEnabled: z
      .boolean()
      .default(true)
      .describe('`true`: the service takes a snapshot when it stops or updates the application.'),
    autoScalingEnabled: z.boolean().default(true).describe('`true`: the service adapts the parallelism to the load.'),
    parallelism: z.int().min(1).max(250).default(1).describe('Initial parallelism; auto scaling may change it.'),
    generateUsersTimerSeconds: z
      .int()
      .min(0)
      .max(86_400)
      .optional()
      .describe(
        'Seconds for which the demo generates users; 0: without end. Default: 60 with the demo’s JAR, else the property is not set.',
      ),
    pauseBetweenUserGenerationMs: z
      .int()
      .min(1)
      .max(3_600_000)
      .optional()
      .describe(
        'Milliseconds between two users of the demo. Default: 1500 with the demo’s JAR, else the property is not set.',
      ),
    properties: propertiesSchema,
    roleStatements: roleStatementsSchema,
    vpc: vpcSchema.describe(
      'VPC of the job. Default: the service’s own network. A job in a VPC needs a NAT gateway or endpoints to reach the internet and AWS services.',
    ),
    logRetentionDays: logRetentionDays.default(365),
    preventDestroy: z
      .boolean()
      .default(true)
      .describe('`true`: Terraform refuses any plan that would delete the application, and all its snapshots with it.'),
    timeoutMinutes: z
      .int()
      .min(10)
      .max(1440)
      .default(120)
      .describe(
        'Minutes that Terraform waits while the service creates, updates or deletes the application. An update takes a snapshot, restarts and restores; with large state that exceeds the provider’s own 10 minutes. An apply that times out does not stop the update.',
      ),
    checkpointIntervalSeconds: checkpointIntervalSeconds
      .default(60)
      .describe(
        'Checkpoint interval in seconds, whatever the code sets; 60 is the service’s default. `checkpoint-duration` is based on it.',
      ),
    stoppedOnPurpose: stoppedOnPurpose.optional(),
  })
  .optional()
  .describe(
    'The Flink application of this deployment. Default: none; the manager takes care of existing applications only.',
  );
