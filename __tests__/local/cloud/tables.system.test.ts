import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { AUDIT, HOLDS } from '../../../lambda-src/contract';
import { DynamoAuditLog } from '../../../lambda-src/snapshot-manager/aws/audit-table';
import { DynamoHoldsTable } from '../../../lambda-src/snapshot-manager/aws/holds-table';
import { DynamoMarks } from '../../../lambda-src/snapshot-manager/aws/marks-table';
import { DynamoSchedules } from '../../../lambda-src/snapshot-manager/aws/schedules-table';
import { type Hold, heldNames, holdsInForce } from '../../../lambda-src/snapshot-manager/domain/hold';
import { isOpen, type RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import type { Lease } from '../../../lambda-src/snapshot-manager/ports';
import { type MiniStack, startMiniStack } from '../../../local/cloud/ministack';
import { ensureMiniStack } from '../../../local/cloud/ministack-installation';
import { tableCommand } from '../../../trials/direct-manager';
import { testsOfKnownSchedules, testsOfNewestRuns } from '../../lambda-src/fakes/deployment-contracts';
import { testsOfMarks } from '../../lambda-src/fakes/marks-contract';

const NOW = new Date('2026-11-23T10:20:00Z');
const in_ = (ms: number) => new Date(NOW.getTime() + ms);

// The adapters of both tables over the real SDK and the emulator: what the fakes claim of them is true.
let folder: string;
let miniStack: MiniStack;
let client: DynamoDBClient;
let tables = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tables-'));
  miniStack = await startMiniStack(await ensureMiniStack(() => {}), {
    folder,
    region: 'eu-west-1',
    accountId: '000000000000',
    endpointForFunctions: 'http://127.0.0.1:1',
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

async function createTable(hash: string, range: string, rangeType: 'S' | 'N'): Promise<string> {
  tables += 1;
  await client.send(tableCommand(`table-${tables}`, [hash, 'S'], [range, rangeType]));
  return `table-${tables}`;
}

describe('the holds table', () => {
  let name: string;
  let table: DynamoHoldsTable;
  beforeEach(async () => {
    name = await createTable(HOLDS.application, HOLDS.item, 'S');
    table = new DynamoHoldsTable(client, name, 400);
  });

  const hold = (snapshotName: string, facts: Partial<Hold> = {}): Hold => ({
    application: 'orders',
    snapshotName,
    who: 'ada',
    why: 'before the migration',
    heldAt: NOW,
    until: undefined,
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
    const [ends, lasts] = await items('orders');
    expect(ends).toMatchObject({ [HOLDS.expiresAt]: { N: String(NOW.getTime() / 1000 + 60 + 86_400) } });
    expect(lasts).toBeDefined();
    expect(lasts).not.toHaveProperty(HOLDS.expiresAt);
  });

  test('keeps the holds of different people on one snapshot, and of each the latest', async () => {
    await table.hold(hold('a'));
    await table.hold(hold('a', { who: 'bob', until: in_(60_000) }));
    await table.hold(hold('a', { why: 'for longer', heldAt: in_(1) }));
    expect((await table.list('orders')).toSorted((a, b) => a.who.localeCompare(b.who))).toEqual([
      hold('a', { why: 'for longer', heldAt: in_(1) }),
      hold('a', { who: 'bob', until: in_(60_000) }),
    ]);
  });

  test('ends the hold of one person, once and again, and keeps who did so for a day', async () => {
    await table.hold(hold('a'));
    await table.hold(hold('a', { who: 'bob' }));
    const ended = hold('a', { until: in_(1_000), releasedBy: 'carol' });
    for (let time = 1; time <= 2; time += 1) await table.release(hold('a'), 'carol', in_(1_000));
    const holds = await table.list('orders');
    expect(holds).toContainEqual(ended);
    expect(holdsInForce(holds, in_(1_000))).toEqual([hold('a', { who: 'bob' })]);
  });

  test('ends no hold that the person placed anew', async () => {
    await table.hold(hold('a', { heldAt: in_(1) }));
    await table.release(hold('a'), 'ada', in_(1_000));
    expect(await table.list('orders')).toEqual([hold('a', { heldAt: in_(1) })]);
  });

  test('reads the rows of earlier versions, ends them, and replaces them by a new hold of the same person', async () => {
    for (const [snapshot, who] of [
      ['a', 'ada'],
      ['b', 'ada'],
      ['c', 'bob'],
    ] as const) {
      const row = { app_name: { S: 'orders' }, item: { S: `hold#${snapshot}` }, who: { S: who }, why: { S: 'old' } };
      await client.send(new PutItemCommand({ TableName: name, Item: { ...row, held_at: { S: NOW.toISOString() } } }));
    }
    const old = (snapshot: string, who: string) => hold(snapshot, { who, why: 'old' });
    expect(await table.list('orders')).toEqual([old('a', 'ada'), old('b', 'ada'), old('c', 'bob')]);
    await table.release(old('a', 'ada'), 'carol', in_(1_000));
    await table.hold(hold('b', { heldAt: in_(1), until: in_(60_000) }));
    await table.hold(hold('c', { heldAt: in_(1) }));
    const inForce = holdsInForce(await table.list('orders'), in_(2_000));
    expect(inForce.map(({ snapshotName, who, why }) => `${snapshotName} ${who} ${why}`)).toEqual([
      'b ada before the migration',
      'c bob old',
      'c ada before the migration',
    ]);
  });

  test('has room for the longest names', async () => {
    const longest = hold('x'.repeat(256), { who: '漢'.repeat(1_000), application: 'y'.repeat(128) });
    await table.hold(longest);
    expect(await table.list(longest.application)).toEqual([longest]);
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

  describe('with marks', () => {
    testsOfMarks(() => new DynamoMarks(client, name));

    test('keeps marks beside holds, lock and requests, and reads each without the others', async () => {
      const marks = new DynamoMarks(client, name);
      await table.hold(hold('a'));
      await table.take('orders', lease('one'), NOW);
      await table.firstTime({ application: 'orders', id: 'deploy-42' }, NOW);
      const suspect = { application: 'orders', snapshotName: 'a', who: 'ada', why: 'corrupt', markedAt: NOW };
      await marks.suspect(suspect);
      expect(await marks.marksOf('orders')).toEqual({ suspects: [suspect], freezes: [] });
      expect(await table.list('orders')).toEqual([hold('a')]);
    });

    test('lets DynamoDB remove an ended freeze a day later, and a suspect never', async () => {
      const marks = new DynamoMarks(client, name);
      const mark = { application: 'orders', who: 'ada', why: 'corrupt' };
      await marks.freeze({ ...mark, since: NOW, until: in_(60_000) });
      await marks.suspect({ ...mark, snapshotName: 'a', markedAt: NOW });
      const [freeze, suspect] = await items('orders');
      expect(freeze).toMatchObject({ [HOLDS.expiresAt]: { N: String(NOW.getTime() / 1000 + 60 + 86_400) } });
      expect(suspect).toMatchObject({ [HOLDS.item]: { S: 'mark#suspect#a' } });
      expect(suspect).not.toHaveProperty(HOLDS.expiresAt);
    });

    test.each([
      ['mark#suspect#a', 'marked_at'],
      ['mark#freeze#a', 'who'],
    ])('a damaged item %s stops the reading: what it marks is unknown', async (item, missing) => {
      await client.send(
        new PutItemCommand({ TableName: name, Item: { app_name: { S: 'orders' }, item: { S: item } } }),
      );
      await expect(new DynamoMarks(client, name).marksOf('orders')).rejects.toThrow(
        `The item orders / ${item} of the holds table has ${missing} missing`,
      );
    });

    test('leaves kinds of marks alone that a later version wrote', async () => {
      const Item = { app_name: { S: 'orders' }, item: { S: 'mark#quarantine#a' } };
      await client.send(new PutItemCommand({ TableName: name, Item }));
      expect(await new DynamoMarks(client, name).marksOf('orders')).toEqual({ suspects: [], freezes: [] });
    });
  });

  test('a request has the time of its first attempt', async () => {
    const later = in_(60_000);
    const request = { application: 'orders', applicationCreatedAt: in_(-60_000), id: 'deploy-42' };
    expect(await table.firstTime(request, NOW)).toEqual(NOW);
    expect(await table.firstTime(request, later)).toEqual(NOW);
    for (const other of [{ id: 'deploy-43' }, { application: 'payments' }, { applicationCreatedAt: in_(-1) }]) {
      expect(await table.firstTime({ ...request, ...other }, later)).toEqual(later);
    }
  });

  test('a notice about the deployment is there until it is removed', async () => {
    expect(await table.findNotice('audit')).toBeUndefined();
    await table.putNotice('audit', { since: NOW });
    expect(await table.findNotice('audit')).toEqual({ since: NOW, toldAt: undefined });
    await table.putNotice('audit', { since: NOW, toldAt: in_(60_000) });
    expect(await table.findNotice('audit')).toEqual({ since: NOW, toldAt: in_(60_000) });
    const over = { since: NOW, lastToldAt: in_(60_000), endedAt: in_(120_000) };
    await table.putNotice('audit', over);
    expect(await table.findNotice('audit')).toEqual(over);
    await table.removeNotice('audit');
    expect(await table.findNotice('audit')).toBeUndefined();
  });

  describe('with known schedules', () => testsOfKnownSchedules(() => new DynamoSchedules(client, name)));

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

  async function items(application: string) {
    const query = new QueryCommand({
      TableName: name,
      KeyConditionExpression: 'app_name = :application',
      ExpressionAttributeValues: { ':application': { S: application } },
    });
    return (await client.send(query)).Items ?? [];
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
    application: 'orders',
    runId: NOW.getTime() + 7,
    eventId: 'event-1',
    eventTime: NOW,
    startedAt: NOW,
    deadlineAt: in_(300_000),
    state: 'started',
    snapshot: { name: 'demo.20261123T102000Z' },
    deleted: [],
    failedToDelete: [],
    kept: [],
  };
  const ready = { name: started.snapshot?.name ?? '', status: 'READY' };
  const taken: RunRecord = { ...started, state: 'taken', reason: 'ready', snapshot: ready, endedAt: in_(5_000) };
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

  test('creates a row where there is none, or where one of the event says that it did nothing', async () => {
    const nothing: RunRecord = { ...failed, snapshot: undefined };
    expect(await audit.create(nothing)).toBe(true);
    expect(await audit.create({ ...taken, eventId: 'another' })).toBe(false);
    expect(await audit.create(taken)).toBe(true);
    expect(await stateOf()).toBe('taken');
  });

  test('creates a row where there is none, and lets the one that is there stay', async () => {
    expect(await audit.create(failed)).toBe(true);
    expect(await audit.create(taken)).toBe(false);
    expect(await stateOf()).toBe('failed');
  });

  const named = ['demo.20261123T100000Z: surplus'];
  test.each<[string, Partial<RunRecord>]>([
    ['its end', { endedAt: in_(6_000) }],
    ['its reason', { reason: 'unknown-status' }],
    ['when it was settled', { settledAt: in_(6_000) }],
    ['the status of its snapshot', { snapshot: { name: 'demo.20261123T102000Z', status: 'EXPORTING' } }],
    ['what was mailed', { told: { condition: 'slow', at: in_(6_000) } }],
    ['its open deletions', { deleting: undefined, deleted: ['demo.20261123T100000Z'] }],
  ])('lets nobody replace a row of which another run changed %s', async (_, changed) => {
    const late: RunRecord = { ...taken, state: 'late', reason: 'still-creating', deleting: named };
    await audit.complete(late);
    expect(await audit.settle({ ...late, ...changed }, late)).toBe(true);
    const asThere = await audit.find('orders', started.runId);
    expect(await audit.settle({ ...late, message: 'stale' }, late)).toBe(false);
    expect(await audit.find('orders', started.runId)).toEqual(asThere);
    expect(asThere && (await audit.settle({ ...asThere, message: 'fresh' }, asThere))).toBe(true);
  });

  test('finds open runs newest first: started, or late and not seen ending', async () => {
    const at = (minutes: number, facts: Partial<RunRecord>) => ({
      ...taken,
      runId: started.runId + minutes * 60_000,
      eventId: `event-${minutes}`,
      ...facts,
    });
    await audit.complete(at(0, { state: 'late', reason: 'still-creating', snapshot: started.snapshot }));
    await audit.complete(at(10, {}));
    await audit.start(at(20, { state: 'started', reason: undefined, snapshot: started.snapshot }));
    await audit.complete(at(30, { state: 'late', reason: 'ready-after-run' }));
    expect((await audit.findRecent('orders')).filter(isOpen).map(({ eventId }) => eventId)).toEqual([
      'event-20',
      'event-0',
    ]);
    expect(await audit.findRecent('payments')).toEqual([]);
  });

  test('finds the run before sixty holds, and reads on where a page ends', async () => {
    await audit.complete({ ...taken, state: 'late', reason: 'still-creating' });
    for (let number = 1; number <= 60; number += 1) {
      await audit.complete({
        ...taken,
        runId: started.runId + number,
        eventId: `hold-${number}`,
        state: 'held',
        reason: 'hold-placed',
      });
    }
    expect(await audit.findRecent('orders')).toMatchObject([{ eventId: 'event-1', reason: 'still-creating' }]);
  });

  describe('asked for the newest runs', () => testsOfNewestRuns(() => audit));

  test('passes rows of the reference system by, newer and older ones', async () => {
    for (const minutes of [-10, 10]) {
      const runId = started.runId + minutes * 60_000;
      const item = {
        app_name: { S: 'orders' },
        snapshot_manager_run_id: { N: String(runId) },
        new_snapshot_name: { S: `custom_${runId}` },
        flink_app_version_id: { S: '7' },
        new_snapshot_create_time: { S: '2026-11-23 10:20:01.250000+00:00' },
      };
      await client.send(new PutItemCommand({ TableName: name, Item: item }));
    }
    await audit.complete(taken);
    expect(await audit.findRecent('orders')).toEqual([taken]);
  });
});
