import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { HOLDS } from '../../lambda-src/contract';
import type { Journal } from './perform';
import type { Recovery } from './recovery';
import { RESTORE_STEPS } from './steps';

/** Range key of an application's recovery in the holds table; the manager passes items of other kinds over. */
const ITEM = 'recovery';
const REVISION = 'revision';
const DOCUMENT = 'document';
const KEPT_SECONDS = 90 * 86_400;

/** Error for a journal that this version can't go on with. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

/** Journal in the holds table, which every machine sees. */
export class TableJournal implements Journal {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  async read(application: string): ReturnType<Journal['read']> {
    const { Item } = await this.client.send(
      new GetItemCommand({
        TableName: this.table,
        Key: { [HOLDS.application]: { S: application }, [HOLDS.item]: { S: ITEM } },
        ConsistentRead: true,
      }),
    );
    if (!Item) return undefined;
    return { recovery: readDocument(Item[DOCUMENT]?.S ?? ''), revision: Number(Item[REVISION]?.N) };
  }

  async write(recovery: Recovery, revision: number | undefined): ReturnType<Journal['write']> {
    const next = (revision ?? 0) + 1;
    try {
      await this.client.send(
        new PutItemCommand({
          TableName: this.table,
          Item: {
            [HOLDS.application]: { S: recovery.plan.application },
            [HOLDS.item]: { S: ITEM },
            [REVISION]: { N: String(next) },
            [DOCUMENT]: { S: JSON.stringify(recovery) },
            [HOLDS.expiresAt]: { N: String(Math.floor(recovery.leaseUntil.getTime() / 1000) + KEPT_SECONDS) },
          },
          ConditionExpression: revision === undefined ? 'attribute_not_exists(#item)' : '#revision = :revision',
          ExpressionAttributeNames: revision === undefined ? { '#item': HOLDS.item } : { '#revision': REVISION },
          ...(revision === undefined ? {} : { ExpressionAttributeValues: { ':revision': { N: String(revision) } } }),
        }),
      );
      return next;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // Our own write may have arrived although its answer was lost, and the SDK sent it again.
      const found = await this.read(recovery.plan.application);
      return found?.revision === next && JSON.stringify(found.recovery) === JSON.stringify(recovery) ? next : undefined;
    }
  }
}

/** Journal in a file of this machine, where there is no table: another machine does not see it. */
export class FileJournal implements Journal {
  constructor(private readonly fileOf: (application: string) => string) {}

  async read(application: string): ReturnType<Journal['read']> {
    const file = this.fileOf(application);
    if (!existsSync(file)) return undefined;
    const { revision, document } = JSON.parse(readFileSync(file, 'utf8'));
    return { recovery: readDocument(document), revision };
  }

  async write(recovery: Recovery, revision: number | undefined): ReturnType<Journal['write']> {
    const found = await this.read(recovery.plan.application);
    if (found?.revision !== revision) return undefined;
    const next = (revision ?? 0) + 1;
    this.replace(recovery, next);
    return next;
  }

  /** Writes whatever was there before. */
  replace(recovery: Recovery, revision: number): void {
    const path = this.fileOf(recovery.plan.application);
    mkdirSync(dirname(path), { recursive: true });
    // In one step: a process that is killed leaves the old journal or the new one.
    writeFileSync(`${path}.${process.pid}`, JSON.stringify({ revision, document: JSON.stringify(recovery) }));
    renameSync(`${path}.${process.pid}`, path);
  }
}

/**
 * Journal in a table with a copy on this machine: when the table goes away in the middle, the restore goes on by the
 * copy, and by the table again when it is back.
 */
export class CopiedJournal implements Journal {
  constructor(
    private readonly table: Journal,
    private readonly copy: FileJournal,
  ) {}

  async read(application: string): ReturnType<Journal['read']> {
    const found = await this.table.read(application);
    const copied = await this.copied(application);
    const isAhead =
      found && copied && copied.revision > found.revision && copied.recovery.plan.id === found.recovery.plan.id;
    return isAhead ? { recovery: copied.recovery, revision: found.revision } : found;
  }

  async write(recovery: Recovery, revision: number | undefined): ReturnType<Journal['write']> {
    const { id, application } = recovery.plan;
    try {
      const next = await this.table.write(recovery, revision);
      if (next !== undefined) this.keep(recovery, next);
      return next;
    } catch (error) {
      const copied = await this.copied(application);
      if (copied?.recovery.plan.id === id) this.keep(recovery, (revision ?? 0) + 1);
      throw error;
    }
  }

  private async copied(application: string): ReturnType<Journal['read']> {
    return this.copy.read(application).catch(() => undefined);
  }

  /** A machine that can't keep a copy is no reason against a restore. */
  private keep(recovery: Recovery, revision: number): void {
    try {
      this.copy.replace(recovery, revision);
    } catch {
      // The table has it.
    }
  }
}

/** File for the recoveries of an application in a region, below XDG_STATE_HOME. */
export function journalFile(region: string, application: string, environment = process.env): string {
  const state = environment.XDG_STATE_HOME || join(homedir(), '.local/state');
  return join(state, 'kda-snapshots', region, `${application}.json`);
}

const TIMES = new Set(['applicationCreatedAt', 'plannedAt', 'createdAt', 'begunAt', 'endedAt', 'leaseUntil']);

/**
 * Reads a recovery.
 *
 * @throws JournalError for one of a version with other steps, which only that version can do.
 */
function readDocument(text: string): Recovery {
  const recovery: Recovery = JSON.parse(text, (name, value) =>
    TIMES.has(name) && typeof value === 'string' ? new Date(value) : value,
  );
  const unknown = recovery.steps.filter(
    ({ step, state }) => ['open', 'begun', 'failed'].includes(state) && !RESTORE_STEPS.includes(step),
  );
  if (unknown.length === 0) return recovery;
  const { kind, application } = recovery.plan;
  throw new JournalError(
    `Another version of kda plans the ${kind} of ${application}: this one does not know its step ${unknown.map(({ step }) => step).join(', ')}. Continue it with that version, or end it there with --give-up. Nothing was changed.`,
  );
}
