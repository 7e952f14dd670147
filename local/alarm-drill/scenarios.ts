import type { Stage } from './stage';

/** The two deployments of the drill: of named applications, and of those that have a tag. */
export const DEPLOYMENTS = { named: 'alarm-drill', fleet: 'alarm-drill-fleet' } as const;
export type DeploymentKey = keyof typeof DEPLOYMENTS;

/** An alarm that a scenario sets off. */
export interface ExpectedAlarm {
  readonly deployment: DeploymentKey;
  readonly id: string;
  /** Application, function or queue; none for the fleet's alarms and the composite over all. */
  readonly subject?: string;
}

/** A condition that is caused, seen, and taken away: in Flink, the API or the function, never by writing a metric. */
export interface Scenario {
  readonly title: string;
  readonly alarms: readonly ExpectedAlarm[];
  /** What is done to cause it, for the table. */
  readonly cause: string;
  /** What takes it away, for the table. */
  readonly remedy: string;
  /** None: the condition is there from the deployment on. */
  readonly begin?: (stage: Stage) => Promise<void>;
  readonly end: (stage: Stage) => Promise<void>;
  /** Done again and again until all is OK: what arrives late. */
  readonly untilOk?: (stage: Stage) => Promise<void>;
  /** Titles of the scenarios whose alarms of the same deployments must be OK first, since one would disturb the other. */
  readonly after?: readonly string[];
}

const APPLICATION = { deployment: 'named' } as const;
const FLEET = { deployment: 'fleet' } as const;
/** More than half of quota and retention, so that the share is above 80 % with what the two managers keep. */
const SNAPSHOTS_BY_HAND = 16;

/** A user a second, so that a start is over before the fifth. */
const FAILING = { failJob: 'true', pauseBetweenUserGeneration: '1000' } as const;

/** Applications found by tag; of the slow ones the age is no concern. */
export const TAGS: Readonly<Record<string, 'fleet' | 'slow'>> = {
  'drill-declines': 'fleet',
  'drill-stopped': 'fleet',
  'drill-slow': 'slow',
  'drill-late': 'slow',
};

export const SCENARIOS: readonly Scenario[] = [
  {
    title: 'nothing fits the selectors',
    alarms: [{ ...FLEET, id: 'fleet-empty' }],
    cause: 'Deployed while no application has the tag that `snapshots.applications` asks for.',
    remedy: 'TagResource: four applications get the tag.',
    end: (stage) => stage.tag(TAGS),
  },
  {
    title: 'checkpoints are declined',
    after: ['nothing fits the selectors'],
    alarms: [
      { ...APPLICATION, id: 'failed-checkpoints', subject: 'drill-declines' },
      { ...APPLICATION, id: 'snapshots-failed', subject: 'drill-declines' },
      { ...APPLICATION, id: 'snapshot-age', subject: 'drill-declines' },
      { ...APPLICATION, id: 'needs-a-person', subject: 'drill-declines' },
      { ...APPLICATION, id: 'needs-a-person' },
      { ...APPLICATION, id: 'manager-errors', subject: 'alarm-drill-manager' },
      { ...APPLICATION, id: 'queue-not-empty', subject: 'alarm-drill-failed-runs' },
      { ...FLEET, id: 'fleet-snapshots-failed' },
      { ...FLEET, id: 'fleet-snapshot-age' },
    ],
    cause: 'drill-declines runs with `checkpointFault=decline`: each checkpoint, and each snapshot, fails.',
    remedy: 'Forced stop, the property removed, started from the latest snapshot; the queue is purged.',
    begin: (stage) => stage.update('drill-declines', { checkpointFault: 'decline' }),
    end: (stage) => stage.restart('drill-declines', {}, { from: 'latest' }),
    untilOk: (stage) => stage.purge('alarm-drill-failed-runs'),
  },
  {
    title: 'checkpoints are slow',
    after: ['nothing fits the selectors'],
    alarms: [
      { ...APPLICATION, id: 'checkpoint-duration', subject: 'drill-slow' },
      { ...APPLICATION, id: 'snapshot-duration', subject: 'drill-slow' },
      { ...FLEET, id: 'fleet-snapshot-duration' },
    ],
    cause:
      'drill-slow runs with `checkpointFault=block`, `checkpointFaultMillis=7000`; its checkpoint interval is 10 s.',
    remedy: 'UpdateApplication: the properties are removed.',
    begin: (stage) => stage.update('drill-slow', { checkpointFault: 'block', checkpointFaultMillis: '7000' }),
    end: (stage) => stage.update('drill-slow', {}),
  },
  {
    title: 'snapshots are late',
    after: ['nothing fits the selectors'],
    alarms: [
      { ...APPLICATION, id: 'snapshots-late', subject: 'drill-late' },
      { ...APPLICATION, id: 'manager-duration', subject: 'alarm-drill-manager' },
      { ...FLEET, id: 'fleet-snapshots-late' },
    ],
    cause:
      'drill-late runs with `checkpointFault=block`, `checkpointFaultMillis=80000`: longer than a run of 90 s waits.',
    remedy: 'Forced stop, the properties removed, started from the latest snapshot.',
    begin: (stage) => stage.update('drill-late', { checkpointFault: 'block', checkpointFaultMillis: '80000' }),
    end: (stage) => stage.restart('drill-late', {}, { from: 'latest' }),
  },
  {
    title: 'the job fails',
    alarms: [
      { ...APPLICATION, id: 'downtime', subject: 'drill-fails' },
      { ...APPLICATION, id: 'restarts', subject: 'drill-fails' },
    ],
    cause: 'drill-fails runs with `failJob=true`: it throws at every fifth user, and Flink restarts it.',
    remedy: 'Forced stop, the property removed, started from the latest snapshot.',
    begin: (stage) => stage.restart('drill-fails', FAILING, { from: 'none' }),
    end: (stage) => stage.restart('drill-fails', {}, { from: 'latest' }),
  },
  {
    title: 'the job fails, on Flink 2',
    alarms: [
      { ...APPLICATION, id: 'downtime', subject: 'drill-fails-flink-2' },
      { ...APPLICATION, id: 'restarts', subject: 'drill-fails-flink-2' },
    ],
    cause:
      'drill-fails-flink-2, declared FLINK-2_2, runs with `failJob=true`: watched by `restartingTime` and `numRestarts`.',
    remedy: 'Forced stop, the property removed, started from the latest snapshot.',
    begin: (stage) => stage.restart('drill-fails-flink-2', FAILING, { from: 'none' }),
    end: (stage) => stage.restart('drill-fails-flink-2', {}, { from: 'latest' }),
  },
  {
    title: 'CPU and heap are used up',
    alarms: [
      { ...APPLICATION, id: 'cpu', subject: 'drill-load' },
      { ...APPLICATION, id: 'heap', subject: 'drill-load' },
    ],
    cause: 'drill-load runs with `cpuFaultThreads=4`, `heapFaultPercent=92`.',
    remedy: 'UpdateApplication: the properties are removed.',
    begin: (stage) => stage.update('drill-load', { cpuFaultThreads: '4', heapFaultPercent: '92' }),
    end: (stage) => stage.update('drill-load', {}),
  },
  {
    title: 'memory outside the heap is used up',
    alarms: [{ ...APPLICATION, id: 'container-memory', subject: 'drill-memory' }],
    cause: 'drill-memory runs with `nativeFaultMegabytes=400`, which no setting of the JVM limits.',
    remedy: 'UpdateApplication: the property is removed.',
    begin: (stage) => stage.update('drill-memory', { nativeFaultMegabytes: '400' }),
    end: (stage) => stage.update('drill-memory', {}),
  },
  {
    title: 'the state grows',
    after: ['memory outside the heap is used up'],
    alarms: [{ ...APPLICATION, id: 'checkpoint-growth', subject: 'drill-memory' }],
    cause: 'drill-memory runs with `growStateKilobytes=160`: 160 KB more state with each of its four users a second.',
    remedy: 'UpdateApplication: the property is removed, and its ballast is thrown out.',
    begin: (stage) => stage.update('drill-memory', { growStateKilobytes: '160' }),
    end: (stage) => stage.update('drill-memory', {}),
  },
  {
    title: 'the quota is nearly used up',
    after: ['nothing fits the selectors'],
    alarms: [
      { ...APPLICATION, id: 'quota-use', subject: 'drill-stopped' },
      { ...FLEET, id: 'fleet-quota-use' },
    ],
    cause: `CreateApplicationSnapshot: ${SNAPSHOTS_BY_HAND} snapshots of drill-stopped by a person; \`snapshots.quota\` is 20.`,
    remedy: 'DeleteApplicationSnapshot: those snapshots are deleted.',
    begin: (stage) => stage.takeSnapshotsByHand('drill-stopped', SNAPSHOTS_BY_HAND),
    end: (stage) => stage.deleteSnapshotsByHand('drill-stopped'),
  },
  {
    title: 'the application does not run',
    after: ['the quota is nearly used up'],
    alarms: [
      { ...APPLICATION, id: 'not-running', subject: 'drill-stopped' },
      { ...FLEET, id: 'fleet-not-running' },
    ],
    cause: 'StopApplication of drill-stopped.',
    remedy: 'StartApplication, from the latest snapshot.',
    begin: (stage) => stage.stop('drill-stopped'),
    end: (stage) => stage.start('drill-stopped'),
  },
  {
    title: 'no concurrency is left',
    after: ['checkpoints are declined', 'checkpoints are slow', 'snapshots are late', 'the application does not run'],
    alarms: [
      { ...FLEET, id: 'manager-throttles', subject: 'alarm-drill-fleet-manager' },
      // By silence now: no run, no figure.
      { ...FLEET, id: 'fleet-snapshot-age' },
    ],
    cause: 'PutFunctionConcurrency 0 for the manager of the fleet: Lambda refuses every run, and no figure is written.',
    remedy: 'DeleteFunctionConcurrency.',
    begin: (stage) => stage.takeConcurrency('fleet'),
    end: (stage) => stage.giveConcurrency('fleet'),
  },
  {
    title: 'events are not delivered',
    after: ['checkpoints are declined', 'checkpoints are slow', 'snapshots are late', 'the application does not run'],
    alarms: [{ ...APPLICATION, id: 'queue-not-empty', subject: 'alarm-drill-undelivered-events' }],
    cause: 'RemovePermission: EventBridge may not invoke the manager any more.',
    remedy: 'AddPermission; the queue is purged.',
    begin: (stage) => stage.takePermission('named'),
    end: (stage) => stage.givePermission('named'),
    untilOk: (stage) => stage.purge('alarm-drill-undelivered-events'),
  },
];
