import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PROJECT = resolve(__dirname, '..', '..', '..');

test('MiniStack answers no web page, and ends with what it started when the local cloud is killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ministack-'));
  // A process of its own, which can be killed without a chance to clean up.
  const code = `
    const { ensureMiniStack } = require('./local/cloud/ministack-installation');
    const { startMiniStack } = require('./local/cloud/ministack');
    ensureMiniStack(() => {})
      .then((installation) => startMiniStack(installation, { folder: ${JSON.stringify(folder)}, region: 'eu-west-1',
        accountId: '000000000000', endpointForFunctions: 'http://127.0.0.1:1' }))
      .then((miniStack) => { console.log(miniStack.endpoint); setInterval(() => {}, 1_000); });`;
  const owner = spawn(process.execPath, ['--require', 'tsx/cjs', '--eval', code], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const endpoint = await new Promise<string>((found) => owner.stdout.once('data', (text) => found(`${text}`.trim())));
    expect((await fetch(`${endpoint}/_ministack/health`)).ok).toBe(true);
    // Who found its port can't call it from a web page: it would let all of them.
    const ofPage = await fetch(`${endpoint}/2015-03-31/functions`, { headers: { origin: 'http://attacker.example' } });
    expect([ofPage.status, ofPage.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    expect((await fetch(`${endpoint}/2015-03-31/functions`)).status).toBe(200);
    owner.kill('SIGKILL');
    const deadline = Date.now() + 10_000;
    let isGone = false;
    while (!isGone && Date.now() < deadline) {
      await sleep(100);
      isGone = await fetch(`${endpoint}/_ministack/health`).then(
        () => false,
        () => true,
      );
    }
    expect(isGone).toBe(true);
  } finally {
    owner.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}, 60_000);
