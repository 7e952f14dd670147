import { withWholeNames } from '../../cli/whole-names';
import type { Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';

const NOW = new Date('2026-11-28T15:00:00Z');

const snapshots = ['T1340', 'T1350', 'T1400'].map((time, index): Snapshot => {
  const createdAt = new Date(NOW.getTime() - (9 - index) * 600_000);
  return { name: `kda.${time}`, status: 'READY', createdAt, applicationVersion: 1, runtimeEnvironment: undefined };
});
const find = async () => ({
  application: 'orders',
  snapshots,
  suspects: new Set(['kda.T1400']),
  proven: ['kda.T1340'],
});

const hold = { action: 'hold', application: 'orders', who: 'ada', why: 'audit' } as const;
const suspect = { action: 'suspect', application: 'orders', who: 'ada', why: 'corrupt' } as const;

test.each([
  ['kda.T1350', 'kda.T1350'],
  ['T1350', 'kda.T1350'],
  ['latest', 'kda.T1350'],
  ['proven', 'kda.T1340'],
  ['@-75m', 'kda.T1350'],
  ['T2350', 'T2350'],
])('a hold on %s is one on %s', async (snapshot, name) => {
  expect(await withWholeNames({ ...hold, snapshot }, find, NOW)).toEqual({ ...hold, snapshot: name });
});

test('several are named whole, each once', async () => {
  const request = { ...suspect, snapshots: ['T1350', 'kda.T1350', 'T1400'] };
  expect(await withWholeNames(request, find, NOW)).toMatchObject({ snapshots: ['kda.T1350', 'kda.T1400'] });
});

test('a part of several names is refused', async () => {
  await expect(withWholeNames({ ...hold, snapshot: 'T13' }, find, NOW)).rejects.toThrow('"T13" fits 2 snapshots');
});

test('who may not list sends the name as it is; a word can’t be sent', async () => {
  const denied = () => Promise.reject(new Error('denied'));
  expect(await withWholeNames({ ...hold, snapshot: 'T1350' }, denied, NOW)).toMatchObject({ snapshot: 'T1350' });
  await expect(withWholeNames({ ...hold, snapshot: 'latest' }, denied, NOW)).rejects.toThrow('denied');
});

test('a request without snapshots is left alone', async () => {
  expect(await withWholeNames({ action: 'holds' }, find, NOW)).toEqual({ action: 'holds' });
});
