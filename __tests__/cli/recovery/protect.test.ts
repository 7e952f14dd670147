import { freeze, holdTarget, markNewer, type ProtectPorts, TargetLostError, thaw } from '../../../cli/recovery/protect';
import type { Recovery } from '../../../cli/recovery/recovery';
import { RESTORE_STEPS } from '../../../cli/recovery/steps';
import { localTime } from '../../../cli/times';
import { FakeWorld } from '../../lambda-src/fakes/fake-world';

const PLANNED = new Date('2026-11-23T10:20:01.500Z');
const at = (hour: number) => new Date(Date.UTC(2026, 10, 23, hour));

function worldWith(limits = { snapshotQuota: 1000, schedule: 'rate(10 minutes)' }) {
  const world = new FakeWorld('orders');
  for (const hour of [7, 8, 9]) world.flink.addSnapshot('orders', `demo.${hour}`, at(hour));
  const { holds, flink, clock } = world;
  const ports: ProtectPorts = { marks: holds, holds, locks: holds, api: flink, clock, limits };
  return { world, ports };
}

const RECOVERY: Recovery = {
  plan: {
    id: '20261123T102001Z',
    kind: 'restore',
    application: 'orders',
    applicationCreatedAt: undefined,
    who: 'ada',
    why: 'corrupt',
    plannedAt: PLANNED,
    target: { name: 'demo.8', createdAt: at(8), applicationVersion: 1 },
    allowNonRestoredState: false,
    isGoingBack: true,
    suspects: ['demo.9'],
    status: 'RUNNING',
    evidence: undefined,
    fresh: 'after',
    steps: RESTORE_STEPS,
  },
  owner: 'here',
  leaseUntil: PLANNED,
  steps: [],
};
const beat = async () => {};

test('deletions are frozen for a day under the name of the restore, which alone thaws them', async () => {
  const { world, ports } = worldWith();
  world.holds.seedFreeze('orders', { who: 'carol', until: new Date('2026-11-24T09:00:00Z') });
  await freeze(RECOVERY, ports);
  const { freezes } = await world.holds.marksOf('orders');
  expect(freezes.map(({ who, until }) => `${who} ${until.toISOString()}`).sort()).toEqual([
    'carol 2026-11-24T09:00:00.000Z',
    'restore 20261123T102001Z 2026-11-24T10:20:01.500Z',
  ]);

  expect(await thaw(RECOVERY, ports)).toEqual({ said: 'This freeze ended; that of carol lasts.' });
  expect((await world.holds.marksOf('orders')).freezes.map(({ who }) => who)).toEqual(['carol']);
});

test('a freeze ends before the schedule fills the quota, and there is none where it is nearly full', async () => {
  const small = worldWith({ snapshotQuota: 100, schedule: 'rate(1 minute)' });
  await freeze(RECOVERY, small.ports);
  // 95 of 100 may be used, three are: 92 runs of a minute.
  expect((await small.world.holds.marksOf('orders')).freezes[0]?.until).toEqual(
    new Date(PLANNED.getTime() + 92 * 60_000),
  );

  const full = worldWith({ snapshotQuota: 3, schedule: 'rate(1 minute)' });
  expect(await freeze(RECOVERY, full.ports)).toEqual({
    said: 'No freeze: 3 of 3 snapshots are taken.',
    isLeftOut: true,
  });
});

test('a start that failed keeps the freeze, and names the command that ends it', async () => {
  const { world, ports } = worldWith();
  await freeze(RECOVERY, ports);
  expect(await thaw({ ...RECOVERY, outcome: 'not-proven' }, ports)).toEqual({
    said: 'Deletions stay frozen for now: kda thaw orders --holder "restore 20261123T102001Z" ends that.',
    isLeftOut: true,
  });
  expect((await world.holds.marksOf('orders')).freezes).toHaveLength(1);
});

test('the target is held for a week, after deletions that were announced before', async () => {
  const { world, ports } = worldWith();
  const until = new Date(PLANNED.getTime() + 5000);
  const lease = { owner: 'run', eventId: 'event', until };
  await world.holds.take('orders', lease, PLANNED);
  await world.holds.announceDeletions('orders', lease, ['demo.8']);
  expect(await holdTarget(RECOVERY, ports, beat)).toEqual({
    said: `demo.8 is on hold until ${localTime(new Date('2026-11-30T10:20:01.500Z'))}.`,
  });
  expect(world.clock.now() >= until).toBe(true);
});

test('a target that a run deletes meanwhile is told, and nothing is stopped', async () => {
  const { world, ports } = worldWith();
  world.flink.removeSnapshot('orders', 'demo.8');
  await expect(holdTarget(RECOVERY, ports, beat)).rejects.toThrow(TargetLostError);
  await expect(holdTarget(RECOVERY, ports, beat)).rejects.toThrow(
    'Snapshot demo.8 of orders is gone, expected READY. Nothing was stopped. End this with kda restore --give-up orders, and choose another one: kda restore orders --snapshot NAME.',
  );
});

test('a target that somebody marked as suspect since the plan is told, and nothing is stopped', async () => {
  const { world, ports } = worldWith();
  const planned = { ...RECOVERY, plan: { ...RECOVERY.plan, suspectBefore: [] } };
  const mark = { snapshotName: 'demo.8', who: 'bob', why: 'corrupt since 8:30', markedAt: world.clock.now() };
  await world.holds.suspect({ application: 'orders', ...mark });
  await expect(holdTarget(planned, ports, beat)).rejects.toThrow(TargetLostError);
  await expect(holdTarget(planned, ports, beat)).rejects.toThrow(
    'Snapshot demo.8 of orders is suspect since the plan, by bob (corrupt since 8:30). Nothing was stopped. End this with kda restore --give-up orders, and choose another one: kda restore orders --latest. If it is good all the same: kda trust orders demo.8, then kda restore --continue orders.',
  );
});

test.each([
  ['of which the plan knew it', ['demo.8']],
  ['of an earlier version, which did not note it', undefined],
])('a suspect target %s is held', async (_, suspectBefore) => {
  const { world, ports } = worldWith();
  const mark = { snapshotName: 'demo.8', who: 'bob', why: 'maybe', markedAt: world.clock.now() };
  await world.holds.suspect({ application: 'orders', ...mark });
  const planned = { ...RECOVERY, plan: { ...RECOVERY.plan, ...(suspectBefore ? { suspectBefore } : {}) } };
  expect(await holdTarget(planned, ports, beat)).toMatchObject({ said: expect.stringContaining('is on hold') });
});

test('every newer snapshot becomes suspect, also one that came after the plan; the one of after does not', async () => {
  const { world, ports } = worldWith();
  world.flink.addSnapshot('orders', 'demo.10', at(10));
  world.flink.addSnapshot('orders', 'after', at(11));
  expect(await markNewer(RECOVERY, ports)).toEqual({ said: 'Suspect now: demo.10, demo.9.' });
  const { suspects } = await world.holds.marksOf('orders');
  expect(suspects.map(({ snapshotName, who, why }) => `${snapshotName} ${who} ${why}`).sort()).toEqual([
    'demo.10 ada corrupt',
    'demo.9 ada corrupt',
  ]);
  expect(await markNewer(RECOVERY, ports)).toEqual({ said: 'No newer snapshot is left to suspect.' });
});
