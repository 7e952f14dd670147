import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { AUDIT, OUTCOMES_OF_ACTIONS } from '../../contract';
import { LOOK_BACK_RUNS, lookBack, type RunRecord, STARTED } from '../domain/record';
import type { AuditLog } from '../ports';
import { type AuditItem, readableRecords, recordFromItem, recordToItem, settleCondition } from './audit-item';

/**
 * Maximum pages of a query, of as many rows as the look-back or of 1 MB each: years of the reference system's rows, or
 * a table full of holds, must not use up the time of every run.
 */
const MOST_PAGES = 20;

/** Outcomes of people's actions with their placeholders in a filter: runs do not read such rows. */
const ACTIONS = OUTCOMES_OF_ACTIONS.map((outcome): [string, AttributeValue] => [`:${outcome}`, { S: outcome }]);

interface AuditQuery {
  /** Rows of a page before the filter; without it a page has 1 MB. */
  readonly pageSize?: number;
  readonly filter?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, AttributeValue>>;
  /** Highest run id to read. */
  readonly until?: number;
}

/**
 * Reads the rows of an application page by page, newest first, whoever wrote them. The manager, `kda audit` and the
 * trials read the table with it.
 */
export async function* auditPages(
  client: DynamoDBClient,
  tableName: string,
  application: string,
  { pageSize, filter, names, values, until }: AuditQuery = {},
): AsyncGenerator<readonly AuditItem[]> {
  const pages = paginateQuery(
    { client, pageSize },
    {
      TableName: tableName,
      KeyConditionExpression: `#application = :application${until === undefined ? '' : ' AND #runId <= :until'}`,
      FilterExpression: filter,
      ExpressionAttributeNames: {
        '#application': AUDIT.application,
        ...(until === undefined ? {} : { '#runId': AUDIT.runId }),
        ...names,
      },
      ExpressionAttributeValues: {
        ':application': { S: application },
        ...(until === undefined ? {} : { ':until': { N: String(until) } }),
        ...values,
      },
      ScanIndexForward: false,
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) yield Items;
}

/** Rows of runs. Those of the reference system are left out: they have no event, and this manager does not settle them. */
const OF_RUNS = {
  filter: `attribute_exists(#event) AND NOT #outcome IN (${ACTIONS.map(([name]) => name).join(', ')})`,
  names: { '#event': AUDIT.eventId, '#outcome': AUDIT.outcome },
  values: Object.fromEntries(ACTIONS),
} as const satisfies AuditQuery;

/**
 * Newest runs that tell the state of an application which a run does not cover: the newest may be under way. Also the
 * rows of a page, before the filter: usually one page is enough.
 */
const NEWEST_RUNS = 5;

/** Audit table in DynamoDB: one item per run and application. */
export class DynamoAuditLog implements AuditLog {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
    private readonly retentionDays: number,
  ) {}

  async find(application: string, runId: number): Promise<RunRecord | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({
        TableName: this.tableName,
        Key: { [AUDIT.application]: { S: application }, [AUDIT.runId]: { N: String(runId) } },
        // A retry comes a minute after the first attempt, a duplicate event at any time: both must see its write.
        ConsistentRead: true,
      }),
    );
    return Item && recordFromItem(Item);
  }

  async findRecent(application: string): Promise<readonly RunRecord[]> {
    const pages = auditPages(this.client, this.tableName, application, { pageSize: LOOK_BACK_RUNS, ...OF_RUNS });
    const rows: RunRecord[] = [];
    let read = 0;
    for await (const items of pages) {
      rows.push(...readableRecords(items));
      read += 1;
      if (lookBack(rows).isFull || read === MOST_PAGES) break;
    }
    return lookBack(rows).runs;
  }

  async findNewest(application: string): Promise<readonly RunRecord[]> {
    const pages = auditPages(this.client, this.tableName, application, { pageSize: NEWEST_RUNS, ...OF_RUNS });
    const runs: RunRecord[] = [];
    let read = 0;
    for await (const items of pages) {
      runs.push(...readableRecords(items));
      read += 1;
      if (runs.length >= NEWEST_RUNS || read === MOST_PAGES) break;
    }
    return runs.slice(0, NEWEST_RUNS);
  }

  start(record: RunRecord): Promise<boolean> {
    return this.putUnlessFinished(record);
  }

  complete(record: RunRecord): Promise<boolean> {
    return this.putUnlessFinished(record);
  }

  create(record: RunRecord): Promise<boolean> {
    const saysNothing = [
      '#event = :event AND #outcome = :failed',
      'attribute_not_exists(#snapshot) AND attribute_not_exists(#deleting) AND size(#deleted) = :none',
    ].join(' AND ');
    return this.put(
      record,
      `attribute_not_exists(#application) OR (${saysNothing})`,
      {
        '#application': AUDIT.application,
        '#event': AUDIT.eventId,
        '#outcome': AUDIT.outcome,
        '#snapshot': AUDIT.snapshotName,
        '#deleting': AUDIT.deleting,
        '#deleted': AUDIT.deleted,
      },
      { ':event': { S: record.eventId }, ':failed': { S: 'failed' }, ':none': { N: '0' } },
    );
  }

  settle(record: RunRecord, asRead: RunRecord): Promise<boolean> {
    const names: Record<string, string> = {};
    const values: Record<string, AttributeValue> = {};
    const conditions = [...settleCondition(asRead)].map(([attribute, value], index) => {
      names[`#a${index}`] = attribute;
      if (value === undefined) return `attribute_not_exists(#a${index})`;
      values[`:v${index}`] = value;
      return `#a${index} = :v${index}`;
    });
    return this.put(record, conditions.join(' AND '), names, values);
  }

  /**
   * Writes the row unless the event is finished. A row that was started or failed belongs to an earlier attempt of the
   * same event; any other end stays.
   */
  private putUnlessFinished(record: RunRecord): Promise<boolean> {
    return this.put(
      record,
      'attribute_not_exists(#application) OR (#event = :event AND #outcome IN (:started, :failed))',
      { '#application': AUDIT.application, '#event': AUDIT.eventId, '#outcome': AUDIT.outcome },
      { ':event': { S: record.eventId }, ':started': { S: STARTED }, ':failed': { S: 'failed' } },
    );
  }

  private async put(
    record: RunRecord,
    condition: string,
    names: Record<string, string>,
    values?: Record<string, AttributeValue>,
  ): Promise<boolean> {
    try {
      await this.client.send(
        new PutItemCommand({
          TableName: this.tableName,
          Item: recordToItem(record, this.retentionDays),
          ConditionExpression: condition,
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
