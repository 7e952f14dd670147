import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** Milliseconds that a view waits for a table: what the API says must not be hidden by a table that hangs. */
const PATIENCE = { connectMs: 3000, answerMs: 8000 };

/** Client for the tables of a deployment that gives up on a table without an answer. */
export function openTables(
  region: string,
  { connectMs, answerMs } = PATIENCE,
  more: Pick<DynamoDBClientConfig, 'endpoint' | 'credentials'> = {},
): DynamoDBClient {
  return new DynamoDBClient({
    region,
    ...more,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: connectMs, requestTimeout: answerMs, throwOnRequestTimeout: true },
  });
}
