import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type ScalarAttributeType,
} from '@aws-sdk/client-dynamodb';
import { AUDIT, HOLDS } from '../../../lambda-src/contract';
import { DynamoAuditLog } from '../../../lambda-src/snapshot-manager/aws/audit-table';
import { DynamoHoldsTable } from '../../../lambda-src/snapshot-manager/aws/holds-table';
import { heldNames } from '../../../lambda-src/snapshot-manager/holds-in-force';
import type { Hold, Lease } from '../../../lambda-src/snapshot-manager/ports';
import { isOpen, type RunRecord } from '../../../lambda-src/snapshot-manager/record';
import { type MiniStack, startMiniStack } from '../../../local/cloud/ministack';
import { ensureMiniStack } from '../../../local/cloud/ministack-installation';

const INSTALLATION = resolve(__dirname, '..', '..', '..', '.local', 'ministack');
const NOW = new Date('2026-11-23T10:20:00Z');
const in_ = (ms: number) => new Date(NOW.getTime() + ms);

// The adapters of both tables over the real SDK and the emulator: what the fakes claim of them is true.
let folder: string;
let miniStack: MiniStack;
let client: DynamoDBClient;
let tables = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tables-'));
  miniStack = await startMiniStack(await ensureMiniStack(INSTALLATION, () => {}), {
    ...{ folder, region: 'eu-west-1', accountId: '000000000000', endpointForFunctions: 'http://127.0.0.1:1' },
  });
  client = newClient();
}, 120_000);

function newClient(): DynamoDBClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return new DynamoDBClient({ endpoint: miniStack.endpoint, region: 'eu-west-1', credentials });
}

afterAll(async () => {
  client.destroy();
  await miniStack.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}, 30_000);

async function createTable(hash: string, range: string, rangeType: ScalarAttributeType): Promise<string> {
  tables += 1;
  const TableName = `table-${tables}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: hash, AttributeType: 'S' },
        { AttributeName: range, AttributeType: rangeType },
      ],
      KeySchema: [
        { AttributeName: hash, KeyType: 'HASH' },
        { AttributeName: range, KeyType: 'RANGE' },
      ],
    }),
  );
  return TableName;
}

describe('the holds table', () => {
  let name: string;
  let table: DynamoHoldsTable;
  beforeEach(async () => {
    name = await createTable(HOLDS.application, HOLDS.item, 'S');
    table = new DynamoHoldsTable(client, name, 400);
  });

  const hold = (snapshotName: string, facts: Partial<Hold> = {}): Hold => ({
    ...{ application: 'orders', snapshotName, who: 'ada', why: 'before the migration', heldAt: NOW, until: undefined },
    ...facts,
  });

  test('gives back what was put on hold, of this application only, and not the lock beside it', async () => {
    const ended = hold('b', { until: in_(-1) });
    await table.hold(hold('a'));
    await table.hold(ended);
    await table.hold(hold('c', { application: 'payments' }));
    await table.take('orders', lease('one'), NOW);
    expect(await table.list('orders')).toEqual([hold('a'), ended]);
  });

  test('keeps a hold whose time is over until it tidies up: the reader judges', async () => {
    await table.hold(hold('a', { until: NOW }));
    await table.hold(hold('b', { until: in_(1) }));
    expect(heldNames(await table.list('orders'), NOW)).toEqual(new Set(['b']));
    expect(heldNames(await table.list('orders'), in_(1))).toEqual(new Set());
  });

  test('lets DynamoDB remove an ended hold a day later, and one without an end never', async () => {
    await table.hold(hold('a', { until: in_(60_000) }));
    await table.hold(hold('b'));
    expect(await item('orders', 'hold#a')).toMatchObject({
      [HOLDS.expiresAt]: { N: String(NOW.getTime() / 1000 + 60 + 86_400) },
    });
    expect(await item('orders', 'hold#b')).not.toHaveProperty(HOLDS.expiresAt);
  });

  test('a later hold on the same snapshot replaces the first', async () => {
    await table.hold(hold('a'));
    await table.hold(hold('a', { who: 'bob', until: in_(60_000) }));
    expect(await table.list('orders')).toEqual([hold('a', { who: 'bob', until: in_(60_000) })]);
  });

  test('tells whether there was a hold to release', async () => {
    await table.hold(hold('a'));
    expect([await table.release('orders', 'a'), await table.release('orders', 'a')]).toEqual([true, false]);
    expect(await table.list('orders')).toEqual([]);
  });

  test('is read to the last page', async () => {
    for (const snapshotName of ['a', 'b', 'c', 'd', 'e']) await table.hold(hold(snapshotName));
    const twoAPage = newClient();
    let pages = 0;
    twoAPage.middlewareStack.add(
      (next) => (call) => {
        pages += 1;
        return next({ ...call, input: Object.assign(call.input, { Limit: 2 }) });
      },
      { step: 'initialize' },
    );
    const holds = await new DynamoHoldsTable(twoAPage, name, 400).list('orders');
    expect(holds.map(({ snapshotName }) => snapshotName)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(pages).toBe(3);
    twoAPage.destroy();
  });

  test('an item that cannot be read stops the reading: what it holds is unknown', async () => {
    await client.send(
      new PutItemCommand({ TableName: name, Item: { app_name: { S: 'orders' }, item: { S: 'hold#a' } } }),
    );
    await expect(table.list('orders')).rejects.toThrow(
      'The item orders / hold#a of the holds table has held_at missing',
    );
  });

  test('a request has the time of its first attempt', async () => {
    expect(await table.firstTime('deploy-42', NOW)).toEqual(NOW);
    expect(await table.firstTime('deploy-42', in_(60_000))).toEqual(NOW);
    expect(await table.firstTime('deploy-43', in_(60_000))).toEqual(in_(60_000));
  });

  describe('as a lock', () => {
    test('is given to one of many who ask at once', async () => {
      const owners = ['a', 'b', 'c', 'd', 'e', 'f'];
      const answers = await Promise.all(owners.map((owner) => table.take('orders', lease(owner), NOW)));
      expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
      const winner = owners[answers.indexOf(undefined)];
      expect(new Set(answers.map((answer) => answer?.owner).filter(Boolean))).toEqual(new Set([winner]));
    });

    test('tells whose lease is in the way; its owner and other applications are let through', async () => {
      expect(await table.take('orders', lease('one'), NOW)).toBeUndefined();
      expect(await table.take('orders', lease('two'), NOW)).toEqual(lease('one'));
      expect(await table.take('orders', lease('one'), NOW)).toBeUndefined();
      expect(await table.take('payments', lease('two'), NOW)).toBeUndefined();
    });

    test('can be taken over from the moment the lease is over, and not before', async () => {
      await table.take('orders', lease('one'), NOW);
      expect(await table.take('orders', lease('two'), in_(59_999))).toEqual(lease('one'));
      expect(await table.take('orders', lease('two'), in_(60_000))).toBeUndefined();
      expect(await table.announceDeletions('orders', lease('one'), ['a'])).toBe(false);
    });

    test('is free once it was given back, by its owner only', async () => {
      await table.take('orders', lease('one'), NOW);
      await table.giveBack('orders', lease('two'));
      expect(await table.take('orders', lease('two'), NOW)).toEqual(lease('one'));
      await table.giveBack('orders', lease('one'));
      await table.giveBack('orders', lease('one'));
      expect(await table.take('orders', lease('two'), NOW)).toBeUndefined();
    });

    test('shows what its owner is about to delete, while the lease lasts', async () => {
      expect(await table.announceDeletions('orders', lease('one'), ['a'])).toBe(false);
      await table.take('orders', lease('one'), NOW);
      expect(await table.announcedDeletions('orders', NOW)).toEqual([]);
      expect(await table.announceDeletions('orders', lease('one'), ['a', 'b'])).toBe(true);
      expect(await table.announcedDeletions('orders', NOW)).toEqual(['a', 'b']);
      expect(await table.announcedDeletions('orders', in_(60_000))).toEqual([]);
    });

    test('has room for the names of a whole cleanup', async () => {
      const names = Array.from({ length: 1_000 }, (_, index) => `${index}`.padStart(256, 'x'));
      await table.take('orders', lease('one'), NOW);
      expect(await table.announceDeletions('orders', lease('one'), names)).toBe(true);
      expect(await table.announcedDeletions('orders', NOW)).toEqual(names);
    });
  });

  function lease(owner: string): Lease {
    return { owner, eventId: `event-of-${owner}`, until: in_(60_000) };
  }

  async function item(application: string, key: string) {
    const Key = { [HOLDS.application]: { S: application }, [HOLDS.item]: { S: key } };
    return (await client.send(new GetItemCommand({ TableName: name, Key }))).Item;
  }
});

describe('the audit table', () => {
  let name: string;
  let audit: DynamoAuditLog;
  beforeEach(async () => {
    name = await createTable(AUDIT.application, AUDIT.runId, 'N');
    audit = new DynamoAuditLog(client, name, 400);
  });

  const started: RunRecord = {
    ...{ application: 'orders', runId: NOW.getTime() + 7, eventId: 'event-1', eventTime: NOW, startedAt: NOW },
    ...{ deadlineAt: in_(300_000), state: 'started', snapshot: { name: 'demo.20261123T102000Z' } },
    ...{ deleted: [], failedToDelete: [], kept: [] },
  };
  const taken: RunRecord = { ...started, state: 'taken', reason: 'ready', endedAt: in_(5_000) };
  const failed: RunRecord = { ...started, state: 'failed', reason: 'list-failed', endedAt: in_(5_000) };
  const stateOf = async () => (await audit.find('orders', started.runId))?.state;

  test('takes the start of a run and its end, and finds both', async () => {
    expect(await audit.find('orders', started.runId)).toBeUndefined();
    expect(await audit.start(started)).toBe(true);
    expect(await audit.find('orders', started.runId)).toMatchObject({ state: 'started', eventId: 'event-1' });
    expect(await audit.complete(taken)).toBe(true);
    expect(await audit.find('orders', started.runId)).toMatchObject({ state: 'taken', reason: 'ready' });
  });

  test('takes the end of a run whose start it never got', async () => {
    expect(await audit.complete(taken)).toBe(true);
    expect(await stateOf()).toBe('taken');
  });

  test('takes start and end again from a retry of a run that was cut off', async () => {
    await audit.start(started);
    expect(await audit.start({ ...started, startedAt: in_(60_000) })).toBe(true);
    expect(await audit.complete(taken)).toBe(true);
  });

  test('takes the better end of a retry after a failure', async () => {
    await audit.complete(failed);
    expect(await audit.start(started)).toBe(true);
    expect(await audit.complete(taken)).toBe(true);
    expect(await stateOf()).toBe('taken');
  });

  test.each([
    ['taken', taken],
    ['skipped', { ...taken, state: 'skipped', reason: 'not-running' }],
    ['late', { ...taken, state: 'late', reason: 'still-creating' }],
    ['abandoned', { ...taken, state: 'abandoned', reason: 'application-stopped' }],
    ['held', { ...taken, state: 'held', reason: 'hold-placed' }],
  ] satisfies [string, RunRecord][])('lets nobody overwrite a run that ended as %s', async (state, ended) => {
    await audit.complete(ended);
    expect([await audit.start(started), await audit.complete(failed)]).toEqual([false, false]);
    expect(await stateOf()).toBe(state);
  });

  test('lets no other event take the row of a failed run', async () => {
    await audit.complete(failed);
    expect(await audit.start({ ...started, eventId: 'event-2' })).toBe(false);
    expect(await audit.complete({ ...taken, eventId: 'event-2' })).toBe(false);
    expect(await audit.find('orders', started.runId)).toMatchObject({ state: 'failed', eventId: 'event-1' });
  });

  test('lets one of two close an earlier run: whoever read it as it is', async () => {
    await audit.start(started);
    const closed: RunRecord = { ...started, state: 'abandoned', reason: 'run-died', endedAt: in_(600_000) };
    expect(await audit.settle(closed, started)).toBe(true);
    expect(await audit.settle({ ...closed, reason: 'snapshot-gone' }, started)).toBe(false);
    expect(await audit.find('orders', started.runId)).toMatchObject({ reason: 'run-died' });
  });

  test('finds open runs newest first: started, or late and not seen ending', async () => {
    const at = (minutes: number, facts: Partial<RunRecord>) => ({
      ...taken,
      ...{ runId: started.runId + minutes * 60_000, eventId: `event-${minutes}` },
      ...facts,
    });
    await audit.complete(at(0, { state: 'late', reason: 'still-creating' }));
    await audit.complete(at(10, {}));
    await audit.start(at(20, { state: 'started', reason: undefined }));
    await audit.complete(at(30, { state: 'late', reason: 'ready-after-run' }));
    expect((await audit.findRecent('orders')).filter(isOpen).map(({ eventId }) => eventId)).toEqual([
      'event-20',
      'event-0',
    ]);
    expect(await audit.findRecent('payments')).toEqual([]);
  });

  test('passes rows of the reference system by, newer and older ones', async () => {
    for (const minutes of [-10, 10]) {
      const runId = started.runId + minutes * 60_000;
      const item = {
        ...{ app_name: { S: 'orders' }, snapshot_manager_run_id: { N: String(runId) } },
        ...{ new_snapshot_name: { S: `custom_${runId}` }, flink_app_version_id: { S: '7' } },
        new_snapshot_create_time: { S: '2026-11-23 10:20:01.250000+00:00' },
      };
      await client.send(new PutItemCommand({ TableName: name, Item: item }));
    }
    await audit.complete(taken);
    expect(await audit.findRecent('orders')).toEqual([taken]);
  });
});
