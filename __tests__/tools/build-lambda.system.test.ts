import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { startManagedFlink } from '../../packages/managed-flink/src/server';
import { buildLambda } from '../../tools/build-lambda';
import { startAwsStub } from '../lambda-src/fakes/aws-stub';

const run = promisify(execFile);
const PROJECT = resolve(__dirname, '../..');

// Far beyond what is needed: the machine may be busy with Flink and Terraform, and slowness is no failure here.
jest.setTimeout(120_000);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'build-lambda-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('the zip holds one readable file of at most 170 kB, without any path of this machine', async () => {
  const { zipFile, sizeBytes } = await buildLambda(join(folder, 'a.zip'));
  expect(sizeBytes).toBeLessThanOrEqual(170_000);
  const files = unzipSync(await readFile(zipFile));
  expect(Object.keys(files)).toEqual(['index.mjs']);
  const code = new TextDecoder().decode(files['index.mjs']);
  expect(code).not.toContain(PROJECT);
  expect(code).not.toContain('credential-provider-sso');
  const { stdout } = await run('unzip', ['-Z', zipFile]);
  expect(stdout).toContain('-rw-r--r--');
});

test('a clone in another folder, in another time zone, builds the same bytes', async () => {
  const { sha256 } = await buildLambda(join(folder, 'b.zip'));
  const clone = join(folder, 'a clone');
  await mkdir(clone);
  for (const part of ['lambda-src', 'tools', 'package.json', 'tsconfig.json']) {
    await cp(join(PROJECT, part), join(clone, part), { recursive: true });
  }
  await symlink(join(PROJECT, 'node_modules'), join(clone, 'node_modules'));
  await writeFile(
    join(clone, 'build.ts'),
    "import { buildLambda } from './tools/build-lambda';\nbuildLambda().then(({ sha256 }) => console.log(sha256));\n",
  );
  const { stdout } = await run(process.execPath, ['--import', 'tsx', 'build.ts'], {
    cwd: clone,
    env: { ...process.env, TZ: 'Asia/Kolkata' },
  });
  expect(stdout.trim()).toBe(sha256);
});

describe('the bundle as it is deployed', () => {
  const environment = {
    PATH: process.env.PATH,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    APPLICATIONS: '["app-0001"]',
    ADOPT_REFERENCE_SNAPSHOTS: 'false',
    NOTIFICATIONS: '{"policy":"always","reminderHours":24}',
    SNAPSHOT_AGE_MINUTES: '30',
    PASSING_STATUS_MINUTES: '30',
    PROVEN_WITHIN_DAYS: '0',
    SCHEDULE: 'rate(10 minutes)',
    QUIET_HOURS: 'null',
    CALLS_PER_SECOND: '5',
    SNAPSHOT_QUOTA: '1000',
    SNAPSHOT_NAME_PREFIX: 'demo.',
    RETENTION: '{"keepLast":3}',
    AUDIT_TABLE: 'audit',
    AUDIT_RETENTION_DAYS: '30',
    TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:topic',
    HOLDS_TABLE: 'holds',
    EVENT_BUS: 'default',
  };

  /** Audit rows: the stub keeps the items of both tables in one place. */
  const rowsOf = ({ items }: { readonly items: ReadonlyMap<string, unknown> }) =>
    [...items.values()].filter((item) => typeof item === 'object' && item !== null && 'outcome' in item);

  /** Imports the unzipped bundle in a process of its own, as Lambda does, and invokes it once. */
  async function invokeBundle(event: unknown, env: Record<string, string | undefined>): Promise<string[]> {
    const { zipFile } = await buildLambda(join(folder, 'c.zip'));
    const bundle = unzipSync(await readFile(zipFile))['index.mjs'];
    if (!bundle) throw new Error('The zip has no index.mjs.');
    await writeFile(join(folder, 'index.mjs'), bundle);
    const invocation = `
      import { handler } from './index.mjs';
      const context = { awsRequestId: 'request', getRemainingTimeInMillis: () => 60000 };
      console.log(JSON.stringify(await handler(${JSON.stringify(event)}, context)));
      process.exit(0);`;
    await writeFile(join(folder, 'invoke.mjs'), invocation);
    const { stdout } = await run(process.execPath, ['invoke.mjs'], { cwd: folder, env });
    return stdout.trim().split('\n');
  }

  test('takes a snapshot, records it, notifies, and writes its metrics as a bare line', async () => {
    const flink = await startManagedFlink({
      engine: { kind: 'simulated', applications: 1, durations: { snapshotMs: 300 } },
    });
    const aws = await startAwsStub();
    try {
      const lines = await invokeBundle(
        { id: 'event-1', time: '2026-11-23T10:20:00Z' },
        {
          ...environment,
          AWS_ENDPOINT_URL: aws.endpoint,
          AWS_ENDPOINT_URL_KINESIS_ANALYTICS_V2: flink.endpoint,
        },
      );
      expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ applications: 1, outcomes: { taken: 1 } });
      expect(rowsOf(aws)).toMatchObject([
        {
          app_name: { S: 'app-0001' },
          outcome: { S: 'taken' },
          reason: { S: 'ready' },
          event_id: { S: 'event-1' },
          new_snapshot_name: { S: 'demo.20261123T102000Z' },
          snapshot_status: { S: 'READY' },
        },
      ]);
      expect(aws.published.map((call) => call.get('Subject'))).toEqual(['[demo] taken: app-0001']);
      expect(aws.events).toMatchObject([{ application: 'app-0001', outcome: 'taken', reason: 'ready' }]);
      const metrics = lines.map((line) => JSON.parse(line)).filter((line) => '_aws' in line && 'app_name' in line);
      expect(metrics).toMatchObject([{ app_name: 'app-0001', SnapshotCount: 1, ApplicationRunning: 1 }]);
    } finally {
      await aws.close();
      await flink.close();
    }
  });

  test('refuses an event that it cannot read, after recording it', async () => {
    const aws = await startAwsStub();
    try {
      await expect(
        invokeBundle({ operation: 'call-lambda' }, { ...environment, AWS_ENDPOINT_URL: aws.endpoint }),
      ).rejects.toThrow('A valid event is {');
      expect(rowsOf(aws)).toMatchObject([
        {
          app_name: { S: '*' },
          outcome: { S: 'failed' },
          reason: { S: 'malformed-event' },
          event_id: { S: 'request' },
        },
      ]);
    } finally {
      await aws.close();
    }
  });

  test('does not start without one of its variables, and names it', async () => {
    const event = { id: 'event-1', time: '2026-11-23T10:20:00Z' };
    await expect(invokeBundle(event, { ...environment, AUDIT_TABLE: undefined })).rejects.toThrow(
      'The environment variable AUDIT_TABLE is not set, expected the name of a table.',
    );
  });
});
