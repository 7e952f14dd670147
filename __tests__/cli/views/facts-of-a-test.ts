import type { Recovery } from '../../../cli/recovery/recovery';
import type { ApplicationFacts } from '../../../cli/views/application-facts';
import { deploymentOf } from '../../../config/model/deployment';
import { NO_MARKS } from '../../../lambda-src/snapshot-manager/domain/marks';
import { parseRetentionPolicy } from '../../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Snapshot } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import { settingsWith } from '../../settings-with';

export const NOW = new Date('2026-11-28T03:02:00Z');
export const MINUTE_MS = 60_000;

/** Time some minutes ago. */
export const ago = (minutes: number) => new Date(NOW.getTime() - minutes * MINUTE_MS);

/** READY snapshot of the schedule of deployment `demo`, of some minutes ago. */
export function scheduled(minutes: number, more: Partial<Snapshot> = {}): Snapshot {
  const createdAt = ago(minutes);
  const time = createdAt
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:]/g, '');
  return {
    name: `demo.${time}`,
    status: 'READY',
    createdAt,
    applicationVersion: 7,
    runtimeEnvironment: 'FLINK-1_20',
    ...more,
  };
}

const DEPLOYMENT = deploymentOf(
  settingsWith({
    name: 'demo',
    snapshots: { applications: ['orders'], scheduleMinutes: 10, retention: { keepLast: 3, keepDaily: 7 } },
  }),
);

/** Facts about the RUNNING application `orders` of deployment `demo`, everything read. */
export function factsWith(more: Partial<ApplicationFacts> = {}): ApplicationFacts {
  return {
    application: 'orders',
    region: 'eu-west-1',
    now: NOW,
    state: {
      name: 'orders',
      status: 'RUNNING',
      version: 7,
      runtimeEnvironment: 'FLINK-1_20',
      snapshotsEnabled: true,
      createdAt: ago(400 * 24 * 60),
      restoresFrom: { kind: 'latest' },
    },
    snapshots: [],
    deployment: DEPLOYMENT,
    managed: {
      entry: { name: 'orders', schedule: 'rate(10 minutes)', objectiveMinutes: 30, usualSnapshotSeconds: 60 },
      retention: parseRetentionPolicy({ keepLast: 3, keepDaily: 7 }),
    },
    holds: [],
    marks: NO_MARKS,
    areMarksKnown: true,
    restores: [],
    recovery: undefined,
    unread: [],
    ...more,
  };
}

/** The same facts as the API alone tells them. */
export function factsOfTheApi(more: Partial<ApplicationFacts> = {}): ApplicationFacts {
  return factsWith({
    deployment: undefined,
    managed: undefined,
    holds: undefined,
    areMarksKnown: false,
    restores: undefined,
    unread: ['No deployment is known.'],
    ...more,
  });
}

/** Restore of `orders` whose process died after the stop. */
export const BEGUN: Recovery = {
  plan: {
    ...{ id: '20261128T030000Z', kind: 'restore', application: 'orders', applicationCreatedAt: undefined },
    ...{ who: 'ada', why: 'corrupt', plannedAt: ago(2), target: undefined, allowNonRestoredState: false },
    ...{ isGoingBack: true, suspects: [], status: 'RUNNING', evidence: undefined, fresh: 'after' },
    steps: ['stop', 'start'],
  },
  owner: 'laptop (process 1)',
  leaseUntil: ago(0),
  steps: [
    { step: 'stop', state: 'done' },
    { step: 'start', state: 'begun' },
  ],
};
