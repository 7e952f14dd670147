import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MODULE = join(__dirname, '../../local/interruptible.ts');

/** A program that needs half a second to end tidily; `send` gets it when it has started. */
async function interrupt(send: (kill: () => void) => void): Promise<{ code: unknown; said: string }> {
  const program = `
    import { aborted, runInterruptible } from ${JSON.stringify(MODULE)};
    runInterruptible(async (signal) => {
      const alive = setInterval(() => undefined, 1000);
      console.log('started');
      try { await aborted(signal); } finally {
        await new Promise((done) => setTimeout(done, 2500));
        console.log('tidied');
        clearInterval(alive);
      }
    }, String);`;
  const file = join(mkdtempSync(join(tmpdir(), 'interruptible-')), 'program.cts');
  writeFileSync(file, program);
  const child = spawn(process.execPath, ['--import', 'tsx', file], { cwd: join(__dirname, '../..') });
  let said = '';
  child.stdout.on('data', (chunk) => {
    if (said === '') send(() => child.kill('SIGINT'));
    said += String(chunk);
  });
  const [code] = await once(child, 'close');
  return { code, said };
}

test('Ctrl-C lets the program end what it started, also when npm forwards it a second time', async () => {
  const { code, said } = await interrupt((kill) => {
    kill();
    setTimeout(kill, 100);
  });
  expect(said).toBe('started\ntidied\n');
  expect(code).toBe(130);
}, 20_000);

test('a second Ctrl-C of an impatient person ends it at once', async () => {
  const { code, said } = await interrupt((kill) => {
    kill();
    setTimeout(kill, 1500);
  });
  expect(said).toBe('started\n');
  expect(code).toBe(130);
}, 20_000);
