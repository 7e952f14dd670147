import { namesOf } from '../../config/model/names';
import { type SteadyState, steadyState } from '../../config/model/steady-state';
import type { ApplicationEntry } from '../../config/schema/application-settings';
import type { Settings } from '../../config/schema/settings';
import { FLEET_METRICS, METRICS } from '../../lambda-src/contract';
import { parseRetentionPolicy } from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';

/** What no setting says: a person's own figures, or these guesses. */
export interface Assumptions {
  /** Of one snapshot. Managed Flink tells no size; the metric lastCheckpointSize comes near it. */
  readonly stateGb: number;
  /** Of one run of the manager, all applications together; most of it is waiting for the snapshot. */
  readonly runSeconds: number;
  /** KPUs of each deployed application, the one for orchestration included; undefined: from its parallelism. */
  readonly kpus: number | undefined;
  /** How many applications each prefix, pattern and tag finds. */
  readonly applicationsFound: number;
  /** What each deployed application writes into its log in a month. */
  readonly logGb: number;
  /** To each address, of runs and alarms; undefined: every run of each application if the policy says so, else 30. */
  readonly mails: number | undefined;
  /** Of JAR and zip together, or of the zip where there is no JAR; undefined: BUILD_MB. */
  readonly buildMb: number | undefined;
  /** How many older builds the bucket still has: 90 days of old versions. */
  readonly buildsKept: number;
  /** How many metrics of its own the deployed application sends that AWS bills as custom ones. */
  readonly flinkMetrics: number;
}

export const DEFAULT_ASSUMPTIONS: Assumptions = {
  stateGb: 1,
  runSeconds: 30,
  kpus: undefined,
  applicationsFound: 1,
  logGb: 1,
  mails: undefined,
  buildMb: undefined,
  buildsKept: 30,
  flinkMetrics: 0,
};

/** A JAR with connectors in it; the zip alone is an eighth of a megabyte. */
export const BUILD_MB = { withJar: 50, zipAlone: 1 } as const;

/** AWS's own month in all its examples. */
export const HOURS_A_MONTH = 730;
const DAYS_A_MONTH = HOURS_A_MONTH / 24;

/** A month of the snapshot manager. */
export interface Workload {
  readonly runs: number;
  readonly applications: number;
  /** One for each entry of the applications, since its retention may be its own. */
  readonly snapshots: readonly SnapshotGroup[];
  readonly metrics: number;
  /** In what share of the hours they are sent: the others are not paid for. */
  readonly metricHours: number;
  readonly mailsToEach: number;
  /** DynamoDB's units, and what lies in its tables in the end. */
  readonly tableWrites: number;
  readonly tableReads: number;
  readonly tableGb: number;
  readonly managerLogGb: number;
  readonly kmsRequests: number;
}

export interface SnapshotGroup extends SteadyState {
  readonly applications: number;
  /** Of which; the selector as the settings have it. */
  readonly of: string;
  readonly isNamed: boolean;
}

const BYTES_PER_GB = 1024 ** 3;
const BYTES_PER_WRITE = 1024;
const BYTES_PER_READ = 4096;
/** The manager looks back so many rows in each run (audit-table.ts). */
const LOOK_BACK_ROWS = 50;
/** Taking, announcing in, and giving back the lock, and the intended deletions in the row; reading one row and the holds. */
const OTHER_WRITES = 4;
const OTHER_READS = 2;
/** What a run writes for itself and for each application: its own lines, and Lambda's three about it. */
const LOG_BYTES = { run: 1_000, application: 2_000 } as const;
/** A published message and a delivered one each ask the key. */
const KMS_REQUESTS_A_MAIL = 2;

/** Bytes of a finished audit row; of the kept snapshots it has a line each. __tests__ measures it. */
export function auditRowBytes(kept: number): number {
  return 600 + 55 * kept;
}

/** The month that these settings make, where nothing goes wrong and all applications run. */
export function workloadOf(settings: Settings, assumptions: Assumptions): Workload {
  const { snapshots, notifications, audit } = settings;
  const runs = snapshots.scheduleEnabled ? (HOURS_A_MONTH * 60) / snapshots.scheduleMinutes : 0;
  const groups = namesOf(settings).applicationEntries.map((entry) => snapshotGroup(entry, settings, assumptions));
  const applications = groups.reduce((sum, group) => sum + group.applications, 0);
  const mailsToEach = assumptions.mails ?? (notifications.policy === 'always' ? runs * applications : 30);

  const isSearching = groups.some(({ isNamed }) => !isNamed);
  // Of a deployment that names all of its applications only the sign of life.
  const fleetMetrics = isSearching ? Object.keys(FLEET_METRICS).length : 1;

  let tableWrites = 0;
  // Once a run: what was mailed about the deployment.
  let tableReads = runs;
  let tableBytes = 0;
  for (const group of groups) {
    const row = auditRowBytes(group.kept);
    const perRun = group.applications * runs;
    tableWrites += perRun * (1 + Math.ceil(row / BYTES_PER_WRITE) + OTHER_WRITES);
    tableReads += perRun * (Math.ceil((LOOK_BACK_ROWS * row) / BYTES_PER_READ) + OTHER_READS);
    tableBytes += perRun * row * (audit.retentionDays / DAYS_A_MONTH);
  }
  return {
    runs,
    applications,
    snapshots: groups,
    mailsToEach,
    tableWrites,
    tableReads,
    metrics: runs > 0 ? applications * Object.keys(METRICS).length + fleetMetrics : 0,
    metricHours: Math.min(1, 60 / snapshots.scheduleMinutes),
    tableGb: tableBytes / BYTES_PER_GB,
    managerLogGb: (runs * (LOG_BYTES.run + applications * LOG_BYTES.application)) / BYTES_PER_GB,
    kmsRequests: mailsToEach * Math.max(1, notifications.mailAddresses.length) * KMS_REQUESTS_A_MAIL,
  };
}

function snapshotGroup(entry: ApplicationEntry, { snapshots }: Settings, assumptions: Assumptions): SnapshotGroup {
  const stackWide = parseRetentionPolicy(snapshots.retention);
  const policy = entry.retention ? parseRetentionPolicy(entry.retention, stackWide) : stackWide;
  const state: SteadyState = snapshots.scheduleEnabled
    ? steadyState(policy, snapshots.scheduleMinutes, snapshots.quota)
    : { kept: 0, isSteady: true, reachMs: 0 };
  const isNamed = entry.name !== undefined;
  return { ...state, applications: isNamed ? 1 : assumptions.applicationsFound, of: shown(entry), isNamed };
}

function shown({ name, prefix, pattern, tag }: ApplicationEntry): string {
  if (name !== undefined) return name;
  if (tag !== undefined) return `tag ${tag.key}=${tag.value}`;
  return pattern ?? `${prefix}*`;
}
