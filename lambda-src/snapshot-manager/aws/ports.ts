import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { SNSClient } from '@aws-sdk/client-sns';
import type { ManagerSettings } from '../domain/settings';
import { type Clock, type Ports, RESERVE_AT_THE_END_MS } from '../ports';
import { ManagedFlinkDirectory } from './application-directory';
import { DynamoAuditLog } from './audit-table';
import { CallPace, paceCalls } from './call-pace';
import { type CallTime, UNLESS_TOO_LATE, unlessTooLate, WHILE_THERE_IS_TIME, whileThereIsTime } from './call-time';
import { DynamoDrillJournal } from './drill-journal';
import { EventBridgeBus } from './event-bridge-bus';
import { DynamoHoldsTable } from './holds-table';
import { DynamoMarks } from './marks-table';
import { TopicNotifier } from './notifier';
import { ManagedFlinkRecoveryApi } from './recovery-api';
import { DynamoSchedules } from './schedules-table';
import { ManagedFlinkSnapshotApi } from './snapshot-api';

/**
 * Retries and time-outs of calls to the service, stricter than the SDK's defaults: a call that hangs must fail within
 * the 15 s that a run keeps for its end, or the run would end without a record. The service answers within a second.
 */
const SERVICE_CALLS = {
  retryMode: 'standard',
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_500, requestTimeout: 4_000, throwOnRequestTimeout: true },
};

/**
 * Retries and time-outs of table and topic, which answer within tens of milliseconds and are called several times a
 * run.
 */
const TABLE_AND_TOPIC_CALLS = {
  retryMode: 'standard',
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};

/** One attempt: whoever sends repeats what the bus did not accept, within the time that is left. */
const BUS_CALLS = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};

/** Milliseconds kept at the very end for the answer and the last log lines. */
const RESERVE_FOR_THE_ANSWER_MS = 1_000;

/** Ports of the snapshot manager on AWS. Region, credentials and endpoints come from the environment. */
export function awsPorts(
  settings: Pick<
    ManagerSettings,
    'auditTable' | 'auditRetentionDays' | 'holdsTable' | 'topicArn' | 'callsPerSecond' | 'eventBus'
  >,
  callTime: CallTime,
): Ports {
  const clock: Clock = { now: () => new Date(), sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };
  const service = new KinesisAnalyticsV2Client(SERVICE_CALLS);
  const pace = new CallPace(settings.callsPerSecond, clock);
  paceCalls(service, pace);
  service.middlewareStack.add(whileThereIsTime(callTime, RESERVE_AT_THE_END_MS), WHILE_THERE_IS_TIME);
  service.middlewareStack.add(unlessTooLate(callTime, RESERVE_AT_THE_END_MS), UNLESS_TOO_LATE);
  const dynamo = new DynamoDBClient(TABLE_AND_TOPIC_CALLS);
  const sns = new SNSClient(TABLE_AND_TOPIC_CALLS);
  dynamo.middlewareStack.add(whileThereIsTime(callTime, RESERVE_FOR_THE_ANSWER_MS), WHILE_THERE_IS_TIME);
  dynamo.middlewareStack.add(unlessTooLate(callTime, RESERVE_FOR_THE_ANSWER_MS), UNLESS_TOO_LATE);
  sns.middlewareStack.add(whileThereIsTime(callTime, RESERVE_FOR_THE_ANSWER_MS), WHILE_THERE_IS_TIME);
  sns.middlewareStack.add(unlessTooLate(callTime, RESERVE_FOR_THE_ANSWER_MS), UNLESS_TOO_LATE);
  const holdsTable = new DynamoHoldsTable(dynamo, settings.holdsTable, settings.auditRetentionDays);
  return {
    api: new ManagedFlinkSnapshotApi(service),
    directory: new ManagedFlinkDirectory(service),
    audit: new DynamoAuditLog(dynamo, settings.auditTable, settings.auditRetentionDays),
    holds: holdsTable,
    marks: new DynamoMarks(dynamo, settings.holdsTable),
    locks: holdsTable,
    requestTimes: holdsTable,
    notices: holdsTable,
    knownSchedules: new DynamoSchedules(dynamo, settings.holdsTable),
    notifier: new TopicNotifier(sns, settings.topicArn),
    recovery: new ManagedFlinkRecoveryApi(service),
    drills: new DynamoDrillJournal(dynamo, settings.holdsTable),
    callRate: pace,
    eventBus: new EventBridgeBus(new EventBridgeClient(BUS_CALLS), settings.eventBus),
    clock,
    // Not console.log: Lambda would wrap the line, and CloudWatch finds no metrics in wrapped lines.
    writeLine: (line) => void process.stdout.write(`${line}\n`),
  };
}
