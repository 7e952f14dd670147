import { describeDocument } from '../../../cli/documents/describe';
import { writeActionRow } from '../../../cli/recovery/action-row';
import { describe as describeIt } from '../../../cli/views/describe';
import { recordToItem } from '../../../lambda-src/snapshot-manager/aws/audit-item';
import { ManagedFlinkSnapshotApi } from '../../../lambda-src/snapshot-manager/aws/snapshot-api';
import { byAgeNewestFirst } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import { ALONE, deployment, NAME, startWorld, WITH_TABLES, type WorldOfViews } from './world-of-views';

let world: WorldOfViews;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.close());

/** Document of `kda describe`, as a script reads it. */
async function documentOf(reference?: string, known = WITH_TABLES) {
  const { document } = await describeIt(NAME, reference, world.client, known, { dynamo: world.dynamo, say: () => {} });
  return describeDocument.parse(JSON.parse(JSON.stringify(document)));
}

const snapshotsOf = async () =>
  (await new ManagedFlinkSnapshotApi(world.client).listSnapshots(NAME)).toSorted(byAgeNewestFirst);

test('with the API alone the application has status, job and snapshots, and no deployment', async () => {
  const [newest] = await snapshotsOf();
  expect(await documentOf(undefined, ALONE)).toMatchObject({
    ...{ kind: 'application', status: 'RUNNING', version: 1, runtime: 'FLINK-1_20', snapshotsEnabled: true },
    restoresFrom: { kind: 'latest' },
    job: { code: 'simulated.jar', checkpointing: true, checkpointIntervalSeconds: 60, parallelism: 1 },
    ...{ newestGood: { name: newest?.name }, deployment: null, holds: null, lastRows: null },
  });
});

test('with its tables it has schedule, retention and last runs', async () => {
  const at = new Date();
  const [newest] = await snapshotsOf();
  await world.putRow(
    recordToItem(
      {
        ...{ application: NAME, runId: (newest?.createdAt?.getTime() ?? 0) - 1000, eventId: 'e1', state: 'taken' },
        ...{ eventTime: at, startedAt: at, deadlineAt: at, endedAt: at, message: 'It is READY.' },
        ...{ snapshot: { name: newest?.name ?? '', status: 'READY' }, deleted: [], failedToDelete: [], kept: [] },
      },
      30,
    ),
  );
  expect(await documentOf()).toMatchObject({
    deployment: { name: 'demo', scheduleMinutes: 10, retention: 'keepLast 3' },
    ...{ holds: [], suspects: [], freezes: [], unread: [] },
    lastRows: [{ outcome: 'taken', snapshotName: newest?.name }],
  });
});

test('a snapshot has the run that made it, the restores from it, and the way back', async () => {
  const [newest, , third] = await snapshotsOf();
  await writeActionRow(world.dynamo, deployment.auditTable, 30, {
    ...{ application: NAME, action: 'restored', who: 'ada', why: 'a test', startedAt: new Date(), endedAt: new Date() },
    restoredFrom: { name: third?.name ?? '', createdAt: third?.createdAt ?? new Date(), applicationVersion: 1 },
    ...{ message: 'It runs.', verdict: 'proven', rpoSeconds: 1800, rtoSeconds: 41 },
  });

  expect(await documentOf('latest')).toMatchObject({
    ...{ kind: 'snapshot', snapshot: { name: newest?.name }, madeByRun: { outcome: 'taken', message: 'It is READY.' } },
    ...{ restores: [], restoreCommand: `kda restore ${NAME} --snapshot ${newest?.name}` },
  });
  expect(await documentOf(third?.name)).toMatchObject({
    ...{ madeByRun: null, restores: [{ outcome: 'restored', rtoSeconds: 41 }] },
    snapshot: { proven: { restoreSeconds: 41 } },
  });
});

test('with the API alone a snapshot is shown, too', async () => {
  expect(await documentOf('latest', ALONE)).toMatchObject({
    ...{ kind: 'snapshot', madeByRun: null, restores: null, snapshot: { state: 'READY', suspect: null } },
  });
});

test('an unknown application and an unknown snapshot are answered with the nearest names', async () => {
  const [newest] = await snapshotsOf();
  await expect(describeIt('app-001', undefined, world.client, ALONE, { say: () => {} })).rejects.toThrow(
    'Most similar: app-0001',
  );
  await expect(documentOf(`${newest?.name}x`)).rejects.toThrow(`Most similar: ${newest?.name}`);
});
