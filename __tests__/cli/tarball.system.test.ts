import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installTarball } from '../../packages/__tests__/install-tarball';

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

function kda(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(join(folder, 'node_modules/.bin/kda'), args, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...environment },
    encoding: 'utf8',
  });
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

  expect(kda(['stop', 'app-0001'], environment)).toMatchObject({
    status: 0,
    stdout: 'app-0001 is READY (stopped).\n',
  });
  const { status, stdout } = kda(['start', 'app-0001', '--json'], environment);
  expect({ status, document: JSON.parse(stdout) }).toEqual({
    status: 0,
    document: { application: 'app-0001', status: 'RUNNING', restore: { from: 'latest' } },
  });
});

test('reviews a plan, and refuses what would lose state', () => {
  const plans = join(PROJECT, 'packages/plan-review/__tests__/plans');
  expect(kda(['review-plan', join(plans, 'no-changes.snapshots.json')])).toMatchObject({ status: 0, stderr: '' });
  expect(kda(['review-plan', join(plans, 'rename.application.json')])).toMatchObject({ status: 1, stderr: '' });
});

test('completes commands at a Tab', () => {
  expect(kda(['complete', '--', 'ho']).stdout).toMatch(/^hold\t.*\nholds\t/);
});

test('says which command needs a checkout, and what to do', () => {
  expect(kda(['holds'])).toEqual({
    status: 1,
    stdout: '',
    stderr: `kda holds needs a checkout of the project: it reads the settings (config/*.json), and ${join(folder, 'node_modules/kda-snapshots')} has none. Clone the project, run npm ci there, then npx kda holds.\n`,
  });
});
