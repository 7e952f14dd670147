import type { Recovery } from '../../../cli/recovery/recovery';
import { rememberedSuspects } from '../../../cli/recovery/remembered-suspects';
import type { Snapshot } from '../../../lambda-src/snapshot-manager/domain/snapshot';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 28, 14, minute));

const snapshot = (name: string, minute: number): Snapshot => ({
  name,
  status: 'READY',
  createdAt: at(minute),
  applicationVersion: 1,
  runtimeEnvironment: 'FLINK-1_20',
});

const RECOVERY: Recovery = {
  plan: {
    id: '1',
    kind: 'restore',
    application: 'orders',
    applicationCreatedAt: undefined,
    who: 'ada',
    why: 'corrupt',
    plannedAt: at(30),
    target: { name: 'good', createdAt: at(10), applicationVersion: 1 },
    allowNonRestoredState: false,
    isGoingBack: true,
    suspects: ['bad'],
    status: 'RUNNING',
    evidence: undefined,
    fresh: 'after',
    steps: ['stop', 'start', 'prove', 'record'],
  },
  owner: 'here',
  leaseUntil: at(40),
  steps: [{ step: 'start', state: 'done', begunAt: at(32) }],
};

const SNAPSHOTS = [
  snapshot('old', 0),
  snapshot('good', 10),
  snapshot('bad', 20),
  snapshot('during', 31),
  snapshot('after', 33),
];

test('everything between target and start stays suspect, also what came after the plan', () => {
  expect(rememberedSuspects(RECOVERY, SNAPSHOTS).suspects.map(({ snapshotName }) => snapshotName)).toEqual([
    'bad',
    'during',
  ]);
});

test('a start after that carries them on, and a first one has none', () => {
  const { plan } = RECOVERY;
  const later = { ...RECOVERY, plan: { ...plan, isGoingBack: false, suspects: ['bad', 'during'] } };
  const names = (recovery: Recovery | undefined) =>
    rememberedSuspects(recovery, SNAPSHOTS).suspects.map(({ snapshotName }) => snapshotName);
  expect(names(later)).toEqual(['bad', 'during']);
  expect(names({ ...later, plan: { ...later.plan, suspects: [] } })).toEqual([]);
  expect(names(undefined)).toEqual([]);
});
