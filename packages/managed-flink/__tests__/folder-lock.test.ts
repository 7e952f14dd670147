import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCK_FILE, lockFolder } from '../src/folder-lock';
import { startManagedFlink } from '../src/server';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'folder-lock-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const ownLock = async (): Promise<object> => JSON.parse(await readFile(join(folder, LOCK_FILE), 'utf8'));

test('a second server on one folder is refused with the process of the first, and may start when that has ended', async () => {
  const start = () => startManagedFlink({ engine: { kind: 'simulated' }, dataDirectory: folder });
  const first = await start();
  await expect(start()).rejects.toThrow(`${folder} is in use by process ${process.pid}`);
  await first.close();
  expect(await readdir(folder)).toEqual([]);
  const second = await start();
  await second.close();
});

test('of many that start at once one gets the folder', async () => {
  const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('the lock of a living process holds', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  try {
    await once(child, 'spawn');
    await writeFile(join(folder, LOCK_FILE), JSON.stringify({ pid: child.pid }));
    await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${child.pid}`);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  await expect(lockFolder(folder)).resolves.toBeDefined();
});

test.each([
  [
    'of a process that began at another time: its id was given to another program',
    async () => ({ ...(await takenAndLeft()), startedAt: 'long ago' }),
  ],
  ['that cannot be read', async () => 'half'],
])('a lock %s is taken over, also by only one of many', async (_, content) => {
  await writeFile(
    join(folder, LOCK_FILE),
    JSON.stringify(await content()).slice(0, -1) + (_.includes('read') ? '' : '}'),
  );
  const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await ownLock()).toMatchObject({ pid: process.pid });
  expect(await readdir(folder)).toEqual([LOCK_FILE]);
});

async function takenAndLeft(): Promise<object> {
  const lock = await lockFolder(folder);
  const content = await ownLock();
  await lock.release();
  return content;
}

test('a server that cannot start leaves no lock', async () => {
  await writeFile(join(folder, 'orders.application.json'), '{');
  const start = startManagedFlink({ engine: { kind: 'simulated' }, dataDirectory: folder });
  await expect(start).rejects.toThrow('orders.application.json cannot be read');
  expect(await readdir(folder)).toEqual(['orders.application.json']);
});
