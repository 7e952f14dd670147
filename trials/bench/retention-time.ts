import { planRetention } from '../../lambda-src/snapshot-manager/domain/retention/retention';
import { parseRetentionPolicy } from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import { snapshotName } from '../../lambda-src/snapshot-manager/domain/snapshot-name';
import { timesOf } from './sample';

/** The service's quota of snapshots for each application. */
export const SNAPSHOTS = 1000;

const NOW = new Date('2026-11-23T12:00:00Z');
const PREFIX = 'bench.';

/** Every rule, in a zone with summer time: nothing a policy can contain is left out. */
const POLICY = parseRetentionPolicy({
  keepLast: 100,
  keepHourly: 100,
  keepDaily: 100,
  keepWeekly: 100,
  keepMonthly: 100,
  keepYearly: 10,
  keepWithin: '1d',
  keepWithinHourly: '7d',
  keepWithinDaily: '1m',
  keepWithinWeekly: '1y',
  keepWithinMonthly: '3y',
  keepWithinYearly: '10y',
  timeZone: 'Europe/Berlin',
  keepFailed: '7d',
  keepAtMost: 500,
});

/** Times of `planRetention` over a thousand snapshots of some six years, listed in no order, in ms. */
export function retentionTimes(runs: number): Promise<number[]> {
  const snapshots = Array.from({ length: SNAPSHOTS }, (_, index) => snapshotOf((index * 613) % SNAPSHOTS));
  const facts = { ownPrefix: PREFIX, now: NOW, restorePoint: undefined, held: new Set<string>() };
  return timesOf(runs, async () => planRetention(snapshots, POLICY, facts));
}

/** The further back, the further apart, as a rotation leaves them. */
function snapshotOf(index: number): Snapshot {
  const createdAt = new Date(NOW.getTime() - (index * 10 + index ** 2 * 3) * 60_000);
  return {
    name: snapshotName(PREFIX, createdAt),
    status: index % 50 === 49 ? 'FAILED' : 'READY',
    createdAt,
    applicationVersion: 1,
    runtimeEnvironment: 'FLINK-1_20',
  };
}
