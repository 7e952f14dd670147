import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway } from '../../../local/cloud/gateway';
import { FolderInUseError, lockFolder } from '../../../local/cloud/lock-file';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-file-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('a folder is refused while its local cloud answers, and free again after its release', async () => {
  const none = () => undefined;
  const gateway = await startGateway({ region: 'eu-west-1', emulator: none, managedFlink: none, interceptors: [] });
  try {
    const lock = await lockFolder(folder, gateway.endpoint);
    await expect(lockFolder(folder, 'http://127.0.0.1:1')).rejects.toThrow(FolderInUseError);
    await lock.release();
    await lock.release();
    await (await lockFolder(folder, gateway.endpoint)).release();
  } finally {
    await gateway.close();
  }
});

test.each([
  ['a local cloud that was killed', JSON.stringify({ pid: process.pid, endpoint: 'http://127.0.0.1:1' })],
  ['a half written file', '{"pid":'],
])('the lock of %s is replaced', async (_, content) => {
  await writeFile(join(folder, 'local-cloud.lock'), content);
  await (await lockFolder(folder, 'http://127.0.0.1:2')).release();
});
