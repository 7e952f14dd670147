import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { ManagedFlinkDirectory } from '../../lambda-src/snapshot-manager/aws/application-directory';
import { CallPace, paceCalls } from '../../lambda-src/snapshot-manager/aws/call-pace';
import { ManagedFlinkRecoveryApi } from '../../lambda-src/snapshot-manager/aws/recovery-api';
import { ManagedFlinkSnapshotApi } from '../../lambda-src/snapshot-manager/aws/snapshot-api';
import { snapshotAll } from '../../lambda-src/snapshot-manager/fleet';
import type { AuditLog, Clock, Holds, RunLocks, SnapshotMarks } from '../../lambda-src/snapshot-manager/ports';
import { SentEvents } from '../../lambda-src/snapshot-manager/run/sent-events';
import { startManagedFlink } from '../../packages/managed-flink/src/server';

export const FLEET = { applications: 100, snapshots: 1000, snapshotMs: 20_000, callsPerSecond: 10 } as const;

/** The manager's clock and the server go so many times as fast as ours; what HTTP costs here counts as often. */
const SPEED = 10;
const PAGE_SIZE = 50;
const PREFIX = 'bench.';
const TIMEOUT_MS = 900_000;

export interface FleetTime {
  readonly tookMs: number;
  /** Time that the pages of all lists take at the call rate, and nothing else. */
  readonly boundMs: number;
  /** Calls to the service, by operation. */
  readonly calls: Readonly<Record<string, number>>;
}

/**
 * One run for the whole fleet, or with ten schedules the ten runs of one moment, each a function of its own that paces its
 * own calls; over the SDK and HTTP against the simulated engine, only the audit table is kept in memory. Nothing is
 * recorded of the past. Each application has one surplus snapshot after it.
 *
 * @throws Error when the run did not take a snapshot of every application.
 */
export async function fleetTime(schedules: 1 | 10 = 1): Promise<FleetTime> {
  const calls: Record<string, number> = {};
  const server = await startManagedFlink({
    engine: {
      kind: 'simulated',
      applications: FLEET.applications,
      snapshotsPerApplication: FLEET.snapshots,
      snapshotNamePrefix: PREFIX,
      durations: { snapshotMs: FLEET.snapshotMs / SPEED, deleteMs: 50 / SPEED },
      callsPerSecond: FLEET.callsPerSecond * SPEED,
    },
    onCall: ({ operation }) => {
      calls[operation] = (calls[operation] ?? 0) + 1;
    },
  });
  try {
    const clock = fastClock();
    const startedAt = clock.now();
    const time = new Date(Math.floor(startedAt.getTime() / 1000) * 1000);
    const settings = settingsOf(schedules);
    const runs = settings.applications.map(({ schedule = settings.schedule }) => {
      const { client, callRate } = pacedClient(server.endpoint, clock);
      return snapshotAll(
        { id: `bench-${schedule}`, time, schedule },
        {
          settings,
          deadline: new Date(startedAt.getTime() + TIMEOUT_MS),
          invocationId: 'bench',
          sentEvents: new SentEvents(),
          ports: {
            api: new ManagedFlinkSnapshotApi(client),
            directory: new ManagedFlinkDirectory(client),
            audit: emptyAudit,
            holds: noHolds,
            marks: noMarks,
            locks: freeLocks,
            requestTimes: { firstTime: async (_, now) => now },
            notices: { findNotice: async () => undefined, putNotice: async () => {}, removeNotice: async () => {} },
            knownSchedules: {
              listSchedules: async () => [],
              putSchedule: async () => {},
              removeSchedule: async () => {},
            },
            notifier: { publish: async () => {} },
            eventBus: { put: async () => [] },
            recovery: new ManagedFlinkRecoveryApi(client),
            drills: { read: async () => undefined, write: async () => 1, personAtWork: async () => undefined },
            callRate,
            clock,
            writeLine: () => {},
          },
        },
      );
    });
    const records = (await Promise.all(runs)).flat();
    const tookMs = clock.now().getTime() - startedAt.getTime();
    const ready = records.filter(({ reason, deleted }) => reason === 'ready' && deleted.length === 1).length;
    if (ready < FLEET.applications) throw new Error(`Only ${ready} of ${FLEET.applications} snapshots were taken.`);
    const pages = FLEET.applications * Math.ceil(FLEET.snapshots / PAGE_SIZE);
    return { tookMs, boundMs: (pages * 1000) / FLEET.callsPerSecond, calls };
  } finally {
    await server.close();
  }
}

/** Client and call rate of one function. */
function pacedClient(endpoint: string, clock: Clock) {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const client = new KinesisAnalyticsV2Client({ endpoint, region: 'us-east-1', credentials });
  const callRate = new CallPace(FLEET.callsPerSecond, clock);
  paceCalls(client, callRate);
  return { client, callRate };
}

/** Settings of a manager that looks after the whole fleet and keeps as many snapshots as each application has. */
const FLEET_SETTINGS: Parameters<typeof snapshotAll>[1]['settings'] = {
  applications: [{ selector: { kind: 'prefix', prefix: 'app-' } }],
  snapshotNamePrefix: PREFIX,
  deployment: 'bench',
  retention: { keepLast: FLEET.snapshots },
  adoptsReferenceSnapshots: false,
  auditTable: 'bench',
  holdsTable: 'bench',
  auditRetentionDays: 1,
  topicArn: 'bench',
  notifications: { policy: 'changes', reminderHours: 24 },
  snapshotAgeMinutes: 30,
  passingStatusMinutes: 30,
  schedule: 'rate(10 minutes)',
  callsPerSecond: FLEET.callsPerSecond,
  snapshotQuota: FLEET.snapshots,
  eventBus: 'bench',
};

/** Settings in which the last digit of its name decides about the schedule of an application. */
function settingsOf(schedules: 1 | 10): typeof FLEET_SETTINGS {
  if (schedules === 1) return FLEET_SETTINGS;
  const applications = Array.from({ length: schedules }, (_, digit) => ({
    selector: { kind: 'pattern' as const, pattern: `app-*${digit}` },
    schedule: `rate(${10 + digit} minutes)`,
  }));
  return { ...FLEET_SETTINGS, applications };
}

function fastClock(): Clock {
  const startMs = Date.now();
  const startedAt = performance.now();
  return {
    now: () => new Date(startMs + (performance.now() - startedAt) * SPEED),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms / SPEED)),
  };
}

/** A table in which nothing is recorded yet: the worst case, in which no usual duration is known. */
const noHolds: Holds = { hold: async () => {}, release: async () => {}, list: async () => [] };

const noMarks: SnapshotMarks = {
  prove: async () => {},
  forgetProof: async () => {},
  noteObjective: async () => {},
  marksOf: async () => ({ suspects: [], freezes: [] }),
  suspect: async () => {},
  trust: async () => {},
  freeze: async () => {},
  thaw: async () => {},
};

const freeLocks: RunLocks = {
  take: async () => undefined,
  announceDeletions: async () => true,
  announcedDeletions: async () => [],
  giveBack: async () => {},
};

const emptyAudit: AuditLog = {
  find: async () => undefined,
  findRecent: async () => [],
  findNewest: async () => [],
  start: async () => true,
  complete: async () => true,
  create: async () => true,
  settle: async () => true,
};
