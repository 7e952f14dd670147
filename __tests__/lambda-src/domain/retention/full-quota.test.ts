import { fullQuotaAdvice } from '../../../../lambda-src/snapshot-manager/domain/retention/full-quota';
import { planRetention } from '../../../../lambda-src/snapshot-manager/domain/retention/retention';
import { parseRetentionPolicy } from '../../../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import { snapshotName } from '../../../../lambda-src/snapshot-manager/domain/snapshot-name';

const NOW = new Date('2026-11-23T10:20:00Z');

function advice(settings: object, { ours, foreign }: { ours: number; foreign: number }): string {
  const policy = parseRetentionPolicy(settings);
  const facts = { status: 'READY', applicationVersion: 1, runtimeEnvironment: undefined } as const;
  const times = (count: number) =>
    Array.from({ length: count }, (_, index) => new Date(NOW.getTime() - index * 600_000));
  const snapshots = [
    ...times(ours).map((createdAt) => ({ ...facts, createdAt, name: snapshotName('kda.', createdAt) })),
    ...times(foreign).map((createdAt) => ({ ...facts, createdAt, name: `STOP-orders-${createdAt.getTime()}` })),
  ];
  const plan = planRetention(snapshots, policy, {
    application: 'orders',
    ownPrefix: 'kda.',
    now: NOW,
    restorePoint: undefined,
    held: new Set<string>(),
  });
  return fullQuotaAdvice(plan, policy);
}

test.each([
  [
    'a retention that keeps all',
    { keepWithin: '30d', keepDaily: 7 },
    { ours: 90, foreign: 10 },
    'The retention (keepDaily 7, keepWithin 30d) keeps all 90 snapshots of this manager, so it never makes room. Set snapshots.retention.keepAtMost to 70 or less.',
  ],
  [
    'mostly snapshots of others',
    { keepLast: 10 },
    { ours: 10, foreign: 90 },
    '90 of the 100 snapshots were taken by people or by the service, and no retention deletes them. Delete some of them, or request a higher quota.',
  ],
  [
    'deletions left to people',
    { deleteSurplus: false },
    { ours: 100, foreign: 0 },
    'snapshots.retention.deleteSurplus is false, so this manager deletes nothing. Delete snapshots by hand, or set it to true.',
  ],
  [
    'mostly snapshots of the service that its rule keeps',
    { keepLast: 10, serviceSnapshots: { keepLast: 90 } },
    { ours: 10, foreign: 90 },
    '90 of the 100 snapshots were taken by people, or by the service and its rule keeps them. Lower snapshots.retention.serviceSnapshots, delete some of them, or request a higher quota.',
  ],
  ['a retention that makes room', { keepLast: 10 }, { ours: 90, foreign: 10 }, ''],
])('a full quota is explained: %s', (_case, settings, snapshots, text) => {
  expect(advice(settings, snapshots)).toBe(text);
});
