import type { DeploymentKey } from './deployments';
import type { Stage } from './stage';

/** An alarm that a scenario sets off. */
export interface ExpectedAlarm {
  readonly deployment: DeploymentKey;
  readonly id: string;
  /** Application, function or queue; none for alarms of the whole deployment. */
  readonly subject?: string;
}

/** A condition that is caused, seen, and taken away: in Flink, the API or the function, never by writing a metric. */
export interface Scenario {
  readonly title: string;
  readonly alarms: readonly ExpectedAlarm[];
  /** Action that causes it, for the table. */
  readonly cause: string;
  /** Action that ends it, for the table. */
  readonly remedy: string;
  /** None: the condition is there from the deployment on. */
  readonly begin?: (stage: Stage) => Promise<void>;
  readonly end: (stage: Stage) => Promise<void>;
  /** Titles of the scenarios with which this condition ends, none of them earlier. */
  readonly until?: readonly string[];
  /** Done again and again until all is OK: what arrives late. */
  readonly untilOk?: (stage: Stage) => Promise<void>;
  /** Titles of the scenarios whose alarms of the same deployments must be OK first, since one would disturb the other. */
  readonly after?: readonly string[];
}

const APPLICATION = { deployment: 'named' } as const;
const FLEET = { deployment: 'fleet' } as const;
/** Snapshots taken by hand: with the three that the manager keeps, more than 80 % of the quota. */
const SNAPSHOTS_BY_HAND = 20;

/** A user a second, so that a start is over before the fifth. */
const FAILING = { failJob: 'true', pauseBetweenUserGeneration: '1000' } as const;

/**
 * Applications that the fleet finds by tag; of the slow ones the age is no concern. They are none of the named ones: two
 * managers would wait for each other's snapshots, and write the same metrics.
 */
export const TAGS: Readonly<Record<string, 'fleet' | 'slow'>> = {
  'fleet-declines': 'fleet',
  'fleet-stopped': 'fleet',
  'fleet-slow': 'slow',
  'fleet-late': 'slow',
};

/** Those of them with a checkpoint interval of ten seconds, as drill-slow has. */
export const SHORT_INTERVAL: readonly string[] = ['fleet-slow'];

const DECLINE = { checkpointFault: 'decline' } as const;
const SLOW = { checkpointFault: 'block', checkpointFaultMillis: '7000' } as const;
/** Longer than a run of 90 s waits, which is 75. */
const LATE = { checkpointFault: 'block', checkpointFaultMillis: '80000' } as const;

/** Alarms that no scenario can set off, each with the reason. */
export const NOT_SET_OFF: Readonly<Record<string, string>> = {
  'drill-overdue': 'Its shortest objective is a day, and only time breaks it.',
  'drill-failed': 'It needs a drill in place of a state that cannot be read; the tests of drills fail one.',
};

export const SCENARIOS: readonly Scenario[] = [
  {
    title: 'nothing fits the selectors',
    alarms: [{ ...FLEET, id: 'fleet-empty' }],
    cause: 'Deployed while no application has the tag that `snapshots.applications` asks for.',
    remedy: 'TagResource: the four fleet-… applications get the tag.',
    end: (stage) => stage.tag(TAGS),
  },
  {
    title: 'the application does not run',
    // Before any run fails: what Lambda repeats of a failed run reports that all applications run.
    after: ['nothing fits the selectors'],
    alarms: [
      { ...APPLICATION, id: 'not-running', subject: 'drill-stopped' },
      { ...FLEET, id: 'fleet-not-running' },
    ],
    cause: 'StopApplication of drill-stopped and fleet-stopped.',
    remedy: 'StartApplication, from the latest snapshot.',
    begin: both((stage) => [stage.stop('drill-stopped'), stage.stop('fleet-stopped')]),
    end: both((stage) => [stage.start('drill-stopped'), stage.start('fleet-stopped')]),
  },
  {
    title: 'checkpoints are declined',
    after: ['the application does not run'],
    alarms: [
      { ...APPLICATION, id: 'failed-checkpoints', subject: 'drill-declines' },
      { ...APPLICATION, id: 'snapshots-failed', subject: 'drill-declines' },
      { ...APPLICATION, id: 'snapshot-age', subject: 'drill-declines' },
      { ...APPLICATION, id: 'needs-a-person', subject: 'drill-declines' },
      { ...FLEET, id: 'fleet-snapshots-failed' },
      { ...FLEET, id: 'fleet-snapshot-age' },
    ],
    cause:
      'drill-declines and fleet-declines run with `checkpointFault=decline`: each checkpoint, and each snapshot, fails.',
    remedy: 'Forced stop, the property removed, started from the latest snapshot.',
    begin: both((stage) => [stage.update('drill-declines', DECLINE), stage.update('fleet-declines', DECLINE)]),
    end: both((stage) => [stage.mend('drill-declines'), stage.mend('fleet-declines')]),
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
      'drill-slow and fleet-slow run with `checkpointFault=block`, `checkpointFaultMillis=7000`; their checkpoint interval is 10 s.',
    remedy: 'UpdateApplication: the properties are removed.',
    begin: both((stage) => [stage.update('drill-slow', SLOW), stage.update('fleet-slow', SLOW)]),
    end: both((stage) => [stage.update('drill-slow', {}), stage.update('fleet-slow', {})]),
  },
  {
    title: 'snapshots are late',
    alarms: [
      { ...APPLICATION, id: 'snapshots-late', subject: 'drill-late' },
      { ...APPLICATION, id: 'manager-duration', subject: 'alarm-drill-manager' },
    ],
    cause:
      'drill-late runs with `checkpointFault=block`, `checkpointFaultMillis=80000`: longer than a run of 90 s waits.',
    remedy: 'Forced stop, the properties removed, started from the latest snapshot.',
    begin: (stage) => stage.update('drill-late', LATE),
    end: (stage) => stage.mend('drill-late'),
  },
  {
    // Apart from the others: a late snapshot counts once, and its alarm ends with the next run.
    title: 'snapshots of the fleet are late',
    after: ['the application does not run'],
    alarms: [{ ...FLEET, id: 'fleet-snapshots-late' }],
    cause: 'fleet-late runs with `checkpointFault=block`, `checkpointFaultMillis=80000`.',
    remedy: 'Forced stop, the properties removed, started from the latest snapshot.',
    begin: (stage) => stage.update('fleet-late', LATE),
    end: (stage) => stage.mend('fleet-late'),
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
    end: (stage) => stage.mend('drill-fails'),
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
    end: (stage) => stage.mend('drill-fails-flink-2'),
  },
  {
    title: 'the heap is used up',
    alarms: [{ ...APPLICATION, id: 'heap', subject: 'drill-heap' }],
    cause: 'drill-heap runs with `heapFaultPercent=92`.',
    remedy: 'UpdateApplication: the property is removed.',
    begin: (stage) => stage.update('drill-heap', { heapFaultPercent: '92' }),
    end: (stage) => stage.update('drill-heap', {}),
  },
  {
    title: 'CPU and memory outside the heap are used up',
    alarms: [
      // Not beside a full heap: its collector is one thread, and stops all others.
      { ...APPLICATION, id: 'cpu', subject: 'drill-load' },
      { ...APPLICATION, id: 'container-memory', subject: 'drill-load' },
    ],
    cause: 'drill-load runs with `cpuFaultThreads=8`, `nativeFaultMegabytes=400`.',
    remedy: 'UpdateApplication: the properties are removed.',
    begin: (stage) => stage.update('drill-load', { cpuFaultThreads: '8', nativeFaultMegabytes: '400' }),
    end: (stage) => stage.update('drill-load', {}),
  },
  {
    title: 'the state grows',
    after: ['the heap is used up'],
    alarms: [{ ...APPLICATION, id: 'checkpoint-growth', subject: 'drill-heap' }],
    cause: 'drill-heap runs with `growStateKilobytes=160`: 160 KB more state with each of its four users a second.',
    remedy: 'Forced stop, the property removed, started with empty state.',
    begin: (stage) => stage.update('drill-heap', { growStateKilobytes: '160' }),
    // Not from a snapshot: Flink 1.20 reads the state of an operator byte by byte, 10 MB in 6 s (measured).
    end: (stage) => stage.restart('drill-heap', {}, { from: 'none' }),
  },
  {
    title: 'the quota is nearly used up',
    after: ['the application does not run'],
    alarms: [
      { ...APPLICATION, id: 'quota-use', subject: 'drill-stopped' },
      { ...APPLICATION, id: 'quota-forecast', subject: 'drill-stopped' },
      { ...FLEET, id: 'fleet-quota-use' },
      { ...FLEET, id: 'fleet-quota-forecast' },
    ],
    cause: `CreateApplicationSnapshot: ${SNAPSHOTS_BY_HAND} snapshots of drill-stopped and of fleet-stopped by a person; \`snapshots.quota\` is 20.`,
    remedy: 'DeleteApplicationSnapshot: those snapshots are deleted.',
    begin: both((stage) =>
      ['drill-stopped', 'fleet-stopped'].map((each) => stage.takeSnapshotsByHand(each, SNAPSHOTS_BY_HAND)),
    ),
    end: both((stage) => ['drill-stopped', 'fleet-stopped'].map((each) => stage.deleteSnapshotsByHand(each))),
  },
  {
    title: 'runs fail',
    alarms: [
      { ...APPLICATION, id: 'manager-errors', subject: 'alarm-drill-manager' },
      { ...APPLICATION, id: 'queue-not-empty', subject: 'alarm-drill-failed-runs' },
    ],
    cause:
      'drill-fails, drill-fails-flink-2 and drill-declines are made to fail as told in their rows, and with their snapshots the runs.',
    remedy: 'The three are mended as told in their rows; the queue is purged.',
    begin: async () => undefined,
    until: ['the job fails', 'the job fails, on Flink 2', 'checkpoints are declined', 'snapshots are late'],
    end: async () => undefined,
    untilOk: (stage) => stage.purge('alarm-drill-failed-runs'),
  },
  {
    title: 'no concurrency is left',
    after: [
      'checkpoints are declined',
      'checkpoints are slow',
      'snapshots of the fleet are late',
      'the quota is nearly used up',
    ],
    alarms: [
      { ...FLEET, id: 'manager-throttles', subject: 'alarm-drill-fleet-manager' },
      { ...FLEET, id: 'manager-runs' },
      { ...FLEET, id: 'manager-silent' },
    ],
    cause: 'PutFunctionConcurrency 0 for the manager of the fleet: Lambda refuses every run, and no run reports.',
    remedy: 'DeleteFunctionConcurrency.',
    begin: (stage) => stage.takeConcurrency('fleet'),
    end: (stage) => stage.giveConcurrency('fleet'),
  },
  {
    title: 'events are not delivered',
    after: [
      'checkpoints are declined',
      'checkpoints are slow',
      'snapshots are late',
      'the quota is nearly used up',
      'runs fail',
    ],
    alarms: [
      { ...APPLICATION, id: 'queue-not-empty', subject: 'alarm-drill-undelivered-events' },
      { ...APPLICATION, id: 'manager-runs' },
      { ...APPLICATION, id: 'manager-silent' },
    ],
    cause: 'RemovePermission: EventBridge may not invoke the manager any more, and no run reports.',
    remedy: 'AddPermission; the queue is purged.',
    begin: (stage) => stage.takePermission('named'),
    end: (stage) => stage.givePermission('named'),
    untilOk: (stage) => stage.purge('alarm-drill-undelivered-events'),
  },
];

/** Both applications of a scenario at the same time. */
function both(acts: (stage: Stage) => readonly Promise<void>[]): (stage: Stage) => Promise<void> {
  return async (stage) => {
    await Promise.all(acts(stage));
  };
}
