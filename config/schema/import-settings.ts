import { z } from 'zod';

/** ARN of one service's resource, with region and account. */
function arn(pattern: RegExp, example: string) {
  return z.string().max(512).regex(pattern, `must be an ARN such as "${example}"`);
}

/**
 * Existing resources to import. Each becomes an `import` block of Terraform, which has no effect once the resource is
 * in the state: the group may stay after the first apply or be removed.
 */
export const importSchema = z
  .strictObject({
    applicationArn: arn(
      /^arn:aws[a-z-]*:kinesisanalytics:[a-z0-9-]+:\d{12}:application\/[a-zA-Z0-9_.-]{1,128}$/,
      'arn:aws:kinesisanalytics:eu-west-1:123456789012:application/orders',
    )
      .optional()
      .describe(
        'ARN of the Flink application to import, with all its snapshots. Its name must equal application.name.',
      ),
    applicationLog: z
      .boolean()
      .default(false)
      .describe('`true`: imports the log group and log stream of application.logGroup and application.logStream.'),
    auditTable: z.boolean().default(false).describe('`true`: imports the table of audit.tableName with all its rows.'),
    topicArn: arn(
      /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[a-zA-Z0-9_-]{1,256}$/,
      'arn:aws:sns:eu-west-1:123456789012:alerts',
    )
      .optional()
      .describe('ARN of the topic to import, with its subscriptions. Its name must equal notifications.topicName.'),
  })
  .prefault({})
  .describe('Existing resources to import instead of creating them. See docs/moving-from-the-reference.md.');
