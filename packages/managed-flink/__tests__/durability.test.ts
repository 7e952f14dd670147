import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApplicationStore } from '../src/application-store';
import type { OperationName } from '../src/service-operations';
import { openStateFiles } from '../src/state-files';
import { applicationRequest } from './api-client';
import { app, update, world } from './world';

let folder: string;
const logged: string[] = [];
const log = (line: string) => logged.push(line);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durability-'));
  logged.length = 0;
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const onDisk = async (): Promise<unknown> => JSON.parse(JSON.stringify((await openStateFiles(folder, log)).load()));

/** State that a server finds when it starts after this one was killed. */
async function kept(made: Awaited<ReturnType<typeof durable>>) {
  const inMemory: unknown = JSON.parse(JSON.stringify(made.plane.applications.all()));
  expect(await onDisk()).toEqual(inMemory);
}

async function durable() {
  return world({}, new ApplicationStore(await openStateFiles(folder, log)));
}

const ResourceARN = 'arn:aws:kinesisanalytics:us-east-1:000000000000:application/app';
const LogStreamARN = 'arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:s';

test('what was answered is on disk: each operation of an application’s life', async () => {
  const made = await durable();
  const { call, clock } = made;
  const steps: readonly [OperationName, () => object][] = [
    ['CreateApplication', () => applicationRequest('app')],
    ['TagResource', () => ({ ResourceARN, Tags: [{ Key: 'team', Value: 'flink' }] })],
    ['UntagResource', () => ({ ResourceARN, TagKeys: ['team'] })],
    ['AddApplicationCloudWatchLoggingOption', () => update(1, { CloudWatchLoggingOption: { LogStreamARN } })],
    ['DeleteApplicationCloudWatchLoggingOption', () => update(2, { CloudWatchLoggingOptionId: '2.1' })],
    ['StartApplication', () => app],
    ['CreateApplicationSnapshot', () => ({ ...app, SnapshotName: 'one' })],
    ['UpdateApplication', () => update(3, { RuntimeEnvironmentUpdate: 'FLINK-1_19' })],
    ['RollbackApplication', () => ({ ...app, CurrentApplicationVersionId: 4 })],
    ['StopApplication', () => app],
    [
      'DeleteApplicationSnapshot',
      () => ({
        ...app,
        SnapshotName: 'one',
        SnapshotCreationTimestamp:
          (made.plane.applications.get('app').snapshots.find('one')?.createdAt.getTime() ?? 0) / 1000,
      }),
    ],
    [
      'DeleteApplication',
      () => ({ ...app, CreateTimestamp: made.plane.applications.get('app').createdAt.getTime() / 1000 }),
    ],
  ];
  for (const [operation, request] of steps) {
    await call(operation, request());
    await kept(made);
    await clock.advance(5000);
  }
  await made.plane.applications.flush();
  expect(await onDisk()).toEqual([]);
});

test('what cannot be written is an error, not an answer: an application is not created', async () => {
  const made = await durable();
  const inTheWay = join(folder, 'app.application.json.new');
  await mkdir(inTheWay);
  await expect(made.create()).rejects.toMatchObject({
    type: 'InternalFailure',
    message: expect.stringMatching(/^The change of application app is not saved: .*EISDIR/),
  });
  await expect(made.detail()).rejects.toMatchObject({ type: 'ResourceNotFoundException' });
  await rm(inTheWay, { recursive: true });
  await made.create();
  await kept(made);
});

test('a change that cannot be written is an error; it is written as soon as that is possible', async () => {
  const made = await durable();
  await made.running();
  const inTheWay = join(folder, 'app.application.json.new');
  await made.plane.applications.flush();
  await mkdir(inTheWay);
  await expect(made.call('CreateApplicationSnapshot', { ...app, SnapshotName: 'one' })).rejects.toMatchObject({
    type: 'InternalFailure',
  });
  expect(await made.snapshots()).toHaveLength(1); // reading goes on
  await rm(inTheWay, { recursive: true });
  await made.plane.applications.flush();
  await kept(made);
});
