import type { Chain } from '../../../cli/safety/delivery-safety';
import type { DeploymentFacts } from '../../../cli/safety/deployment-safety';
import type { AlarmSeen, ApplicationFacts, DeliveryFacts, PastRow, Subscription } from '../../../cli/safety/facts';
import { snapshotsSeen } from '../../../cli/safety/snapshots-seen';
import { type Marks, NO_MARKS } from '../../../lambda-src/snapshot-manager/domain/marks';
import type { Snapshot } from '../../../lambda-src/snapshot-manager/domain/snapshot';

/** Three in the morning, when somebody asks. */
export const NOW = new Date('2026-11-28T03:02:00Z');
export const LIMITS = { passingStatusMinutes: 30, snapshotQuota: 1000, region: 'eu-west-1' };

export const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

export function snapshot(minutes: number, status = 'READY', name = `demo.${minutes}`): Snapshot {
  return { name, status, createdAt: minutesAgo(minutes), applicationVersion: 3, runtimeEnvironment: 'FLINK-1_20' };
}

/** Run of the schedule that ended. */
export function run(minutes: number, more: Partial<PastRow> = {}): PastRow {
  const taken = { outcome: 'taken', reason: 'ready', snapshotName: `demo.${minutes}` };
  return { writtenBy: 'manager', time: minutesAgo(minutes), applicationStatus: 'RUNNING', ...taken, ...more };
}

export const failedRun = (minutes: number, more: Partial<PastRow> = {}): PastRow =>
  run(minutes, { outcome: 'failed', reason: 'snapshot-failed', snapshotName: undefined, ...more });

/** Action of a person. */
export const action = (minutes: number, outcome: string, more: Partial<PastRow> = {}): PastRow => ({
  writtenBy: 'kda',
  time: minutesAgo(minutes),
  outcome,
  who: 'ada',
  ...more,
});

export const suspect = (snapshotName: string): Marks['suspects'][number] => ({
  application: 'orders',
  snapshotName,
  who: 'ada',
  why: 'corrupt',
  markedAt: minutesAgo(5),
});

interface Wish extends Partial<Omit<ApplicationFacts, 'snapshots' | 'marks'>> {
  readonly status?: string;
  readonly list?: readonly Snapshot[];
  readonly snapshots?: ApplicationFacts['snapshots'];
  readonly suspects?: Marks['suspects'];
  readonly freezes?: Marks['freezes'];
  readonly marks?: ApplicationFacts['marks'];
  readonly rows?: readonly PastRow[];
}

/** Application that is well: RUNNING, snapshots every ten minutes, the newest twelve minutes old. */
export function applicationOf(wish: Wish = {}): ApplicationFacts {
  const { status = 'RUNNING', list = [snapshot(12), snapshot(22), snapshot(7200)], suspects = [], freezes = [] } = wish;
  const { rows = [run(12), run(22)], ...others } = wish;
  const marks = { ...NO_MARKS, suspects, freezes };
  return {
    name: 'orders',
    objectiveMinutes: 30,
    schedule: 'rate(10 minutes)',
    seen: { value: { status, createdAt: undefined, snapshotsEnabled: true } },
    snapshots: { value: snapshotsSeen(list, { marks, now: NOW }) },
    marks: { value: marks },
    past: { value: rows },
    earlierDrills: { value: { rows: [] } },
    proven: { value: { proof: undefined } },
    recovery: { value: undefined },
    alarms: [],
    ...others,
  };
}

export function alarm(id: string, more: Partial<AlarmSeen> = {}): AlarmSeen {
  const name = `demo/${id}`;
  const own = { isInAlarm: false, isUrgent: false, isComposite: false, isEnabled: true };
  return { name, id, ...own, actions: ['arn:aws:sns:eu-west-1:1:demo-news'], ...more };
}

const MAIL: Subscription = { protocol: 'email', endpoint: 'ops@example.com', isConfirmed: true };

/** Chain in which every part works. */
export function deliveryOf(more: Partial<DeliveryFacts> = {}): DeliveryFacts {
  return {
    rule: { value: { isEnabled: true, invokesManager: true } },
    otherRules: [],
    manager: { value: { state: 'Active', isThrottledToZero: false } },
    failedRuns: { value: 0 },
    undeliveredEvents: { value: 0 },
    subscriptions: { value: [MAIL] },
    pagers: [],
    alarms: { value: [alarm('manager-errors')] },
    past: { value: [] },
    schedules: { value: [] },
    ...more,
  };
}

export const CHAIN: Chain = {
  rules: [{ name: 'demo', expression: 'rate(10 minutes)', shortestMinutes: 10, longestMinutes: 10 }],
  managerFunction: 'demo-manager',
  queues: { failedRuns: 'demo-failed-runs', undeliveredEvents: 'demo-undelivered-events' },
  topic: 'demo-news',
  mailAddresses: ['ops@example.com'],
  pagerTopicArns: [],
  isScheduled: true,
};

export function deploymentOf(more: Partial<DeploymentFacts> = {}): DeploymentFacts {
  return {
    environment: 'production',
    deployment: 'demo',
    region: 'eu-west-1',
    account: '111122223333',
    identity: 'ada',
    limits: LIMITS,
    chain: CHAIN,
    applications: [applicationOf()],
    gapsInApplications: [],
    selectorsWithoutApplication: [],
    delivery: deliveryOf(),
    isOfNamedOnly: false,
    clockSkewSeconds: 0,
    ...more,
  };
}
