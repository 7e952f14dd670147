import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { LocalCloud } from '../../local/cloud/local-cloud';
import { installTarball } from '../../packages/__tests__/install-tarball';
import { settingsWith } from '../settings-with';
import { APPLICATION, cloudWithManager } from './cloud-with-manager';

const PROJECT = resolve(__dirname, '../..');

let folder: string;
let server: ChildProcess | undefined;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'kda-')));
  installTarball(PROJECT, folder);
}, 120_000);

afterAll(async () => {
  if (server?.exitCode === null) {
    const exited = once(server, 'exit');
    server.kill('SIGTERM');
    await exited;
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Answer of the tarball's program in an empty folder. The local cloud runs in this process and must go on. */
async function kda(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const program = spawn(join(folder, 'node_modules/.bin/kda'), args, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, USER: 'ada', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [status]] = await Promise.all([
    text(program.stdout),
    text(program.stderr),
    once(program, 'close'),
  ]);
  return { status, stdout, stderr };
}

test('the tarball brings no other package', () => {
  expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['kda-snapshots']);
});

test('starts and stops an application of the Managed Flink API that it serves itself', async () => {
  server = spawn(join(folder, 'node_modules/.bin/kda'), ['managed-flink', '--applications', '1'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(server.stdout ?? server, 'data');
  const environment = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_KINESIS_ANALYTICS_V2: /http:\S+/.exec(String(line))?.[0],
  };

  expect(await kda(['stop', 'app-0001'], environment)).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^app-0001 is READY \(stopped\)\. Snapshot STOP-app-0001-\d+ has its state\.\n$/),
  });
  const { status, stdout } = await kda(['start', 'app-0001', '--json'], environment);
  expect({ status, document: JSON.parse(stdout) }).toEqual({
    status: 0,
    document: expect.objectContaining({
      application: 'app-0001',
      status: 'RUNNING',
      outcome: 'proven',
      restore: { from: 'snapshot', snapshotName: expect.stringMatching(/^STOP-/), allowNonRestoredState: false },
    }),
  });
});

test('reviews a plan, and refuses what would lose state', async () => {
  const plans = join(PROJECT, 'packages/plan-review/__tests__/plans');
  expect(await kda(['review-plan', join(plans, 'no-changes.snapshots.json')])).toMatchObject({ status: 0, stderr: '' });
  expect(await kda(['review-plan', join(plans, 'rename.application.json')])).toMatchObject({ status: 1, stderr: '' });
});

test('completes commands at a Tab', async () => {
  expect((await kda(['complete', '--', 'ho'])).stdout).toMatch(/^hold\t.*\nholds\t/);
});

test('says which command needs a checkout, and what to do', async () => {
  expect(await kda(['pre-deploy'])).toEqual({
    status: 1,
    stdout: '',
    stderr: `kda pre-deploy needs a checkout of the project: it reads the settings (config/*.json), and ${join(folder, 'node_modules/kda-snapshots')} has none. Clone the project, run npm ci there, then npx kda pre-deploy.\n`,
  });
});

test('says what is missing to find a deployment: a region, credentials', async () => {
  const nobody = { AWS_EC2_METADATA_DISABLED: 'true' };
  expect(await kda(['holds'], nobody)).toEqual({
    status: 3,
    stdout: '',
    stderr:
      'No region is set, so no deployment can be looked for. Set AWS_REGION to that of the deployment, such as eu-west-1.\n',
  });
  expect(await kda(['holds'], { ...nobody, AWS_REGION: 'eu-west-1' })).toMatchObject({
    status: 3,
    stdout: '',
    stderr: expect.stringMatching(/^No AWS credentials were found\. .*\n$/),
  });
});

describe('with a deployment in the account', () => {
  let cloud: LocalCloud;
  const settings = settingsWith({
    name: 'shop',
    region: 'us-east-1',
    application: undefined,
    snapshots: { applications: [APPLICATION], retention: { keepLast: 3 }, callsPerSecond: 20 },
  });

  beforeAll(async () => {
    cloud = await cloudWithManager(folder, settings);
  }, 180_000);
  afterAll(() => cloud.close(), 30_000);

  const ask = (...args: string[]) => kda(args, { ...cloud.environment, TZ: 'Europe/Berlin' });
  const HEADLINE = /^test \(shop\) · us-east-1 · 0000-0000-0000 as root · \d+ \S+ \d\d:\d\d CES?T\n/;

  test('finds it by its parameter: takes a snapshot, holds it, and reads the audit', async () => {
    const taken = await ask('snapshot', APPLICATION, '--reason', 'a test', '--request-id', 'tarball', '--json');
    expect(taken).toMatchObject({ status: 0, stderr: expect.stringMatching(HEADLINE) });
    const [{ snapshot }] = JSON.parse(taken.stdout);
    expect(snapshot.name).toMatch(/^shop\.\d{8}T\d{6}Z\.tarball$/);

    expect(await ask('hold', APPLICATION, snapshot.name, '--why', 'a test', '--who', 'ada')).toMatchObject({
      status: 0,
    });
    const holds = await ask('holds', '--json');
    expect(JSON.parse(holds.stdout)).toMatchObject([
      { application: APPLICATION, snapshotName: snapshot.name, who: 'ada' },
    ]);
    const audit = await ask('audit', APPLICATION, '--json');
    expect(audit).toMatchObject({ status: 0, stderr: expect.stringMatching(HEADLINE) });
    expect(JSON.parse(audit.stdout)).toEqual([
      expect.objectContaining({ outcome: 'held', snapshotName: snapshot.name }),
      expect.objectContaining({ outcome: 'taken', snapshotName: snapshot.name }),
    ]);
  });

  test('serves the page, says when its port is taken, and ends within a second of its stdin', async () => {
    const environment = { PATH: process.env.PATH, HOME: folder, USER: 'ada', ...cloud.environment };
    const page = spawn(join(folder, 'node_modules/.bin/kda'), ['page', '--end-with-stdin'], {
      ...{ cwd: folder, env: environment, stdio: ['pipe', 'pipe', 'ignore'] },
    });
    const [line] = await once(page.stdout ?? page, 'data');
    const url = new URL(String(line).trim());
    expect(url.hostname).toBe('127.0.0.1');
    expect(await (await fetch(url)).text()).toContain('<title>');
    for (const file of ['/page.js', '/page.css']) {
      const { status, headers } = await fetch(new URL(file, url));
      expect([file, status, headers.get('content-type')]).toEqual([
        file,
        200,
        expect.stringMatching(/^text\/(css|javascript)/),
      ]);
    }
    expect(await (await fetch(new URL('/api/place', url))).json()).toMatchObject({ deployment: 'shop', isLocal: true });

    expect(await ask('page', '--port', url.port)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`A page of kda already answers on port ${url.port}, for the deployment shop: `),
    });
    const { port } = new URL(cloud.endpoint);
    expect(await ask('page', '--port', port)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`Port ${port} is in use by another program. Choose another one with --port`),
    });

    const exited = once(page, 'exit');
    const endedAt = Date.now();
    page.stdin?.end();
    expect((await exited)[0]).toBe(0);
    expect(Date.now() - endedAt).toBeLessThan(1000);
  });

  test('of another region or another name it says what to do, with the exit code 3 of a reader', async () => {
    expect(await ask('audit', APPLICATION, '--deployment', 'shob')).toEqual({
      status: 3,
      stdout: '',
      stderr:
        'Region us-east-1 has no deployment shob. Most similar: shop. Correct the name, or set AWS_REGION to its region.\n',
    });
    expect(await ask('hold', APPLICATION, 'x', '--why', 'y', '--deployment', 'shob')).toMatchObject({ status: 1 });
  });
});
