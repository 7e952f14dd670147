import { planRetention } from '../../lambda-src/snapshot-manager/domain/retention/retention';
import { parseRetentionPolicy } from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import { snapshotName } from '../../lambda-src/snapshot-manager/domain/snapshot-name';

/** Creation times of what a policy keeps of READY snapshots of ours, newest first. */
function kept(times: readonly string[], policy: object): string[] {
  const snapshots = times.map((time) => {
    const createdAt = new Date(time);
    return {
      name: snapshotName('demo.', createdAt),
      status: 'READY' as const,
      createdAt,
      applicationVersion: 1,
      runtimeEnvironment: 'FLINK-1_20',
    };
  });
  const facts = {
    ownPrefix: 'demo.',
    now: new Date('2026-12-31T00:00:00Z'),
    restorePoint: undefined,
    held: new Set<string>(),
  };
  return planRetention(snapshots, parseRetentionPolicy(policy), facts).kept.map(
    ({ snapshot }) => snapshot.createdAt?.toISOString().slice(0, 16) ?? '',
  );
}

const daily = (month: string, from: number, to: number) =>
  Array.from(
    { length: to - from + 1 },
    (_, index) => `2026-${month}-${String(from + index).padStart(2, '0')}T12:00:00Z`,
  );
const everyTenMinutes = (days: number) =>
  Array.from({ length: days * 144 }, (_, index) => new Date(Date.UTC(2026, 10, 23) - index * 600_000).toISOString());

describe('the worked examples of the document are what the retention does', () => {
  test('two daily and two weekly of a fortnight', () => {
    expect(kept(daily('11', 1, 14), { keepDaily: 2, keepWeekly: 2 })).toEqual([
      '2026-11-14T12:00',
      '2026-11-13T12:00',
      '2026-11-08T12:00',
    ]);
  });

  test('seven daily of three in one day', () => {
    const times = ['2026-11-23T08:00:00Z', '2026-11-23T12:00:00Z', '2026-11-23T16:00:00Z'];
    expect(kept(times, { keepDaily: 7 })).toEqual(['2026-11-23T16:00', '2026-11-23T08:00']);
  });

  test('the last ten of one every ten minutes reach back ninety minutes', () => {
    const left = kept(everyTenMinutes(21), { keepLast: 10 });
    expect([left[0], left.at(-1), left.length]).toEqual(['2026-11-23T00:00', '2026-11-22T22:30', 10]);
  });

  test('a policy of many rules keeps at most as many as they say together', () => {
    const policy = { keepLast: 6, keepHourly: 24, keepDaily: 14, keepMonthly: 12 };
    const { length } = kept(everyTenMinutes(120), policy);

    expect(length).toBeLessThanOrEqual(56);
    expect(length).toBeGreaterThan(40);
  });

  test('a month before 31 March', () => {
    expect(kept([...daily('03', 1, 31)], { keepWithin: '1m' }).at(-1)).toBe('2026-03-04T12:00');
  });

  test.each([
    ['UTC', ['2026-11-23T00:30', '2026-11-22T23:30']],
    ['Europe/Berlin', ['2026-11-23T00:30', '2026-11-22T12:00']],
  ])('days begin at midnight of %s', (timeZone, expected) => {
    const times = ['2026-11-22T12:00:00Z', '2026-11-22T23:30:00Z', '2026-11-23T00:30:00Z'];
    expect(kept(times, { keepDaily: 2, timeZone })).toEqual(expected);
  });
});
