import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PROGRAM = join(__dirname, 'interruptible-program.ts');

/** Runs the program; `send` is called when it has started. */
async function interrupt(send: (kill: () => void) => void): Promise<{ code: unknown; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM]);
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

test.each([0, 1, 3])(
  'a program that ends by itself has the exit code %d that it set',
  async (asked) => {
    const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'failing-program.ts'), String(asked)]);
    const [code] = await once(child, 'close');
    expect(code).toBe(asked);
  },
  20_000,
);
