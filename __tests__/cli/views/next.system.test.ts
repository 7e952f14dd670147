import { StartApplicationCommand, StopApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { parseNext } from '../../../cli/commands/next';
import { nextDocument } from '../../../cli/documents/next';
import { next } from '../../../cli/views/next';
import { DynamoMarks } from '../../../lambda-src/snapshot-manager/aws/marks-table';
import { ManagedFlinkSnapshotApi } from '../../../lambda-src/snapshot-manager/aws/snapshot-api';
import { byAgeNewestFirst } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import { untilStatus } from '../../../packages/managed-flink/__tests__/api-client';
import { ALONE, deployment, NAME, startWorld, WITH_TABLES, type WorldOfViews } from './world-of-views';

let world: WorldOfViews;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.close());

/** Document of `kda next`, as a script reads it, with the states by their way. */
async function nextOf(known = WITH_TABLES) {
  const answer = await next(NAME, world.client, known, { dynamo: world.dynamo, say: () => {} });
  const document = nextDocument.parse(JSON.parse(JSON.stringify(answer.document)));
  const listed = await new ManagedFlinkSnapshotApi(world.client).listSnapshots(NAME);
  const names = listed.toSorted(byAgeNewestFirst).map(({ name }) => name);
  const used = Object.fromEntries(document.next.map(({ by, snapshot, source }) => [by, snapshot?.name ?? source]));
  return { document, names, used };
}

test('the API alone is enough, and the warning says that marks are not known', async () => {
  const { document, names, used } = await nextOf(ALONE);
  expect(used).toMatchObject({ 'kda-start': names[0], 'console-run': names[0], deployment: 'new-snapshot' });
  expect(document.warnings).toEqual([`Whether ${names[0]} is suspect is not known: the marks could not be read.`]);
});

test('with the tables kda start passes over a suspect snapshot, and the console does not', async () => {
  const { names: before } = await nextOf();
  await new DynamoMarks(world.dynamo, deployment.holdsTable).suspect({
    ...{ application: NAME, snapshotName: before[0] ?? '', who: 'bob', why: 'corrupt', markedAt: new Date() },
  });

  const { document, names, used } = await nextOf();
  expect(used).toMatchObject({ 'kda-start': names[1], 'console-run': names[0], 'aws-start': names[0] });
  expect(document.warnings).toEqual([expect.stringContaining('would bring the bad state back')]);
});

test('a start from a chosen snapshot leaves the application configured for it', async () => {
  const { names } = await nextOf();
  await world.client.send(new StopApplicationCommand({ ApplicationName: NAME, Force: true }));
  await untilStatus(world.client, NAME, 'READY');
  expect((await nextOf()).used).toMatchObject({ 'flink-restart': 'nothing', deployment: 'nothing' });
  const restore = { ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT', SnapshotName: names[3] } as const;
  await world.client.send(
    new StartApplicationCommand({
      ApplicationName: NAME,
      RunConfiguration: { ApplicationRestoreConfiguration: restore },
    }),
  );
  await untilStatus(world.client, NAME, 'RUNNING');

  const { document, used } = await nextOf();
  expect(used).toMatchObject({ 'aws-start': names[3], 'kda-start': names[1], 'console-run': names[0] });
  expect(document.next[0]).toMatchObject({ source: 'checkpoint', snapshot: { name: names[3] } });
  expect(document.warnings).toContainEqual(
    expect.stringMatching(new RegExp(`^An AWS start without a choice goes back to ${names[3]}, 30 min before`)),
  );
});

test('the name of the application is required', () => {
  expect(() => parseNext([])).toThrow('The name of the application is missing.');
});
