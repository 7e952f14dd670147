import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Ports } from '../ports';
import type { ManagerSettings } from '../settings';
import { DynamoAuditLog } from './audit-table';
import { TopicNotifier } from './notifier';
import { ManagedFlinkSnapshotApi } from './snapshot-api';

/**
 * Retries and timeouts are ours, not the SDK's defaults: a call that hangs must fail early enough for the run to be
 * recorded. Two seconds connect within any region, ten seconds are beyond what the service needs for an answer.
 */
const PATIENT = {
  retryMode: 'standard',
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

/** Table and topic: within the 15 s that the run keeps for them at its end. */
const QUICK = {
  retryMode: 'standard',
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};

/** The ports of the snapshot manager on AWS; region, credentials and endpoints come from the environment. */
export function awsPorts(settings: Pick<ManagerSettings, 'auditTable' | 'auditRetentionDays' | 'topicArn'>): Ports {
  return {
    api: new ManagedFlinkSnapshotApi(new KinesisAnalyticsV2Client(PATIENT)),
    audit: new DynamoAuditLog(new DynamoDBClient(QUICK), settings.auditTable, settings.auditRetentionDays),
    notifier: new TopicNotifier(new SNSClient(QUICK), settings.topicArn),
    clock: {
      now: () => new Date(),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    },
    // Not console.log: Lambda would wrap the line, and CloudWatch finds no metrics in a wrapped one.
    writeLine: (line) => void process.stdout.write(`${line}\n`),
  };
}
