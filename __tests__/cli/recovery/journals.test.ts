import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CopiedJournal, FileJournal, journalFile } from '../../../cli/recovery/journals';
import { lastRollbackOf, type Recovery } from '../../../cli/recovery/recovery';
import { snapshotOfStop } from '../../../lambda-src/snapshot-manager/domain/recovery/stop-snapshot';

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

describe('a table with a copy on this machine', () => {
  const at = (name: string) => new FileJournal((application) => join(folder, name, `${application}.json`));
  const away = {
    read: async () => {
      throw new Error('the table is away');
    },
    write: async () => {
      throw new Error('the table is away');
    },
  };
  const done: Recovery = { ...RECOVERY, steps: [{ step: 'stop', state: 'done' }] };

  test('keeps what the table has, also when another one wrote there before', async () => {
    const journal = new CopiedJournal(at('table'), at('copy'));
    await at('table').write(RECOVERY, undefined);
    expect(await journal.write(RECOVERY, 1)).toBe(2);
    expect(await at('copy').read('orders')).toEqual({ recovery: RECOVERY, revision: 2 });
    expect(await journal.write(RECOVERY, 1)).toBeUndefined();
  });

  test('goes on by the copy while the table is away, and by the table with what the copy has', async () => {
    await new CopiedJournal(at('table'), at('copy')).write(RECOVERY, undefined);
    await expect(new CopiedJournal(away, at('copy')).write(done, 1)).rejects.toThrow('the table is away');
    expect(await at('copy').read('orders')).toEqual({ recovery: done, revision: 2 });
    expect(await at('copy').write(done, 2)).toBe(3);

    const again = new CopiedJournal(at('table'), at('copy'));
    expect(await again.read('orders')).toEqual({ recovery: done, revision: 1 });
    expect(await again.write(done, 1)).toBe(2);
  });

  test('begins nothing in the copy that the table never had', async () => {
    await expect(new CopiedJournal(away, at('copy')).write(RECOVERY, undefined)).rejects.toThrow('the table is away');
    expect(await at('copy').read('orders')).toBeUndefined();
  });

  test('another machine that went on in the table meanwhile is right', async () => {
    await new CopiedJournal(at('table'), at('copy')).write(RECOVERY, undefined);
    await at('table').write(done, 1);
    expect(await new CopiedJournal(at('table'), at('copy')).read('orders')).toEqual({ recovery: done, revision: 2 });
  });
});

test('a step of another version is told by its name, and not begun', async () => {
  const later: Recovery = JSON.parse(JSON.stringify({ ...RECOVERY, steps: [{ step: 'drain', state: 'open' }] }));
  await journalIn().write(later, undefined);
  await expect(journalIn().read('orders')).rejects.toThrow(
    'Another version of kda plans the restore of orders: this one does not know its step drain.',
  );
});

test('the last rollback is remembered through later starts, but not by an application made anew', () => {
  const code = { version: 5, from: 6, differences: [] };
  const rolledBack: Recovery = { ...RECOVERY, plan: { ...RECOVERY.plan, kind: 'rollback', code } };
  const lastRollback = lastRollbackOf(rolledBack, AT);
  expect(lastRollback).toEqual({ version: 5, from: 6 });
  expect(lastRollbackOf({ ...RECOVERY, plan: { ...RECOVERY.plan, code } }, AT)).toEqual({ version: 5, from: 6 });
  const started: Recovery = { ...RECOVERY, plan: { ...RECOVERY.plan, kind: 'start', lastRollback } };
  expect(lastRollbackOf(started, AT)).toEqual({ version: 5, from: 6 });
  expect(lastRollbackOf(started, new Date('2026-11-29T00:00:00Z'))).toBeUndefined();
});

test('a snapshot of the stop that is not READY has no state', () => {
  const stop = (status: string) => ({
    name: 'STOP-1',
    status,
    createdAt: AT,
    applicationVersion: 1,
    runtimeEnvironment: '',
  });
  expect(snapshotOfStop([stop('FAILED')], new Set(), AT)).toBeUndefined();
  expect(snapshotOfStop([stop('READY')], new Set(), AT)?.name).toBe('STOP-1');
});
