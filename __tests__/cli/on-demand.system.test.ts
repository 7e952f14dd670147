import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { APPLICATION, useCloudWithManager } from './cloud-with-manager';

const PROJECT = resolve(__dirname, '..', '..');
const run = promisify(execFile);

// The operator's commands against the very zip that is deployed, over the emulator's Lambda and tables.
jest.setTimeout(180_000);
const place = useCloudWithManager('on-demand-', 20);

/** Standard output of the command. Its error has the exit code and stderr. */
async function command(name: string, ...argv: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [join(PROJECT, 'bin/kda.js'), name, ...argv], {
    cwd: PROJECT,
    env: { ...process.env, ...place.cloud.environment, KDA_ENVIRONMENT: 'default', USER: 'ada' },
  });
  return stdout.trim();
}

test('plan, hold, snapshot, holds, release: the snapshot on hold outlives the cleanup that the plan showed', async () => {
  const [plan] = JSON.parse(await command('retention', APPLICATION, '--json'));
  expect([plan.kept.length, plan.dropped.length]).toEqual([3, 2]);
  const held: string = plan.dropped[1].name;

  expect(await command('hold', APPLICATION, held, '--why', 'before the migration')).toBe(
    `held: Snapshot ${held} of application ${APPLICATION} is on hold. It is kept until it is released, requested by ada: before the migration`,
  );
  expect(await command('retention')).toContain(`${APPLICATION}: 4 kept, 1 to delete`);

  const snapshot = [
    'snapshot',
    APPLICATION,
    '--reason',
    'before deploy',
    '--request-id',
    'deploy-42',
    '--json',
  ] as const;
  const [record] = JSON.parse(await command(...snapshot));
  expect(record).toMatchObject({ state: 'taken', reason: 'ready', requestReason: 'before deploy' });
  expect(record.snapshot.name).toMatch(/^kda-snapshots\.\d{8}T\d{6}Z\.deploy-42$/);
  expect(record.deleted).not.toContain(held);
  expect(record.deleted).toContain(plan.dropped[0].name);
  expect(JSON.parse(await command(...snapshot))).toEqual([record]);

  expect(await command('holds')).toMatch(
    new RegExp(`^${APPLICATION}  ${held}  until released  by ada since .*: before the migration$`),
  );
  expect(await command('release', APPLICATION, held)).toMatch(/ada ended it at \S+Z\. No hold is left on it\.$/);
  expect(await command('holds')).toBe('No snapshot is on hold.');
});

test('suspect, freeze, holds, thaw, trust: marks are shown with who, why and their end, and each ends', async () => {
  const [plan] = JSON.parse(await command('retention', APPLICATION, '--json'));
  const [bad, good]: string[] = plan.kept.map(({ name }: { name: string }) => name);
  expect(await command('suspect', APPLICATION, bad ?? '', good ?? '', '--why', 'corrupt')).toBe(
    `suspect: Suspect now, of application ${APPLICATION}: ${bad}, ${good}. Marked by ada: corrupt`,
  );
  expect(await command('trust', APPLICATION, good ?? '')).toBe(
    `trusted: No longer suspect, of application ${APPLICATION}: ${good}. Trusted by ada.`,
  );
  expect(await command('freeze', APPLICATION, '--why', 'looking for the cause')).toMatch(
    /^frozen: No snapshot of application app-0001 is deleted while the freeze lasts\. It ends at \S+Z, requested by ada/,
  );
  expect(JSON.parse(await command('holds', '--json'))).toEqual([]);
  const [marked] = JSON.parse(await command('retention', APPLICATION, '--json'));
  expect(
    marked.kept.filter(({ suspect }: { suspect?: boolean }) => suspect).map(({ name }: { name: string }) => name),
  ).toEqual([bad]);
  expect(await command('retention')).toContain(`${bad}  `);
  expect(await command('thaw', APPLICATION)).toContain('ada ended the freeze of ada.');
  expect(await command('trust', APPLICATION, bad ?? '')).toContain(bad);
  expect(await command('holds')).toBe('No snapshot is on hold.');
});

test('what the manager refuses is told in one line, with exit code 1', async () => {
  await expect(command('hold', APPLICATION, 'nothing', '--why', 'so')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Application app-0001 has no snapshot nothing\. Most similar: /m),
  });
  await expect(command('snapshot', 'ordres', '--reason', 'so')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('This deployment does not manage ordres. It manages app-0001.'),
  });
});
