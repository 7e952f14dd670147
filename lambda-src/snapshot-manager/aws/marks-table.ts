import { DeleteItemCommand, type DynamoDBClient, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { Freeze, Marks, Suspect } from '../domain/marks';
import { PROVERS, type Proof } from '../domain/proofs';
import type { SnapshotMarks } from '../ports';
import { ATTRIBUTES, DAY_SECONDS, hashOfPerson, type Item, key, required, requiredTime, seconds } from './holds-item';
import { unlessRefused } from './holds-table';

/** Prefix of all marks, so that one query reads them without holds, lock and requests. */
const MARK_PREFIX = 'mark#';
const SUSPECT_PREFIX = `${MARK_PREFIX}suspect#`;
const FREEZE_PREFIX = `${MARK_PREFIX}freeze#`;
const PROVEN_PREFIX = `${MARK_PREFIX}proven#`;
const OBJECTIVE = `${MARK_PREFIX}objective`;

/** Attributes of marks besides those of the other items. */
const MARK = {
  who: ATTRIBUTES.who,
  why: ATTRIBUTES.why,
  markedAt: 'marked_at',
  snapshotCreatedAt: 'snapshot_create_time',
  /** End of the freeze in ISO 8601; the table's time to live only tidies up. */
  frozenUntil: 'frozen_until',
  /** Way in which a snapshot was proven. */
  by: 'proven_by',
  restoreSeconds: 'restore_seconds',
} as const;

/** Marks in the holds table. All reads are consistent, and the reader judges which mark applies. */
export class DynamoMarks implements SnapshotMarks {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  async marksOf(application: string): Promise<Marks> {
    const suspects: Suspect[] = [];
    const freezes: Freeze[] = [];
    const proofs: Proof[] = [];
    let objectiveSince: Date | undefined;
    const pages = paginateQuery(
      { client: this.client },
      {
        TableName: this.tableName,
        ConsistentRead: true,
        KeyConditionExpression: '#application = :application AND begins_with(#item, :mark)',
        ExpressionAttributeNames: { '#application': ATTRIBUTES.application, '#item': ATTRIBUTES.item },
        ExpressionAttributeValues: { ':application': { S: application }, ':mark': { S: MARK_PREFIX } },
      },
    );
    for await (const { Items = [] } of pages) {
      for (const item of Items) {
        const name = required(item, ATTRIBUTES.item, item[ATTRIBUTES.item]?.S);
        // Other kinds of marks are those of a later version, which reads them.
        if (name.startsWith(SUSPECT_PREFIX)) suspects.push(suspectOfItem(application, name, item));
        if (name.startsWith(FREEZE_PREFIX)) freezes.push(freezeOfItem(application, item));
        if (name.startsWith(PROVEN_PREFIX)) proofs.push(proofOfItem(application, name, item));
        if (name === OBJECTIVE) objectiveSince = requiredTime(item, MARK.markedAt);
      }
    }
    return {
      suspects,
      freezes,
      ...(proofs.length === 0 ? {} : { proofs }),
      ...(objectiveSince ? { objectiveSince } : {}),
    };
  }

  async suspect(suspect: Suspect): Promise<void> {
    const { snapshotCreatedAt, who, why, markedAt } = suspect;
    await this.put({
      ...keyOfSuspect(suspect),
      [MARK.who]: { S: who },
      [MARK.why]: { S: why },
      [MARK.markedAt]: { S: markedAt.toISOString() },
      // No time to live: a mark that went before its snapshot would make a bad state look good.
      ...(snapshotCreatedAt ? { [MARK.snapshotCreatedAt]: { S: snapshotCreatedAt.toISOString() } } : {}),
    });
  }

  async trust(suspect: Suspect): Promise<void> {
    await this.remove(keyOfSuspect(suspect), suspect.markedAt);
  }

  async freeze(freeze: Freeze): Promise<void> {
    const { who, why, since, until } = freeze;
    await this.put({
      ...keyOfFreeze(freeze),
      [MARK.who]: { S: who },
      [MARK.why]: { S: why },
      [MARK.markedAt]: { S: since.toISOString() },
      [MARK.frozenUntil]: { S: until.toISOString() },
      [ATTRIBUTES.expiresAt]: seconds(until, DAY_SECONDS),
    });
  }

  async thaw(freeze: Freeze): Promise<void> {
    await this.remove(keyOfFreeze(freeze), freeze.since);
  }

  async prove(proof: Proof): Promise<void> {
    const { snapshotCreatedAt, provenAt, restoreSeconds, by, who } = proof;
    const Item: Item = {
      ...keyOfProof(proof),
      [MARK.who]: { S: who },
      [MARK.by]: { S: by },
      // No time to live: it would end before the snapshot that the retention keeps for it.
      [MARK.markedAt]: { S: provenAt.toISOString() },
      ...(snapshotCreatedAt ? { [MARK.snapshotCreatedAt]: { S: snapshotCreatedAt.toISOString() } } : {}),
      ...(restoreSeconds === undefined ? {} : { [MARK.restoreSeconds]: { N: String(restoreSeconds) } }),
    };
    await unlessRefused(() =>
      this.client.send(
        new PutItemCommand({
          TableName: this.tableName,
          Item,
          ConditionExpression: 'attribute_not_exists(#markedAt) OR #markedAt <= :markedAt',
          ExpressionAttributeNames: { '#markedAt': MARK.markedAt },
          ExpressionAttributeValues: { ':markedAt': { S: provenAt.toISOString() } },
        }),
      ),
    );
  }

  async forgetProof(proof: Proof): Promise<void> {
    await this.remove(keyOfProof(proof), proof.provenAt);
  }

  async noteObjective(application: string, at: Date, applicationCreatedAt: Date = new Date(0)): Promise<void> {
    await unlessRefused(() =>
      this.client.send(
        new PutItemCommand({
          TableName: this.tableName,
          Item: { ...key(application, OBJECTIVE), [MARK.markedAt]: { S: at.toISOString() } },
          ConditionExpression: 'attribute_not_exists(#markedAt) OR #markedAt < :createdAt',
          ExpressionAttributeNames: { '#markedAt': MARK.markedAt },
          ExpressionAttributeValues: { ':createdAt': { S: applicationCreatedAt.toISOString() } },
        }),
      ),
    );
  }

  private async put(Item: Item): Promise<void> {
    await this.client.send(new PutItemCommand({ TableName: this.tableName, Item }));
  }

  private async remove(itsKey: Item, markedAt: Date): Promise<void> {
    await unlessRefused(() =>
      this.client.send(
        new DeleteItemCommand({
          TableName: this.tableName,
          Key: itsKey,
          ConditionExpression: '#markedAt = :markedAt',
          ExpressionAttributeNames: { '#markedAt': MARK.markedAt },
          ExpressionAttributeValues: { ':markedAt': { S: markedAt.toISOString() } },
        }),
      ),
    );
  }
}

function keyOfSuspect({ application, snapshotName }: Suspect): Item {
  return key(application, SUSPECT_PREFIX + snapshotName);
}

function keyOfProof({ application, snapshotName }: Proof): Item {
  return key(application, PROVEN_PREFIX + snapshotName);
}

function keyOfFreeze({ application, who }: Freeze): Item {
  return key(application, FREEZE_PREFIX + hashOfPerson(who));
}

/**
 * Converts an item to a suspect.
 *
 * @throws Error for a damaged item: which snapshots are bad is then unknown, so nothing may be deleted.
 */
function suspectOfItem(application: string, name: string, item: Item): Suspect {
  return {
    application,
    snapshotName: name.slice(SUSPECT_PREFIX.length),
    snapshotCreatedAt:
      item[MARK.snapshotCreatedAt] === undefined ? undefined : requiredTime(item, MARK.snapshotCreatedAt),
    who: item[MARK.who]?.S ?? '',
    why: item[MARK.why]?.S ?? '',
    markedAt: requiredTime(item, MARK.markedAt),
  };
}

/**
 * Converts an item to a freeze.
 *
 * @throws Error for a damaged item: its end is unknown, so nothing may be deleted.
 */
function freezeOfItem(application: string, item: Item): Freeze {
  return {
    application,
    who: required(item, MARK.who, item[MARK.who]?.S),
    why: item[MARK.why]?.S ?? '',
    since: requiredTime(item, MARK.markedAt),
    until: requiredTime(item, MARK.frozenUntil),
  };
}

/**
 * Converts an item to a proof.
 *
 * @throws Error for a damaged item: which snapshot is the last proven one is then unknown, so nothing may be deleted.
 */
function proofOfItem(application: string, name: string, item: Item): Proof {
  const seconds = item[MARK.restoreSeconds]?.N;
  return {
    application,
    snapshotName: name.slice(PROVEN_PREFIX.length),
    ...(item[MARK.snapshotCreatedAt] === undefined
      ? {}
      : { snapshotCreatedAt: requiredTime(item, MARK.snapshotCreatedAt) }),
    provenAt: requiredTime(item, MARK.markedAt),
    ...(seconds === undefined ? {} : { restoreSeconds: Number(seconds) }),
    by: required(
      item,
      MARK.by,
      PROVERS.find((known) => known === item[MARK.by]?.S),
    ),
    who: item[MARK.who]?.S ?? '',
  };
}
