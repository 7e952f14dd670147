import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { z } from 'zod';
import { describeDocument } from '../../../cli/documents/describe';
import { historyDocument } from '../../../cli/documents/history';
import { nextDocument } from '../../../cli/documents/next';
import { snapshotsDocument } from '../../../cli/documents/snapshots';
import { plansAnswer } from '../../../cli/manager';
import { APPLICATION, useCloudWithManager } from '../cloud-with-manager';

const PROJECT = resolve(__dirname, '../../..');
const run = promisify(execFile);

// What the views say of a deployment is what its very manager does and records. The deployment is found by its parameter.
jest.setTimeout(180_000);
const place = useCloudWithManager('views-with-manager-', 20);

async function command(name: string, ...argv: string[]): Promise<string> {
  const args = [join(PROJECT, 'bin/kda.js'), name, ...argv, '--deployment', 'kda-snapshots'];
  const { stdout } = await run(process.execPath, args, {
    cwd: place.folder,
    env: { ...process.env, ...place.cloud.environment, USER: 'ada', TZ: 'Europe/Berlin' },
  });
  return stdout.trim();
}

async function documentOf<Schema extends z.ZodType>(schema: Schema, ...argv: [string, ...string[]]) {
  return schema.parse(JSON.parse(await command(...argv, '--json')));
}

/** Verdict and reasons of each snapshot, as the manager plans them and as `kda snapshots` shows them. */
async function decisions() {
  const [plan] = await documentOf(plansAnswer, 'retention', APPLICATION);
  const { snapshots, unread } = await documentOf(snapshotsDocument, 'snapshots', APPLICATION);
  const byManager = [
    ...(plan?.kept ?? []).map(({ name, reasons }) => [name, 'stays', ...reasons]),
    ...(plan?.dropped ?? []).map(({ name, reasons }) => [name, 'goes', ...reasons]),
  ];
  const shown = snapshots.map(({ name, retention }) => [name, retention?.verdict, ...(retention?.reasons ?? [])]);
  return { byManager: byManager.sort(), shown: shown.sort(), unread, snapshots };
}

test('the retention that kda snapshots shows is that of the manager, with holds and suspects, too', async () => {
  const before = await decisions();
  expect(before.unread).toEqual([]);
  expect(before.shown).toEqual(before.byManager);
  expect(before.shown.map(([, verdict]) => verdict).sort()).toEqual(['goes', 'goes', 'stays', 'stays', 'stays']);

  const [newest, , , , oldest] = before.snapshots.map(({ name }) => name);
  await command('hold', APPLICATION, oldest ?? '', '--why', 'audit');
  await command('suspect', APPLICATION, newest ?? '', '--why', 'corrupt');
  const { byManager, shown, snapshots } = await decisions();
  expect(shown).toEqual(byManager);
  expect(snapshots[0]).toMatchObject({ suspect: { who: 'ada', why: 'corrupt' } });
  expect(snapshots[4]).toMatchObject({ holds: [{ who: 'ada', why: 'audit' }], retention: { reasons: ['on-hold'] } });
});

test('the next start passes over what was marked, and history and descriptions have the manager’s rows', async () => {
  await command('snapshot', APPLICATION, '--reason', 'before deploy', '--request-id', 'deploy-42');
  const { next, warnings } = await documentOf(nextDocument, 'next', APPLICATION);
  expect(next.find(({ by }) => by === 'kda-start')?.snapshot?.name).toMatch(/\.deploy-42$/);
  expect(warnings).toEqual([]);

  const { rows } = await documentOf(historyDocument, 'history', APPLICATION);
  expect(rows.map(({ outcome }) => outcome)).toEqual(['taken', 'suspect', 'held']);
  expect(await command('history', APPLICATION, '--outcome', 'held')).toMatch(
    /held +\S+ .*\n.*is on hold\..* by ada: audit/,
  );

  expect(await documentOf(describeDocument, 'describe', APPLICATION, 'latest')).toMatchObject({
    snapshot: { madeBy: 'person' },
    madeByRun: { outcome: 'taken', reason: 'ready', requestReason: 'before deploy' },
  });
  expect(await documentOf(describeDocument, 'describe', APPLICATION)).toMatchObject({
    ...{ unread: [], holds: [{ who: 'ada' }], suspects: [{ who: 'ada', why: 'corrupt' }] },
    deployment: { name: 'kda-snapshots', retention: 'keepLast 3' },
  });
});

test('a word that --outcome does not know is refused with the nearest, before anything is read', async () => {
  await expect(command('history', APPLICATION, '--outcome', 'restord')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--outcome is "restord". Nearest: restored. Allowed: taken, skipped'),
  });
});
