import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type Action, AUDIT } from '../../lambda-src/contract';

/** Action of a person on an application, as the audit table keeps it. */
export interface ActionRow {
  readonly application: string;
  /** Tells it from an earlier one of the same name. */
  readonly applicationCreatedAt?: Date;
  readonly action: Action;
  /** Status of the application before the action; rows of earlier versions have none. */
  readonly applicationStatus?: string;
  readonly who: string;
  readonly why: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Everything in a sentence or two. */
  readonly message: string;
  readonly restoredFrom?: { readonly name: string; readonly createdAt: Date; readonly applicationVersion: number };
  readonly rpoSeconds?: number;
  readonly rtoSeconds?: number;
  readonly verdict?: string;
  readonly proof?: readonly string[];
  /** Snapshot that holds the state of before a deployment. */
  readonly snapshot?: { readonly name: string; readonly createdAt?: Date };
  /** Application version whose code was brought back, or that ran before a deployment. */
  readonly code?: { readonly version: number; readonly key?: string };
  readonly commit?: string;
}

const DAY_SECONDS = 86_400;
/** Rows of one application within a second that a new one may find in its way. */
const MOST_NEIGHBOURS = 1000;

/**
 * Writes the row of an action once: written again, it finds itself. The run id is the time of its beginning, or the
 * first free millisecond after it.
 *
 * @returns the run id.
 * @throws Error when the table does not answer.
 */
export async function writeActionRow(
  client: DynamoDBClient,
  table: string,
  retentionDays: number,
  row: ActionRow,
): Promise<number> {
  const first = row.startedAt.getTime();
  for (let runId = first; runId < first + MOST_NEIGHBOURS; runId += 1) {
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: itemOf(row, runId, retentionDays),
          // Our own row from a first attempt may be replaced; nobody else's.
          ConditionExpression:
            'attribute_not_exists(#application) OR (#outcome = :outcome AND #startedAt = :startedAt AND #who = :who)',
          ExpressionAttributeNames: {
            '#application': AUDIT.application,
            '#outcome': AUDIT.outcome,
            '#startedAt': AUDIT.startedAt,
            '#who': AUDIT.who,
          },
          ExpressionAttributeValues: {
            ':outcome': { S: row.action },
            ':startedAt': { S: row.startedAt.toISOString() },
            ':who': { S: row.who },
          },
        }),
      );
      return runId;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
  throw new Error(
    `The audit table ${table} has no free place for ${row.application} at ${row.startedAt.toISOString()}.`,
  );
}

function itemOf(row: ActionRow, runId: number, retentionDays: number): Record<string, AttributeValue> {
  const { restoredFrom, snapshot, code } = row;
  const createdAt = restoredFrom?.createdAt ?? snapshot?.createdAt;
  const attributes: Readonly<Record<string, AttributeValue | undefined>> = {
    [AUDIT.application]: { S: row.application },
    [AUDIT.runId]: { N: String(runId) },
    [AUDIT.applicationCreatedAt]: textOf(row.applicationCreatedAt?.toISOString()),
    // No event: versions of the manager without actions leave such rows out.
    [AUDIT.eventTime]: { S: row.startedAt.toISOString() },
    [AUDIT.outcome]: { S: row.action },
    [AUDIT.applicationStatus]: textOf(row.applicationStatus),
    [AUDIT.who]: { S: row.who },
    [AUDIT.requestReason]: { S: row.why },
    [AUDIT.startedAt]: { S: row.startedAt.toISOString() },
    [AUDIT.endedAt]: { S: row.endedAt.toISOString() },
    [AUDIT.message]: { S: row.message },
    [AUDIT.restoredFrom]: restoredFrom && { S: restoredFrom.name },
    [AUDIT.snapshotName]: snapshot && { S: snapshot.name },
    [AUDIT.snapshotCreatedAt]: createdAt && { S: createdAt.toISOString() },
    [AUDIT.applicationVersion]: restoredFrom && { N: String(restoredFrom.applicationVersion) },
    [AUDIT.rpoSeconds]: numberOf(row.rpoSeconds),
    [AUDIT.rtoSeconds]: numberOf(row.rtoSeconds),
    [AUDIT.verdict]: textOf(row.verdict),
    [AUDIT.proof]: row.proof && { L: row.proof.map((S) => ({ S })) },
    [AUDIT.codeVersion]: numberOf(code?.version),
    [AUDIT.codeKey]: textOf(code?.key),
    [AUDIT.commit]: textOf(row.commit),
    [AUDIT.expiresAt]: { N: String(Math.floor(row.startedAt.getTime() / 1000) + retentionDays * DAY_SECONDS) },
  };
  return Object.fromEntries(Object.entries(attributes).filter((pair): pair is [string, AttributeValue] => !!pair[1]));
}

function numberOf(value: number | undefined): AttributeValue | undefined {
  return value === undefined ? undefined : { N: String(value) };
}

function textOf(value: string | undefined): AttributeValue | undefined {
  return value === undefined ? undefined : { S: value };
}
