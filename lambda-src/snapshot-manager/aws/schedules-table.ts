import { DeleteItemCommand, type DynamoDBClient, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { NO_APPLICATION } from '../../contract';
import type { KnownSchedule } from '../domain/schedule/silence';
import type { KnownSchedules } from '../ports';
import { ATTRIBUTES, type Item, key, required, requiredTime } from './holds-item';

const SCHEDULE_PREFIX = 'schedule#';

/** Known schedules in the holds table. All reads are consistent. */
export class DynamoSchedules implements KnownSchedules {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  async listSchedules(): Promise<readonly KnownSchedule[]> {
    const schedules: KnownSchedule[] = [];
    const pages = paginateQuery(
      { client: this.client },
      {
        TableName: this.tableName,
        ConsistentRead: true,
        KeyConditionExpression: '#application = :none AND begins_with(#item, :schedule)',
        ExpressionAttributeNames: { '#application': ATTRIBUTES.application, '#item': ATTRIBUTES.item },
        ExpressionAttributeValues: { ':none': { S: NO_APPLICATION }, ':schedule': { S: SCHEDULE_PREFIX } },
      },
    );
    for await (const { Items = [] } of pages) schedules.push(...Items.map(scheduleOfItem));
    return schedules;
  }

  async putSchedule({ schedule, since, lastEvent }: KnownSchedule): Promise<void> {
    const Item: Item = { ...keyOf(schedule), [ATTRIBUTES.since]: { S: since.toISOString() } };
    if (lastEvent) Item[ATTRIBUTES.lastEvent] = { S: lastEvent.toISOString() };
    await this.client.send(new PutItemCommand({ TableName: this.tableName, Item }));
  }

  async removeSchedule(schedule: string): Promise<void> {
    await this.client.send(new DeleteItemCommand({ TableName: this.tableName, Key: keyOf(schedule) }));
  }
}

function keyOf(schedule: string): Item {
  return key(NO_APPLICATION, SCHEDULE_PREFIX + schedule);
}

function scheduleOfItem(item: Item): KnownSchedule {
  const name = required(item, ATTRIBUTES.item, item[ATTRIBUTES.item]?.S);
  return {
    schedule: name.slice(SCHEDULE_PREFIX.length),
    since: requiredTime(item, ATTRIBUTES.since),
    ...(item[ATTRIBUTES.lastEvent] === undefined ? {} : { lastEvent: requiredTime(item, ATTRIBUTES.lastEvent) }),
  };
}
