import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Drill } from '../domain/drill/drill';
import { giveWayText, readDrill, recoveryText } from '../domain/drill/journal-documents';
import type { DrillJournal } from '../ports';
import { ATTRIBUTES, DAY_SECONDS, type Item, key, seconds } from './holds-item';
import { unlessRefused } from './holds-table';

/** Range key of an application's drill; `kda` reads it. */
const DRILL_ITEM = 'drill';
/** Range key of a person's word that the drill must give way; `kda` writes it. */
export const GIVE_WAY_ITEM = 'drill-gives-way';
/** Range key of a person's restore, start or rollback; `kda` writes it. */
const RECOVERY_ITEM = 'recovery';
const REVISION = 'revision';
const DOCUMENT = 'document';
const KEPT_DAYS = 90;

/** Journal of drills in the holds table. All reads are consistent. */
export class DynamoDrillJournal implements DrillJournal {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  async read(application: string): ReturnType<DrillJournal['read']> {
    const item = await this.get(application, DRILL_ITEM);
    if (!item) return undefined;
    return { drill: readDrill(item[DOCUMENT]?.S ?? ''), revision: Number(item[REVISION]?.N) };
  }

  async write(drill: Drill, revision: number | undefined): ReturnType<DrillJournal['write']> {
    const next = (revision ?? 0) + 1;
    const { application } = drill.plan;
    const text = JSON.stringify(drill);
    const isWritten = await unlessRefused(() =>
      this.client.send(
        new PutItemCommand({
          TableName: this.tableName,
          Item: {
            ...key(application, DRILL_ITEM),
            [REVISION]: { N: String(next) },
            [DOCUMENT]: { S: text },
            [ATTRIBUTES.expiresAt]: seconds(drill.dueAt, KEPT_DAYS * DAY_SECONDS),
          },
          ConditionExpression: revision === undefined ? 'attribute_not_exists(#item)' : '#revision = :revision',
          ExpressionAttributeNames: revision === undefined ? { '#item': ATTRIBUTES.item } : { '#revision': REVISION },
          ...(revision === undefined ? {} : { ExpressionAttributeValues: { ':revision': { N: String(revision) } } }),
        }),
      ),
    );
    if (isWritten) return next;
    // Our own write may have arrived although its answer was lost, and the SDK sent it again.
    const item = await this.get(application, DRILL_ITEM);
    return Number(item?.[REVISION]?.N) === next && item?.[DOCUMENT]?.S === text ? next : undefined;
  }

  async personAtWork(
    application: string,
    applicationCreatedAt: Date | undefined,
    drill?: string,
  ): Promise<string | undefined> {
    const recovery = await this.get(application, RECOVERY_ITEM);
    const atWork = recoveryText(recovery?.[DOCUMENT]?.S, applicationCreatedAt);
    if (atWork !== undefined || drill === undefined) return atWork;
    return giveWayText((await this.get(application, GIVE_WAY_ITEM))?.[DOCUMENT]?.S, drill);
  }

  private async get(application: string, item: string): Promise<Item | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.tableName, Key: key(application, item), ConsistentRead: true }),
    );
    return Item;
  }
}
