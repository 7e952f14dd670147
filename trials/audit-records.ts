import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AUDIT } from '../lambda-src/contract';
import { recordFromItem } from '../lambda-src/snapshot-manager/aws/audit-item';
import { auditPages } from '../lambda-src/snapshot-manager/aws/audit-table';
import type { RunRecord } from '../lambda-src/snapshot-manager/domain/record';

/** Reads all records of an application's runs, oldest first. Actions of people have no event, and no record. */
export async function readRecords(client: DynamoDBClient, table: string, application: string): Promise<RunRecord[]> {
  const records: RunRecord[] = [];
  for await (const items of auditPages(client, table, application)) {
    records.push(...items.filter((item) => item[AUDIT.eventId] !== undefined).map(recordFromItem));
  }
  return records.sort((a, b) => a.eventTime.getTime() - b.eventTime.getTime());
}
