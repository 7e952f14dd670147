import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { AUDIT } from '../lambda-src/contract';
import { recordFromItem } from '../lambda-src/snapshot-manager/aws/audit-item';
import type { RunRecord } from '../lambda-src/snapshot-manager/domain/record';

/** All records of an application, oldest first, as the manager itself reads them. */
export async function readRecords(client: DynamoDBClient, table: string, application: string): Promise<RunRecord[]> {
  const records: RunRecord[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: '#application = :application',
      ExpressionAttributeNames: { '#application': AUDIT.application },
      ExpressionAttributeValues: { ':application': { S: application } },
    },
  );
  for await (const page of pages) records.push(...(page.Items ?? []).map(recordFromItem));
  return records.sort((a, b) => a.eventTime.getTime() - b.eventTime.getTime());
}
