import { withMissingInput } from '../../cli/commands/retention';
import type { Deployment } from '../../cli/deployment';
import { horizonOf, missingInputSeconds, missingInputText } from '../../cli/source-horizon';

const NOW = new Date('2026-11-28T03:00:00Z');
const SEVEN_DAYS_AGO = NOW.getTime() - 7 * 86_400_000;

test.each([
  ['now', NOW.getTime(), undefined],
  ['exactly at the horizon', SEVEN_DAYS_AGO, undefined],
  ['a moment within it', SEVEN_DAYS_AGO + 1, undefined],
  ['a moment beyond it', SEVEN_DAYS_AGO - 1, 1],
  ['a second beyond it', SEVEN_DAYS_AGO - 1000, 1],
  ['a day beyond it', SEVEN_DAYS_AGO - 86_400_000, 86_400],
])('of a snapshot of %s so much input is missing', (_case, createdMs, seconds) => {
  expect(missingInputSeconds(new Date(createdMs), '7d', NOW)).toBe(seconds);
});

test('months are those of the calendar', () => {
  const first = new Date('2026-03-01T00:00:00Z');
  expect(missingInputSeconds(new Date('2026-01-31T00:00:00Z'), '1m', first)).toBe(86_400);
  expect(missingInputSeconds(new Date('2026-02-01T00:00:00Z'), '1m', first)).toBeUndefined();
});

test('without a horizon nothing is missing', () => {
  expect(missingInputSeconds(new Date(0), undefined, NOW)).toBeUndefined();
});

test('an application has the horizon of the first entry that fits its name, else that of all', () => {
  const shared = { objectiveMinutes: 30, usualSnapshotSeconds: 30 };
  const deployment = {
    sourceHorizon: '7d',
    applications: [
      { ...shared, tag: { key: 'a', value: 'b' }, sourceHorizon: '1d' },
      { ...shared, name: 'orders', sourceHorizon: '12h' },
      { ...shared, prefix: 'files-' },
      { ...shared, pattern: 'f*', sourceHorizon: '2d' },
    ],
  } as unknown as Deployment;
  const horizons = ['orders', 'files-a', 'fa', 'other'].map((name) => horizonOf(name, deployment));
  expect(horizons).toEqual(['12h', undefined, '2d', '7d']);
  expect(horizonOf('orders', undefined)).toBeUndefined();
});

test('a plan of the retention marks the snapshots beyond it, and keeps the others as they are', () => {
  const snapshot = (name: string, ms: number) => ({
    ...{ name, status: 'READY', reasons: ['last 1'] },
    createdAt: new Date(ms).toISOString(),
  });
  const undated = { name: 'undated', status: 'READY', reasons: ['no-creation-time'] };
  const within = snapshot('within', SEVEN_DAYS_AGO);
  const beyond = snapshot('beyond', SEVEN_DAYS_AGO - 60_000);
  const plan = { application: 'orders', kept: [within, beyond, undated], dropped: [beyond] };
  expect(withMissingInput([plan], () => '7d', NOW)).toEqual([
    {
      application: 'orders',
      sourceHorizon: '7d',
      kept: [within, { ...beyond, missingInputSeconds: 60 }, undated],
      dropped: [{ ...beyond, missingInputSeconds: 60 }],
    },
  ]);
  expect(withMissingInput([plan], () => undefined, NOW)).toEqual([plan]);
});

test('the words name the horizon and what is missing', () => {
  expect(missingInputText(90_000, '7d')).toBe(
    'the source can be replayed for 7d only: 25 h of input after it are gone',
  );
});
