import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock } from '../../tools/take-lock';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'take-lock-'));
  file = join(folder, 'lock');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A lock with another text than the one left behind is in use. */
const refuseIfInUse = async (text: string) => {
  if (text !== 'left behind') throw new Error(`in use by ${text}`);
};

test('one that takes its time to judge removes no lock that was taken over meanwhile', async () => {
  await writeFile(file, 'left behind');
  let judge = () => {};
  const judged = new Promise<void>((resolve) => {
    judge = resolve;
  });
  const slow = takeLock({
    file,
    content: 'slow',
    refuseIfInUse: async (text) => {
      await judged;
      await refuseIfInUse(text);
    },
  });
  await takeLock({ file, content: 'quick', refuseIfInUse });
  judge();

  await expect(slow).rejects.toThrow('in use by quick');
  expect(await readFile(file, 'utf8')).toBe('quick');
  expect(await readdir(folder)).toEqual(['lock']);
});

test('of many at once one takes over, again and again', async () => {
  for (let round = 0; round < 100; round += 1) {
    await writeFile(file, 'left behind');
    const attempts = await Promise.allSettled(
      Array.from({ length: 20 }, (_, each) => takeLock({ file, content: String(each), refuseIfInUse })),
    );
    const taken = attempts.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(taken).toHaveLength(1);
    await taken[0]?.release();
    expect(await readdir(folder)).toEqual([]);
  }
});

test('what is given free is taken by the next, and given free once only', async () => {
  const first = await takeLock({ file, content: 'first', refuseIfInUse });
  await expect(takeLock({ file, content: 'second', refuseIfInUse })).rejects.toThrow('in use by first');
  await first.release();
  await takeLock({ file, content: 'second', refuseIfInUse });
  await first.release();
  expect(await readFile(file, 'utf8')).toBe('second');
});
