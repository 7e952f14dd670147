import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateApplicationCommand,
  CreateApplicationSnapshotCommand,
  ListApplicationSnapshotsCommand,
  StartApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { installTarball } from '../../__tests__/install-tarball';
import { clientOf, eventually } from './api-client';

let folder: string;
let server: ChildProcess | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'managed-flink-'));
  installTarball(join(__dirname, '..'), folder);
});

afterEach(async () => {
  if (server?.exitCode === null) {
    const exited = once(server, 'exit');
    server.kill('SIGTERM');
    await exited;
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the installed package serves the API with simulated jobs', async () => {
  server = spawn(join(folder, 'node_modules/.bin/managed-flink'), [], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [line] = await once(server.stdout ?? server, 'data');
  const client = clientOf(/http:\S+/.exec(String(line))?.[0] ?? '');

  await client.send(
    new CreateApplicationCommand({
      ApplicationName: 'orders',
      RuntimeEnvironment: 'FLINK-1_20',
      ServiceExecutionRole: 'arn:aws:iam::000000000000:role/orders',
      ApplicationConfiguration: {
        ApplicationCodeConfiguration: {
          CodeContentType: 'ZIPFILE',
          CodeContent: { S3ContentLocation: { BucketARN: 'arn:aws:s3:::code', FileKey: 'orders.jar' } },
        },
      },
    }),
  );
  await client.send(new StartApplicationCommand({ ApplicationName: 'orders' }));
  await eventually('a snapshot that is accepted', () =>
    client
      .send(new CreateApplicationSnapshotCommand({ ApplicationName: 'orders', SnapshotName: 'first' }))
      .catch(() => undefined),
  );
  const { SnapshotSummaries } = await client.send(new ListApplicationSnapshotsCommand({ ApplicationName: 'orders' }));
  expect(SnapshotSummaries?.map(({ SnapshotName }) => SnapshotName)).toEqual(['first']);
});

test('a program finds the API by the name of the package', () => {
  const code = `
    const { startManagedFlink } = require('@kda-snapshots/managed-flink');
    startManagedFlink({ engine: { kind: 'simulated' } }).then(async (server) => {
      const { status } = await fetch(server.endpoint);
      await server.close();
      console.log(status);
    });`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', code], { cwd: folder, encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: '400\n', stderr: '' });
});
