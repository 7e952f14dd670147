import { z } from 'zod';

/** An ARN that names a region and an account, of one service's resource. */
function arn(pattern: RegExp, example: string) {
  return z.string().max(512).regex(pattern, `must be an ARN such as "${example}"`);
}

/**
 * What exists already and is taken over instead of being made anew. Each becomes an `import` block of Terraform, which
 * does nothing once the resource is in the state; so the group may be removed after the first apply, or stay.
 */
export const importSchema = z
  .strictObject({
    applicationArn: arn(
      /^arn:aws[a-z-]*:kinesisanalytics:[a-z0-9-]+:\d{12}:application\/[a-zA-Z0-9_.-]{1,128}$/,
      'arn:aws:kinesisanalytics:eu-west-1:123456789012:application/orders',
    )
      .optional()
      .describe('The Flink application, with all its snapshots; its name must be application.name.'),
    applicationLog: z
      .boolean()
      .default(false)
      .describe('The log group and the log stream of application.logGroup and application.logStream.'),
    auditTable: z.boolean().default(false).describe('The table of audit.tableName, with all its rows.'),
    topicArn: arn(
      /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[a-zA-Z0-9_-]{1,256}$/,
      'arn:aws:sns:eu-west-1:123456789012:alerts',
    )
      .optional()
      .describe('The topic, with its subscriptions; its name must be notifications.topicName.'),
  })
  .prefault({})
  .describe('What exists already and is taken over: docs/moving-from-the-reference.md.');
