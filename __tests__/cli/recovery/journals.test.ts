import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileJournal, journalFile } from '../../../cli/recovery/journals';
import type { Recovery } from '../../../cli/recovery/recovery';

const AT = new Date('2026-11-28T14:03:00Z');

const RECOVERY: Recovery = {
  plan: {
    id: '20261128T140300Z',
    kind: 'restore',
    application: 'orders',
    applicationCreatedAt: AT,
    who: 'ada',
    why: 'corrupt',
    plannedAt: AT,
    target: { name: 'good', createdAt: AT, applicationVersion: 3 },
    allowNonRestoredState: false,
    isGoingBack: true,
    suspects: ['bad'],
    status: 'RUNNING',
    evidence: undefined,
    fresh: 'after',
    steps: ['stop', 'start'],
  },
  owner: 'here',
  leaseUntil: AT,
  steps: [{ step: 'stop', state: 'begun', begunAt: AT }],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const journalIn = () => new FileJournal((application) => join(folder, 'deep', `${application}.json`));

test('a file keeps a recovery with its times, and whoever has an older revision does not write', async () => {
  const journal = journalIn();
  expect(await journal.read('orders')).toBeUndefined();
  expect(await journal.write(RECOVERY, undefined)).toBe(1);
  expect(await journalIn().read('orders')).toEqual({ recovery: RECOVERY, revision: 1 });

  expect(await journal.write(RECOVERY, undefined)).toBeUndefined();
  expect(await journal.write({ ...RECOVERY, owner: 'there' }, 1)).toBe(2);
  expect((await journal.read('orders'))?.recovery.owner).toBe('there');
});

test('its place follows XDG_STATE_HOME', () => {
  expect(journalFile('eu-west-1', 'orders', { XDG_STATE_HOME: '/state' })).toBe(
    '/state/kda-snapshots/eu-west-1/orders.json',
  );
});
