import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { NO_APPLICATION } from '../../contract';
import type { Hold } from '../domain/hold';
import type { Notice } from '../domain/recording-notice';
import type { Holds, Lease, Notices, RequestKey, RequestTimes, RunLocks } from '../ports';
import {
  ATTRIBUTES,
  DAY_SECONDS,
  HOLD_PREFIX,
  holdOfItem,
  type Item,
  itemOfHold,
  key,
  required,
  requiredTime,
  seconds,
} from './holds-item';

const LOCK = 'lock';

/**
 * Holds, locks and times of requests in one DynamoDB table. All reads are consistent. The times in the items decide
 * about expiry, never their absence: DynamoDB removes expired items up to days late.
 */
export class DynamoHoldsTable implements Holds, RunLocks, RequestTimes, Notices {
  /**
   * Creates the adapter.
   *
   * @param retentionDays retention of the audit: a request's time must be kept as long as its record.
   */
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
    private readonly retentionDays: number,
  ) {}

  async hold(hold: Hold): Promise<void> {
    await this.put(itemOfHold(hold));
    // Removed only after the new item exists, so that the snapshot is on hold at every moment.
    await this.removeEarlierKind(hold, {});
  }

  async release(hold: Hold, by: string, at: Date): Promise<void> {
    // The hold is ended, not deleted, so that a request whose answer was lost can be repeated.
    const ended: Hold = { ...hold, until: at, releasedBy: by };
    await this.put(itemOfHold(ended), {
      ConditionExpression: 'attribute_not_exists(#item) OR #heldAt = :heldAt',
      ExpressionAttributeNames: { '#item': ATTRIBUTES.item, '#heldAt': ATTRIBUTES.heldAt },
      ExpressionAttributeValues: { ':heldAt': { S: hold.heldAt.toISOString() } },
    });
    await this.removeEarlierKind(hold, { heldAt: hold.heldAt });
  }

  /** Deletes the row in which earlier versions kept only the last person's hold, if it is this person's. */
  private async removeEarlierKind(
    { application, snapshotName, who }: Hold,
    { heldAt }: { readonly heldAt?: Date },
  ): Promise<void> {
    await this.remove(key(application, HOLD_PREFIX + snapshotName), {
      ConditionExpression: heldAt ? '#who = :who AND #heldAt = :heldAt' : '#who = :who',
      ExpressionAttributeNames: { '#who': ATTRIBUTES.who, ...(heldAt ? { '#heldAt': ATTRIBUTES.heldAt } : {}) },
      ExpressionAttributeValues: { ':who': { S: who }, ...(heldAt ? { ':heldAt': { S: heldAt.toISOString() } } : {}) },
    });
  }

  async list(application: string): Promise<readonly Hold[]> {
    const holds: Hold[] = [];
    const pages = paginateQuery(
      { client: this.client },
      {
        TableName: this.tableName,
        ConsistentRead: true,
        KeyConditionExpression: '#application = :application AND begins_with(#item, :hold)',
        ExpressionAttributeNames: { '#application': ATTRIBUTES.application, '#item': ATTRIBUTES.item },
        ExpressionAttributeValues: { ':application': { S: application }, ':hold': { S: HOLD_PREFIX } },
      },
    );
    for await (const { Items = [] } of pages) holds.push(...Items.map((item) => holdOfItem(application, item)));
    return holds;
  }

  async take(application: string, lease: Lease, now: Date): Promise<Lease | undefined> {
    // The second attempt covers a lock that was given back between the refused write and the read.
    for (let attempt = 1; ; attempt += 1) {
      if (await this.putLock(application, lease, [], { isOver: now })) return undefined;
      const inTheWay = await this.findLock(application);
      if (inTheWay) return inTheWay.lease;
      if (attempt === 2) throw new Error(`The lock of ${application} was neither free nor owned, twice.`);
    }
  }

  announceDeletions(application: string, lease: Lease, names: readonly string[]): Promise<boolean> {
    return this.putLock(application, lease, names, {});
  }

  async announcedDeletions(application: string, now: Date): Promise<readonly string[]> {
    const lock = await this.findLock(application);
    return lock && lock.lease.until > now ? lock.deleting : [];
  }

  async giveBack(application: string, { owner }: Lease): Promise<void> {
    await this.remove(key(application, LOCK), {
      ConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': ATTRIBUTES.owner },
      ExpressionAttributeValues: { ':owner': { S: owner } },
    });
  }

  async firstTime({ application, applicationCreatedAt, id }: RequestKey, now: Date): Promise<Date> {
    const ofThisOne = applicationCreatedAt ? `#${applicationCreatedAt.getTime()}` : '';
    const itsKey = key(application, `request#${id}${ofThisOne}`);
    const item = {
      ...itsKey,
      [ATTRIBUTES.requestTime]: { S: now.toISOString() },
      [ATTRIBUTES.expiresAt]: seconds(now, this.retentionDays * DAY_SECONDS),
    };
    const isFirst = await this.put(item, {
      ConditionExpression: 'attribute_not_exists(#item)',
      ExpressionAttributeNames: { '#item': ATTRIBUTES.item },
    });
    if (isFirst) return now;
    const { Item = {} } = await this.get(itsKey);
    return requiredTime(Item, ATTRIBUTES.requestTime);
  }

  async findNotice(subject: string): Promise<Notice | undefined> {
    const { Item } = await this.get(noticeKey(subject));
    if (!Item) return undefined;
    const timeOf = (attribute: string) => (Item[attribute] === undefined ? undefined : requiredTime(Item, attribute));
    return {
      since: requiredTime(Item, ATTRIBUTES.since),
      toldAt: timeOf(ATTRIBUTES.toldAt),
      lastToldAt: timeOf(ATTRIBUTES.lastToldAt),
      endedAt: timeOf(ATTRIBUTES.endedAt),
    };
  }

  async putNotice(subject: string, { since, toldAt, lastToldAt, endedAt }: Notice): Promise<void> {
    const item: Item = { ...noticeKey(subject), [ATTRIBUTES.since]: { S: since.toISOString() } };
    if (toldAt) item[ATTRIBUTES.toldAt] = { S: toldAt.toISOString() };
    if (lastToldAt) item[ATTRIBUTES.lastToldAt] = { S: lastToldAt.toISOString() };
    if (endedAt) item[ATTRIBUTES.endedAt] = { S: endedAt.toISOString() };
    await this.put(item);
  }

  async removeNotice(subject: string): Promise<void> {
    await this.remove(noticeKey(subject));
  }

  /** Writes the lock; false when another owner has it. Without `isOver` the owner must have it already. */
  private putLock(
    application: string,
    lease: Lease,
    deleting: readonly string[],
    { isOver }: { readonly isOver?: Date },
  ): Promise<boolean> {
    const item = {
      ...key(application, LOCK),
      [ATTRIBUTES.owner]: { S: lease.owner },
      [ATTRIBUTES.eventId]: { S: lease.eventId },
      [ATTRIBUTES.leaseUntil]: { N: String(lease.until.getTime()) },
      [ATTRIBUTES.deleting]: { L: deleting.map((name) => ({ S: name })) },
      [ATTRIBUTES.expiresAt]: seconds(lease.until, DAY_SECONDS),
    };
    return this.put(item, {
      ConditionExpression: isOver
        ? 'attribute_not_exists(#owner) OR #owner = :owner OR #until <= :now'
        : '#owner = :owner',
      ExpressionAttributeNames: { '#owner': ATTRIBUTES.owner, ...(isOver ? { '#until': ATTRIBUTES.leaseUntil } : {}) },
      ExpressionAttributeValues: {
        ':owner': { S: lease.owner },
        ...(isOver ? { ':now': { N: String(isOver.getTime()) } } : {}),
      },
    });
  }

  private async findLock(application: string): Promise<{ lease: Lease; deleting: readonly string[] } | undefined> {
    const { Item } = await this.get(key(application, LOCK));
    if (!Item) return undefined;
    return {
      lease: {
        owner: required(Item, ATTRIBUTES.owner, Item[ATTRIBUTES.owner]?.S),
        eventId: required(Item, ATTRIBUTES.eventId, Item[ATTRIBUTES.eventId]?.S),
        until: new Date(Number(required(Item, ATTRIBUTES.leaseUntil, Item[ATTRIBUTES.leaseUntil]?.N))),
      },
      deleting: (Item[ATTRIBUTES.deleting]?.L ?? []).map(({ S }) => S ?? ''),
    };
  }

  /** Writes an item; false when the condition is not met. */
  private put(item: Item, condition: Condition = {}): Promise<boolean> {
    return unlessRefused(() =>
      this.client.send(new PutItemCommand({ TableName: this.tableName, Item: item, ...condition })),
    );
  }

  /** Deletes an item; false when the condition is not met. */
  private remove(itsKey: Item, condition: Condition = {}): Promise<boolean> {
    return unlessRefused(() =>
      this.client.send(new DeleteItemCommand({ TableName: this.tableName, Key: itsKey, ...condition })),
    );
  }

  private get(itsKey: Item) {
    return this.client.send(new GetItemCommand({ TableName: this.tableName, Key: itsKey, ConsistentRead: true }));
  }
}

type Condition = Pick<
  PutItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

function noticeKey(subject: string): Item {
  return key(NO_APPLICATION, `notice#${subject}`);
}

/** Runs a conditional write; false when its condition was not met. */
export async function unlessRefused(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
