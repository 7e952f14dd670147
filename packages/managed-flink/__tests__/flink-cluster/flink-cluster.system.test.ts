import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureJava } from '../../../../tools/java/java';
import { type FlinkCluster, type FlinkClusterOptions, startFlinkCluster } from '../../src/flink-cluster/flink-cluster';
import {
  FlinkDisposalError,
  FlinkRequestError,
  FlinkSavepointError,
  FlinkStartError,
  FlinkTimeoutError,
  FlinkUnreachableError,
} from '../../src/flink-cluster/flink-errors';
import { folderOf } from '../../src/flink-cluster/flink-path';
import { newTriggerId } from '../../src/flink-cluster/flink-rest';

const PROJECT = resolve(__dirname, '../../../..');
const DEMO_JAR = join(PROJECT, 'flink-demo/target/user-service.jar');
const LAUNCHER_JAR = join(PROJECT, 'packages/managed-flink/launcher/target/flink-local.jar');
const ARN = 'arn:aws:kinesisanalytics:us-east-1:000000000000:application/demo';
const RUNNING = { timeoutMs: 60_000 };

jest.setTimeout(180_000);

let folder: string;
let java: string;
const started: FlinkCluster[] = [];

beforeAll(async () => {
  for (const jar of [DEMO_JAR, LAUNCHER_JAR]) {
    if (!existsSync(jar)) throw new Error(`${jar} is missing. Build it first: npm run build`);
  }
  ({ binary: java } = await ensureJava(console.error));
  // A space in the path: Flink gets it as a URI, the JVM as a path.
  folder = await mkdtemp(join(tmpdir(), 'flink cluster '));
});

afterAll(async () => {
  for (const cluster of started) await cluster.kill();
  await rm(folder, { recursive: true, force: true });
});

function options(name: string, more: Partial<FlinkClusterOptions> = {}): FlinkClusterOptions {
  return {
    home: join(folder, name),
    applicationArn: ARN,
    applicationVersionId: 3,
    propertyGroups: users({}),
    taskSlots: 1,
    logLevel: 'INFO',
    // None by itself while a test runs, however slow the machine: one would take the ids and counts that tests expect.
    checkpointing: { type: 'DEFAULT', enabled: true, intervalMs: 3_600_000, minPauseMs: 5_000 },
    java,
    ...more,
  };
}

function users(more: Record<string, string>) {
  return [
    {
      PropertyGroupId: 'FlinkApplicationProperties',
      PropertyMap: { generateUsersTimer: '0', pauseBetweenUserGeneration: '20', ...more },
    },
  ];
}

async function start(name: string, more: Partial<FlinkClusterOptions> = {}): Promise<FlinkCluster> {
  const cluster = await startFlinkCluster(options(name, more));
  started.push(cluster);
  return cluster;
}

async function runDemo(cluster: FlinkCluster, savepointPath?: string): Promise<string> {
  const jar = await cluster.rest.uploadJar(DEMO_JAR);
  const job = await cluster.rest.runJar(jar, { savepointPath });
  await cluster.rest.waitUntilRunning(job, RUNNING);
  return job;
}

interface LogEvent {
  readonly message: string;
  readonly [field: string]: unknown;
}

async function events(cluster: FlinkCluster): Promise<LogEvent[]> {
  const lines = (await readFile(cluster.jsonLogFile, 'utf8')).split('\n');
  // The last one may be half written.
  return lines.slice(0, -1).map((line): LogEvent => JSON.parse(line));
}

async function messages(cluster: FlinkCluster): Promise<string[]> {
  return (await events(cluster)).map((event) => event.message);
}

async function numbers(cluster: FlinkCluster, text: string): Promise<number[]> {
  const matching = (await messages(cluster)).filter((message) => message.startsWith(text));
  return matching.map((message) => Number(message.slice(text.length)));
}

const AMOUNT = 'Amount of users: ';
const AFTER_RESTORE = 'The amount of processed users after context restore is ';

async function until(what: string, claim: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await claim()) return;
    await sleep(100);
  }
  throw new Error(`Waited in vain until ${what}`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a cluster with a running job', () => {
  let cluster: FlinkCluster;
  let job: string;
  const exits: (number | null)[] = [];

  beforeAll(async () => {
    cluster = await start('demo', { onExit: (code) => exits.push(code) });
    job = await runDemo(cluster);
    await until('ten users were counted', async () => (await numbers(cluster, AMOUNT)).length >= 10);
  });

  test('shows Flink’s web UI at its address, on loopback', async () => {
    expect(new URL(cluster.url).hostname).toBe('127.0.0.1');
    expect(await (await fetch(cluster.url)).text()).toContain('Apache Flink Web Dashboard');
  });

  test('runs the JAR as job user-service, with the given properties', async () => {
    expect((await cluster.rest.job(job)).name).toBe('user-service');
    const log = await messages(cluster);
    expect(log).toContain('The generateUsersTimer parameter is 0 seconds');
    expect(log).toContain('The pauseBetweenUserGeneration parameter is 20 ms');
    expect(log).toContain('The application was not restored from context');
  });

  test('writes its log in Managed Flink’s format', async () => {
    const event = (await events(cluster)).find((one) => one.message === `${AMOUNT}1`);
    expect(event).toMatchObject({
      logger: 'kda.demo.UserCounter',
      messageType: 'INFO',
      messageSchemaVersion: '1',
      applicationARN: ARN,
      applicationVersionId: '3',
      timestamp: expect.any(Number),
      threadName: expect.stringContaining('user-counter'),
      locationInformation: expect.stringContaining('UserCounter.java'),
    });
  });

  test('counts records and reports figures that are less than a few seconds old', async () => {
    const counted = (await numbers(cluster, AMOUNT)).length;
    await sleep(1_500);
    const records = await cluster.rest.metrics.records(job);
    // The source task gives out each user once, and the statistic's task takes each in once.
    expect(records?.recordsOut).toBeGreaterThan(counted);
    expect(records?.recordsIn).toBeGreaterThan(counted);

    const figures = await cluster.rest.metrics.job(job);
    expect(figures).toMatchObject({ downtimeMs: 0, fullRestarts: 0, numberOfFailedCheckpoints: 0 });
    expect(figures.uptimeMs).toBeGreaterThan(1_500);
    expect(figures.runningTimeMs).toBeGreaterThan(1_500);
  });

  test('reports CPU time, heap and threads of the JVM that runs the tasks', async () => {
    const process = await cluster.rest.metrics.process();
    expect(process?.cpuTimeMs).toBeGreaterThan(500);
    expect(process?.heapUsedBytes).toBeGreaterThan(10_000_000);
    expect(process?.heapMaxBytes).toBeLessThanOrEqual(256 * 1024 * 1024);
    expect(process?.threads).toBeGreaterThan(10);
  });

  test('makes one savepoint for a repeated trigger id, and knows its size and duration then', async () => {
    const triggerId = newTriggerId();
    const targetDirectory = join(folder, 'demo', 'snapshots', 'mine');
    expect(await cluster.rest.triggerSavepoint(job, { triggerId, targetDirectory })).toBe(triggerId);
    const location = await cluster.rest.waitForSavepoint(job, triggerId);
    expect(await cluster.rest.takeSavepoint(job, { triggerId, targetDirectory })).toBe(location);
    expect(folderOf(location).startsWith(targetDirectory)).toBe(true);
    expect(existsSync(join(folderOf(location), '_metadata'))).toBe(true);

    const checkpoints = await cluster.rest.checkpoints(job);
    expect(checkpoints.latest.savepoint).toMatchObject({ is_savepoint: true, external_path: location });
    await until(
      'the figures show its size',
      async () =>
        (await cluster.rest.metrics.job(job)).lastCheckpointSizeBytes === checkpoints.latest.savepoint?.state_size,
    );

    await cluster.rest.disposeSavepoint(location);
    expect(existsSync(folderOf(location))).toBe(false);
    await expect(cluster.rest.disposeSavepoint(location)).rejects.toThrow(FlinkDisposalError);
  });

  test('refuses a restore point that does not exist, with Flink’s reason', async () => {
    const jar = await cluster.rest.uploadJar(DEMO_JAR);
    const refused = cluster.rest.runJar(jar, { savepointPath: 'file:/nowhere' });
    await expect(refused).rejects.toMatchObject({
      name: 'FlinkRequestError',
      status: 400,
      rootCause: expect.stringMatching(/^java\.io\.FileNotFoundException: .*file:\/nowhere/),
    });
  });

  test('names a property that the application refuses, and the value', async () => {
    const jar = await cluster.rest.uploadJar(DEMO_JAR);
    await cluster.writeProperties(users({ pauseBetweenUserGeneration: 'soon' }));
    const refused = cluster.rest.runJar(jar);
    await expect(refused).rejects.toThrow(FlinkRequestError);
    await expect(refused).rejects.toThrow(
      'Property pauseBetweenUserGeneration of group FlinkApplicationProperties is "soon"; allowed is an integer from 1 to 3600000',
    );
    await cluster.writeProperties(users({}));
  });

  test('a second job finds no slot: it is RUNNING for Flink, but not for us', async () => {
    const jar = await cluster.rest.uploadJar(DEMO_JAR);
    const second = await cluster.rest.runJar(jar);
    await expect(cluster.rest.waitUntilRunning(second, { timeoutMs: 1_500 })).rejects.toThrow(FlinkTimeoutError);
    await cluster.rest.cancel(second);
    expect(await cluster.rest.waitUntilEnded(second, RUNNING)).toBe('CANCELED');
  });

  test('stopped and restored, it loses no user and counts none twice', async () => {
    const early = await cluster.rest.takeSavepoint(job);
    await until('more users were counted', async () => (await numbers(cluster, AMOUNT)).length >= 40);
    const atStop = await cluster.rest.stopWithSavepoint(job);
    expect(await cluster.rest.waitUntilEnded(job, RUNNING)).toBe('FINISHED');
    const before = await numbers(cluster, AMOUNT);
    expect(before).toEqual(before.map((_, index) => index + 1));

    job = await runDemo(cluster, atStop);
    await until('users are counted again', async () => (await numbers(cluster, AMOUNT)).length >= before.length + 5);
    expect(await numbers(cluster, AFTER_RESTORE)).toEqual([before.length]);
    const after = await numbers(cluster, AMOUNT);
    expect(after).toEqual(after.map((_, index) => index + 1));

    await cluster.rest.cancel(job);
    await cluster.rest.waitUntilEnded(job, RUNNING);
    const total = (await numbers(cluster, AMOUNT)).length;
    job = await runDemo(cluster, early);
    await until('users are counted again', async () => (await numbers(cluster, AMOUNT)).length > total);
    const earlyAmount = (await numbers(cluster, AFTER_RESTORE)).at(-1) ?? 0;
    expect(earlyAmount).toBeGreaterThanOrEqual(10);
    expect(earlyAmount).toBeLessThan(before.length);
    expect((await numbers(cluster, AMOUNT))[total]).toBe(earlyAmount + 1);
  });

  test('a savepoint without a removed operator’s state needs allowNonRestoredState', async () => {
    const location = await cluster.rest.stopWithSavepoint(job);
    await cluster.rest.waitUntilEnded(job, RUNNING);
    await cluster.writeProperties(users({ ageStatistic: 'false' }));
    const jar = await cluster.rest.uploadJar(DEMO_JAR);
    await expect(cluster.rest.runJar(jar, { savepointPath: location })).rejects.toThrow(
      'Cannot map checkpoint/savepoint state for operator',
    );
    job = await cluster.rest.runJar(jar, { savepointPath: location, allowNonRestoredState: true });
    await cluster.rest.waitUntilRunning(job, RUNNING);
    await cluster.writeProperties(users({}));
  });

  test('a savepoint of a job that has ended fails when it is asked for', async () => {
    await cluster.rest.cancel(job);
    await cluster.rest.waitUntilEnded(job, RUNNING);
    await expect(cluster.rest.takeSavepoint(job)).rejects.toThrow(FlinkSavepointError);
  });

  test('stop ends the JVM while a job runs, and nobody answers any more', async () => {
    await runDemo(cluster);
    await cluster.stop();
    expect(await cluster.exited).toBe(0);
    expect(exits).toEqual([0]);
    expect(isAlive(cluster.pid)).toBe(false);
    await expect(cluster.rest.overview()).rejects.toThrow(FlinkUnreachableError);
  });
});

test('a job that fails is down until it runs again', async () => {
  const cluster = await start('failing', {
    propertyGroups: users({ failJob: 'true', pauseBetweenUserGeneration: '100' }),
    restartStrategy: 'fixed-delay', // ten seconds in which it is down
  });
  const job = await cluster.rest.runJar(await cluster.rest.uploadJar(DEMO_JAR));
  await until('the job restarts', async () => (await cluster.rest.jobStatus(job)) === 'RESTARTING');
  await sleep(1_000);
  const figures = await cluster.rest.metrics.job(job);
  expect(figures.downtimeMs).toBeGreaterThanOrEqual(1_000);
  expect(figures.downtimeMs).toBeLessThan(60_000);
  expect((await cluster.rest.exceptions(job))[0]?.stacktrace).toContain('failJob=true fails the job at user 5');
  await expect(cluster.rest.takeSavepoint(job)).rejects.toThrow('Not all required tasks are currently running');
  await cluster.stop();
  expect(isAlive(cluster.pid)).toBe(false);
});

test('a declined checkpoint fails the savepoint and leaves the job running', async () => {
  const cluster = await start('declining', { propertyGroups: users({ checkpointFault: 'decline' }) });
  const job = await runDemo(cluster);
  await expect(cluster.rest.takeSavepoint(job)).rejects.toThrow('checkpointFault=decline hurts checkpoint 1');
  expect(await cluster.rest.jobStatus(job)).toBe('RUNNING');
  expect((await cluster.rest.checkpoints(job)).counts.failed).toBe(1);
  await until('the figures show it', async () => (await cluster.rest.metrics.job(job)).numberOfFailedCheckpoints === 1);
  expect((await cluster.rest.metrics.job(job)).fullRestarts).toBe(0);
  await cluster.kill();
  expect(await cluster.exited).toBeNull();
  expect(isAlive(cluster.pid)).toBe(false);
});

test('clusters that start at once get ports of their own, and log at their level', async () => {
  const [one, two] = await Promise.all([start('one', { logLevel: 'WARN' }), start('two')]);
  expect(one.url).not.toBe(two.url);
  expect((await events(two)).some((event) => event.messageType === 'INFO')).toBe(true);
  expect((await events(one)).filter((event) => event.messageType === 'INFO')).toEqual([]);
  await Promise.all([one.stop(), two.stop()]);
});

test('a JVM that cannot start says why', async () => {
  const failing = startFlinkCluster(options('no slots', { taskSlots: 0 }));
  await expect(failing).rejects.toThrow(FlinkStartError);
  await expect(failing).rejects.toThrow(/ended with code 1 .*slots/s);
});

test('a Java that cannot be run is named', async () => {
  await expect(startFlinkCluster(options('no java', { java: '/nowhere/bin/java' }))).rejects.toThrow(
    'Java cannot be run: spawn /nowhere/bin/java ENOENT',
  );
});

test('the JVM ends with the process that started it, even by SIGKILL', async () => {
  const script = `
    const { startFlinkCluster } = require(${JSON.stringify(join(PROJECT, 'packages/managed-flink/src/flink-cluster/flink-cluster.ts'))});
    startFlinkCluster(${JSON.stringify(options('orphan'))}).then((cluster) => console.log('pid ' + cluster.pid));
  `;
  const parent = spawn(process.execPath, ['--require', 'tsx/cjs', '--eval', script], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: parent.stdout }), 'line');
  const pid = Number(String(line).replace('pid ', ''));
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await until('the JVM is gone', async () => !isAlive(pid));
});
