import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parseSnapshots } from '../../../cli/commands/snapshots';
import { snapshotsDocument } from '../../../cli/documents/snapshots';
import { writeActionRow } from '../../../cli/recovery/action-row';
import { openTables } from '../../../cli/views/open-tables';
import { readFacts } from '../../../cli/views/read-facts';
import { showSnapshots } from '../../../cli/views/snapshots';
import { DynamoHoldsTable } from '../../../lambda-src/snapshot-manager/aws/holds-table';
import { DynamoMarks } from '../../../lambda-src/snapshot-manager/aws/marks-table';
import { ALONE, deployment, NAME, startWorld, WITH_TABLES, type WorldOfViews } from './world-of-views';

let world: WorldOfViews;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.close());

/** Document of `kda snapshots`, as a script reads it. */
async function documentOf(known = WITH_TABLES, application = NAME) {
  const facts = await readFacts(application, world.client, known, { dynamo: world.dynamo });
  return snapshotsDocument.parse(JSON.parse(JSON.stringify(showSnapshots(facts).document)));
}

test('with the API alone every snapshot is listed, and what the tables have is unknown', async () => {
  const document = await documentOf(ALONE);
  expect(document).toMatchObject({
    ...{ application: NAME, status: 'RUNNING', quota: { used: 5, of: null } },
    unread: [
      'No deployment is known, so holds, marks, proofs and retention are not: No deployment is here. --deployment NAME or --env NAME chooses one.',
    ],
  });
  const ages = document.snapshots.map(({ ageSeconds }) => ageSeconds ?? 0);
  expect(ages).toEqual(ages.toSorted((a, b) => a - b));
  expect(document.snapshots[0]).toMatchObject({
    ...{ state: 'READY', madeBy: 'schedule', codeVersion: 1, runtime: 'FLINK-1_20' },
    ...{ holds: null, suspect: null, proven: null, retention: null },
  });
});

test('with its tables each has hold, mark, proof, and the decision of the retention', async () => {
  const [newest, bad, proven, , oldest] = (await documentOf()).snapshots.map(({ name }) => name);
  const application = NAME;
  const at = new Date();
  await new DynamoHoldsTable(world.dynamo, deployment.holdsTable, 30).hold({
    ...{ application, snapshotName: oldest ?? '', who: 'ada', why: 'audit', heldAt: at },
  });
  await new DynamoMarks(world.dynamo, deployment.holdsTable).suspect({
    ...{ application, snapshotName: bad ?? '', who: 'bob', why: 'corrupt', markedAt: at },
  });
  await writeActionRow(world.dynamo, deployment.auditTable, 30, {
    ...{ application, action: 'restored', who: 'ada', why: 'a test', startedAt: at, endedAt: at, message: 'It runs.' },
    restoredFrom: { name: proven ?? '', createdAt: at, applicationVersion: 1 },
    ...{ verdict: 'proven', rpoSeconds: 600, rtoSeconds: 41 },
  });

  const { snapshots, unread, quota } = await documentOf();
  expect({ unread, quota }).toEqual({ unread: [], quota: { used: 5, of: 1000 } });
  const of = (name: string | undefined) => snapshots.find((each) => each.name === name);
  expect(of(newest)).toMatchObject({ holds: [], suspect: false, proven: false, retention: { verdict: 'stays' } });
  expect(of(bad)).toMatchObject({
    suspect: { who: 'bob', why: 'corrupt' },
    retention: { verdict: 'stays', reasons: ['suspect within 14d'] },
  });
  expect(of(proven)).toMatchObject({ proven: { at: at.toISOString(), restoreSeconds: 41 } });
  expect(of(oldest)).toMatchObject({
    holds: [{ who: 'ada', why: 'audit', until: null }],
    retention: { verdict: 'stays', reasons: ['on-hold'], goesAt: null },
  });
});

test('a table that is not there hides neither the list nor what the other table has', async () => {
  const { unread, snapshots } = await documentOf({ deployment: { ...deployment, auditTable: 'no-such-table' } });
  expect(unread).toEqual([
    'Not known: proofs. A table of the deployment does not exist: kda doctor names it, and says what to do.',
  ]);
  expect(snapshots[0]).toMatchObject({ proven: null, holds: [], suspect: false });
});

test('tables that are not reached are told once, with all that is therefore not known', async () => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const dynamo = new DynamoDBClient({
    endpoint: 'http://127.0.0.1:9',
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
  const { unread, snapshots } = await readFacts(NAME, world.client, WITH_TABLES, { dynamo });
  expect(unread).toEqual([
    expect.stringMatching(
      /^Not known: a restore under way, holds, proofs, suspects and freezes\. .*ECONNREFUSED 127\.0\.0\.1:9/,
    ),
  ]);
  expect(snapshots).toHaveLength(5);
});

test('tables that never answer do not hide what the API says', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  const { port } = silent.address() as AddressInfo;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const dynamo = openTables(
    'us-east-1',
    { connectMs: 200, answerMs: 200 },
    { endpoint: `http://127.0.0.1:${port}`, credentials },
  );
  const { unread, snapshots } = await readFacts(NAME, world.client, WITH_TABLES, { dynamo });
  silent.closeAllConnections();
  await new Promise((closed) => silent.close(closed));
  expect(unread).toEqual([
    expect.stringMatching(
      /^Not known: a restore under way, holds, proofs, suspects and freezes\. AWS could not be reached \(ETIMEDOUT: /,
    ),
  ]);
  expect(snapshots).toHaveLength(5);
});

test('an application that the deployment does not select has no retention', async () => {
  const { unread, snapshots } = await documentOf(WITH_TABLES, 'app-0002');
  expect(unread).toEqual(['Deployment demo does not select app-0002: it takes and deletes no snapshots of it.']);
  expect(snapshots.map(({ retention }) => retention)).toEqual([null, null, null, null, null]);
});

test('an unknown application is answered with the nearest names', async () => {
  await expect(documentOf(ALONE, 'app-0003')).rejects.toThrow(
    'Region us-east-1 has no application app-0003. Most similar: app-0001, app-0002. Correct the name, or set AWS_REGION to its region.',
  );
});

test.each([
  [[], 'The name of the application is missing.'],
  [['orders', 'payments'], 'Only one application is allowed: payments is too much.'],
])('%j is refused', (argv, message) => {
  expect(() => parseSnapshots(argv)).toThrow(message);
});
