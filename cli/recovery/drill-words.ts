import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { HOLDS } from '../../lambda-src/contract';
import { DynamoDrillJournal, GIVE_WAY_ITEM } from '../../lambda-src/snapshot-manager/aws/drill-journal';
import type { Drill } from '../../lambda-src/snapshot-manager/domain/drill/drill';
import type { GiveWay } from '../../lambda-src/snapshot-manager/domain/drill/journal-documents';

const KEPT_SECONDS = 90 * 86_400;

/** Drills of an application, and a person's word to them. */
export interface DrillWords {
  /** Last drill, whether it has ended or not. */
  read(application: string): Promise<Drill | undefined>;
  /** Makes a drill give way: its next request sees the word, and ends it without touching the application. */
  giveWay(application: string, word: Required<GiveWay>, now: Date): Promise<void>;
}

/** Drills and words in the holds table. */
export class TableDrillWords implements DrillWords {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  async read(application: string): Promise<Drill | undefined> {
    return (await new DynamoDrillJournal(this.client, this.table).read(application))?.drill;
  }

  async giveWay(application: string, word: Required<GiveWay>, now: Date): Promise<void> {
    await this.client.send(
      new PutItemCommand({
        TableName: this.table,
        Item: {
          [HOLDS.application]: { S: application },
          [HOLDS.item]: { S: GIVE_WAY_ITEM },
          document: { S: JSON.stringify(word) },
          [HOLDS.expiresAt]: { N: String(Math.floor(now.getTime() / 1000) + KEPT_SECONDS) },
        },
      }),
    );
  }
}
