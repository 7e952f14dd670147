import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateApplicationSnapshotCommand,
  ListApplicationSnapshotsCommand,
  ListApplicationsCommand,
  paginateListApplicationSnapshots,
  paginateListApplications,
  ResourceInUseException,
  StartApplicationCommand,
  StopApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { parseFault } from '../src/faults';
import type { Call } from '../src/http/api-server';
import {
  type ManagedFlinkOptions,
  type ManagedFlinkServer,
  type SimulatedOptions,
  startManagedFlink,
} from '../src/server';
import { clientOf, createApplication, snapshotOf, statusOf, untilStatus } from './api-client';

const servers: ManagedFlinkServer[] = [];
const calls: Call[] = [];

async function simulated(engine: Partial<SimulatedOptions> = {}, more: Partial<ManagedFlinkOptions> = {}) {
  const onCall = (call: Call) => calls.push(call);
  const server = await startManagedFlink({ engine: { kind: 'simulated', ...engine }, onCall, ...more });
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  calls.splice(0);
});

const snapshotCommand = (SnapshotName: string) =>
  new CreateApplicationSnapshotCommand({ ApplicationName: 'app-0001', SnapshotName });

describe('trouble on request', () => {
  test('throttled calls are tried again by the SDK until they succeed', async () => {
    const { endpoint } = await simulated({ applications: 1, callsPerSecond: 5 });
    const client = clientOf(endpoint, 10);
    const answers = await Promise.all(Array.from({ length: 8 }, () => client.send(new ListApplicationsCommand({}))));
    expect(answers.map((answer) => answer.ApplicationSummaries?.length)).toEqual(Array(8).fill(1));
    expect(calls.filter((call) => call.httpStatus === 200)).toHaveLength(8);
    expect(calls.filter((call) => call.errorType === 'ThrottlingException').length).toBeGreaterThanOrEqual(1);
  }, 30_000);

  test('a lost answer leaves the snapshot made: the SDK’s second try finds the name taken', async () => {
    const { endpoint } = await simulated({
      applications: 1,
      faults: [parseFault('CreateApplicationSnapshot=LOST')],
    });
    await expect(clientOf(endpoint, 1).send(snapshotCommand('one'))).rejects.toThrow('socket hang up');
    expect((await snapshotOf(clientOf(endpoint), 'app-0001', 'one'))?.SnapshotStatus).toBe('CREATING');
    await expect(clientOf(endpoint, 2).send(snapshotCommand('two'))).rejects.toBeInstanceOf(ResourceInUseException);
  }, 30_000);

  test('faults can be changed while the server runs', async () => {
    const server = await simulated({ applications: 1, faults: [parseFault('ListApplications=LOST')] });
    const list = () => clientOf(server.endpoint, 1).send(new ListApplicationsCommand({}));
    server.setFaults([parseFault('ListApplications=ThrottlingException')]);
    await expect(list()).rejects.toThrow('ThrottlingException as asked for by --fail');
    server.setFaults([]);
    expect((await list()).ApplicationSummaries).toHaveLength(1);
  });

  test('a snapshot that is to fail is accepted and ends FAILED', async () => {
    const server = await simulated({
      applications: 1,
      durations: { snapshotMs: 10 },
      faults: [parseFault('CreateApplicationSnapshot=FAILED:0.5')],
    });
    const client = clientOf(server.endpoint);
    for (const name of ['one', 'two']) await client.send(snapshotCommand(name));
    await server.whenIdle();
    expect((await snapshotOf(client, 'app-0001', 'one'))?.SnapshotStatus).toBe('READY');
    expect((await snapshotOf(client, 'app-0001', 'two'))?.SnapshotStatus).toBe('FAILED');
  });

  test.each([
    ['an operation that does not exist', 'KinesisAnalytics_20180523.Dance', '{}', 400, 'UnknownOperationException'],
    ['another service’s operation', 'DynamoDB_20120810.GetItem', '{}', 400, 'UnknownOperationException'],
    [
      'one that is absent here',
      'KinesisAnalytics_20180523.DiscoverInputSchema',
      '{}',
      400,
      'UnsupportedOperationException',
    ],
    ['malformed JSON', 'KinesisAnalytics_20180523.ListApplications', '{"Limit":', 400, 'SerializationException'],
    [
      'a body that is too large',
      'KinesisAnalytics_20180523.ListApplications',
      ' '.repeat(17 * 1024 * 1024),
      413,
      'RequestEntityTooLargeException',
    ],
  ])('%s gets an error of its own, and the server goes on', async (_, target, body, status, type) => {
    const { endpoint } = await simulated();
    const response = await fetch(endpoint, { method: 'POST', headers: { 'x-amz-target': target }, body });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(await response.json()).toMatchObject({ __type: type });
    expect((await clientOf(endpoint).send(new ListApplicationsCommand({}))).ApplicationSummaries).toEqual([]);
  });
});

test('a thousand applications with a thousand snapshots each are listed to the last page', async () => {
  const { endpoint } = await simulated({ applications: 1000, snapshotsPerApplication: 1000 });
  const client = clientOf(endpoint);
  const names: (string | undefined)[] = [];
  for await (const page of paginateListApplications({ client, pageSize: 50 }, {})) {
    names.push(...(page.ApplicationSummaries ?? []).map((each) => each.ApplicationName));
  }
  expect(names).toHaveLength(1000);
  expect(names.at(-1)).toBe('app-1000');
  const snapshots = new Set<string | undefined>();
  for await (const page of paginateListApplicationSnapshots(
    { client, pageSize: 50 },
    { ApplicationName: 'app-1000' },
  )) {
    for (const each of page.SnapshotSummaries ?? []) snapshots.add(each.SnapshotName);
  }
  expect(snapshots.size).toBe(1000);
}, 30_000);

test('state survives: snapshots are there again, what ran runs again, and what was being started is READY', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'managed-flink-'));
  try {
    const first = await simulated({ durations: { snapshotMs: 10 } }, { dataDirectory });
    const before = clientOf(first.endpoint);
    for (const name of ['runs', 'stopped', 'starting']) await createApplication(before, name);
    for (const name of ['runs', 'stopped']) {
      await before.send(new StartApplicationCommand({ ApplicationName: name }));
      await untilStatus(before, name, 'RUNNING');
    }
    await before.send(new StopApplicationCommand({ ApplicationName: 'stopped' }));
    await untilStatus(before, 'stopped', 'READY');
    const list = new ListApplicationSnapshotsCommand({ ApplicationName: 'stopped' });
    const { SnapshotSummaries } = await before.send(list);
    expect(SnapshotSummaries).toHaveLength(1);
    await before.send(new StartApplicationCommand({ ApplicationName: 'starting' }));
    await first.close();

    const second = await simulated({}, { dataDirectory });
    const after = clientOf(second.endpoint);
    expect(await statusOf(after, 'runs')).toBe('STARTING');
    await untilStatus(after, 'runs', 'RUNNING');
    expect(await statusOf(after, 'stopped')).toBe('READY');
    expect(await statusOf(after, 'starting')).toBe('READY');
    expect((await after.send(list)).SnapshotSummaries).toEqual(SnapshotSummaries);
    // While it runs, a file may just be on its way to replace another.
    await second.close();
    expect((await readdir(dataDirectory)).sort()).toEqual(
      ['runs', 'starting', 'stopped'].map((name) => `${name}.application.json`),
    );
  } finally {
    await rm(dataDirectory, { recursive: true, force: true });
  }
}, 30_000);

describe('the command', () => {
  const MAIN = join(__dirname, '../src/main.ts');

  function run(args: string[], whenReady: (endpoint: string, kill: (signal: NodeJS.Signals) => void) => void) {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args]);
    const output = { stdout: '', stderr: '' };
    return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
      child.stderr.on('data', (chunk) => {
        output.stderr += String(chunk);
      });
      child.stdout.on('data', (chunk) => {
        output.stdout += String(chunk);
        const [endpoint] = /http:\/\/127\.0\.0\.1:\d+/.exec(output.stdout) ?? [];
        if (endpoint) whenReady(endpoint, (signal) => child.kill(signal));
      });
      child.on('close', (code) => resolve({ code, ...output }));
    });
  }

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'prints one line when ready and ends on %s',
    async (signal) => {
      const { code, stdout } = await run([], (_endpoint, kill) => kill(signal));
      expect(stdout).toMatch(/^Managed Flink API \(simulated\) listening on http:\/\/127\.0\.0\.1:\d+\n$/);
      expect(code).toBe(0);
    },
    30_000,
  );

  test('killed right after its answers, it has kept what they said, and its folder can be taken over', async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'managed-flink-'));
    try {
      const data = ['--data', dataDirectory, '--snapshot-duration', '60000'];
      await run(data, (endpoint, kill) => {
        void (async () => {
          const client = clientOf(endpoint);
          await createApplication(client, 'orders');
          await client.send(new StartApplicationCommand({ ApplicationName: 'orders' }));
          await untilStatus(client, 'orders', 'RUNNING');
          await createApplication(client, 'last');
          await client.send(new CreateApplicationSnapshotCommand({ ApplicationName: 'orders', SnapshotName: 'one' }));
        })().finally(() => kill('SIGKILL'));
      });
      const second = await simulated({}, { dataDirectory });
      const after = clientOf(second.endpoint);
      expect(await statusOf(after, 'last')).toBe('READY');
      expect((await snapshotOf(after, 'orders', 'one'))?.SnapshotStatus).toBe('FAILED');
    } finally {
      await Promise.all(servers.splice(0).map((server) => server.close()));
      await rm(dataDirectory, { recursive: true, force: true });
    }
  }, 60_000);

  test('says in one line that the folder is in use', async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'managed-flink-'));
    try {
      await simulated({}, { dataDirectory });
      const { code, stderr } = await run(['--data', dataDirectory], () => {});
      expect(stderr).toContain(`${dataDirectory} is in use by process ${process.pid}: `);
      expect(code).toBe(1);
    } finally {
      await Promise.all(servers.splice(0).map((server) => server.close()));
      await rm(dataDirectory, { recursive: true, force: true });
    }
  }, 60_000);

  test('says in one line that the port is in use', async () => {
    const { endpoint } = await simulated();
    const { port } = new URL(endpoint);
    const { code, stderr } = await run(['--port', port], () => {});
    expect(stderr).toBe(
      `Port ${port} is in use by another process. Choose another with --port N, or --port 0 for a free one\n`,
    );
    expect(code).toBe(1);
  }, 30_000);

  test('shows its usage on a wrong option', async () => {
    const { code, stdout, stderr } = await run(['--engine', 'real'], () => {});
    expect(stderr).toMatch(/^--engine is "real", expected simulated or flink\.\nUsage: managed-flink /);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  }, 30_000);
});
