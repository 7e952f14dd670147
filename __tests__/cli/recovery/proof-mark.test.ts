import { markProven, proofOfRow } from '../../../cli/recovery/proof-mark';
import { FakeHoldsTable } from '../../lambda-src/fakes/fake-holds-table';
import { BEGUN } from '../views/facts-of-a-test';

const NOW = new Date('2026-11-28T03:30:00Z');
const TARGET = { name: 'good', createdAt: new Date('2026-11-28T02:50:00Z'), applicationVersion: 3 };
const RECOVERY = { ...BEGUN, plan: { ...BEGUN.plan, target: TARGET } };
const PROVEN = { said: 'It runs.', outcome: 'proven' } as const;
const PROOF = {
  application: 'orders',
  snapshotName: 'good',
  snapshotCreatedAt: TARGET.createdAt,
  provenAt: NOW,
  by: 'restore',
  who: 'ada',
};
const ROW = {
  application: 'orders',
  action: 'restored',
  who: 'ada',
  why: 'corrupt',
  startedAt: new Date('2026-11-28T03:29:00Z'),
  endedAt: NOW,
  message: 'It runs.',
  restoredFrom: TARGET,
  verdict: 'proven',
} as const;

test('what a recovery proved is marked before its snapshot is released', async () => {
  const table = new FakeHoldsTable();
  expect(await markProven(RECOVERY, PROVEN, table, NOW)).toBe(PROVEN);
  expect((await table.marksOf('orders')).proofs).toEqual([PROOF]);
});

test.each([
  ['a start that is not proven', RECOVERY, { said: 'It starts.', outcome: 'started-not-proven' } as const],
  ['a start with empty state', BEGUN, PROVEN],
])('%s marks nothing', async (_case, recovery, end) => {
  const table = new FakeHoldsTable();
  expect(await markProven(recovery, end, table, NOW)).toBe(end);
  expect((await table.marksOf('orders')).proofs).toBeUndefined();
});

test('a table that does not answer changes no verdict, and none at all is no error', async () => {
  const table = new FakeHoldsTable();
  table.breakCalls('prove');
  expect(await markProven(RECOVERY, PROVEN, table, NOW)).toEqual({
    outcome: 'proven',
    said: 'It runs. The mark of the proof could not be written; its record tries again.',
  });
  expect(await markProven(RECOVERY, PROVEN, undefined, NOW)).toBe(PROVEN);
});

test('the row of a proven restore has the same proof, with its time to restore', () => {
  expect(proofOfRow({ ...ROW, rtoSeconds: 41 })).toEqual({ ...PROOF, restoreSeconds: 41 });
  expect(proofOfRow({ ...ROW, action: 'rolled-back' })?.by).toBe('rollback');
});

test.each([
  ['not proven', { verdict: 'not-proven' }],
  ['from empty state', { restoredFrom: undefined }],
  ['a stop', { action: 'stopped' as const }],
])('a row that is %s proves nothing', (_case, more) => {
  expect(proofOfRow({ ...ROW, ...more })).toBeUndefined();
});
