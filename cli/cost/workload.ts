import { namesOf } from '../../config/model/names';
import { cadenceOf, distinctSchedules } from '../../config/model/schedules';
import { runsAMonth } from '../../config/model/snapshot-times';
import { type SteadyState, steadyState } from '../../config/model/steady-state';
import type { ApplicationEntry } from '../../config/schema/application-settings';
import type { Settings } from '../../config/schema/settings';
import { FLEET_METRICS, METRICS } from '../../lambda-src/contract';
import { parseRetentionPolicy } from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Assumptions } from './assumptions';

/** Hours of a month in AWS's examples. */
export const HOURS_A_MONTH = 730;
const DAYS_A_MONTH = HOURS_A_MONTH / 24;

/** Month of the snapshot manager. */
export interface Workload {
  readonly runs: number;
  readonly applications: number;
  /** Snapshots of each entry of the applications, which may have its own retention. */
  readonly snapshots: readonly SnapshotGroup[];
  readonly metrics: number;
  /** Share of the hours with metrics; the others are not charged. */
  readonly metricHours: number;
  readonly mailsToEach: number;
  /** DynamoDB's units, and the final size of its tables. */
  readonly tableWrites: number;
  readonly tableReads: number;
  readonly tableGb: number;
  readonly managerLogGb: number;
  readonly kmsRequests: number;
  /** Events for machines: one for each run of each application. */
  readonly events: number;
}

export interface SnapshotGroup extends SteadyState {
  readonly applications: number;
  /** Scheduled runs of each application in a month. */
  readonly runs: number;
  /** Selector of the group, as in the settings. */
  readonly of: string;
  readonly isNamed: boolean;
}

const BYTES_PER_GB = 1024 ** 3;
const BYTES_PER_WRITE = 1024;
const BYTES_PER_READ = 4096;
/** Rows that the manager reads in each run (audit-table.ts). */
const LOOK_BACK_ROWS = 50;
/**
 * Further writes and reads: taking, updating and releasing the lock, and the intended deletions in the row; reading one
 * row, the holds, and the marks twice.
 */
const OTHER_WRITES = 4;
const OTHER_READS = 4;
/** Log bytes of a run and of each application: its own lines, and Lambda's three. */
const LOG_BYTES = { run: 1_000, application: 2_000 } as const;
/** Requests to the key for a mail: one for the published and one for the delivered message. */
const KMS_REQUESTS_A_MAIL = 2;

/** Bytes of a finished audit row, which has a line for each kept snapshot. A test measures it. */
export function auditRowBytes(kept: number): number {
  return 600 + 55 * kept;
}

/** Workload of these settings in a month, without failures and with all applications running. */
export function workloadOf(settings: Settings, assumptions: Assumptions): Workload {
  const { snapshots, notifications, audit } = settings;
  const { applicationEntries } = namesOf(settings);
  const rules = snapshots.scheduleEnabled ? distinctSchedules(applicationEntries, snapshots) : [];
  const runs = rules.reduce((sum, schedule) => sum + runsAMonth(schedule), 0);
  const groups = applicationEntries.map((entry) => snapshotGroup(entry, settings, assumptions));
  const applications = groups.reduce((sum, group) => sum + group.applications, 0);
  const applicationRuns = groups.reduce((sum, group) => sum + group.applications * group.runs, 0);
  const mailsToEach = assumptions.mails ?? (notifications.policy === 'always' ? applicationRuns : 30);

  const isSearching = groups.some(({ isNamed }) => !isNamed);
  // Of a deployment that names all of its applications only the sign of life. An event that is not sent is a failure.
  const { eventsNotSent: _, ...withoutFailures } = FLEET_METRICS;
  const fleetMetrics = isSearching ? Object.keys(withoutFailures).length : 1;

  const ofEach = Object.keys(METRICS).length;
  const metrics = runs > 0 ? applications * ofEach + fleetMetrics : 0;
  const hours = (monthly: number) => Math.min(1, monthly / HOURS_A_MONTH);
  const billed = groups.reduce(
    (sum, group) => sum + group.applications * ofEach * hours(group.runs),
    fleetMetrics * hours(runs),
  );

  let tableWrites = 0;
  // Once a run: what was mailed about the deployment.
  let tableReads = runs;
  let tableBytes = 0;
  for (const group of groups) {
    const row = auditRowBytes(group.kept);
    const perRun = group.applications * group.runs;
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
    metrics,
    metricHours: metrics > 0 ? billed / metrics : 1,
    tableGb: tableBytes / BYTES_PER_GB,
    managerLogGb: (runs * LOG_BYTES.run + applicationRuns * LOG_BYTES.application) / BYTES_PER_GB,
    kmsRequests: mailsToEach * Math.max(1, notifications.mailAddresses.length) * KMS_REQUESTS_A_MAIL,
    events: applicationRuns,
  };
}

function snapshotGroup(entry: ApplicationEntry, { snapshots }: Settings, assumptions: Assumptions): SnapshotGroup {
  const stackWide = parseRetentionPolicy(snapshots.retention);
  const policy = entry.retention ? parseRetentionPolicy(entry.retention, stackWide) : stackWide;
  const cadence = cadenceOf(entry, snapshots);
  const runs = snapshots.scheduleEnabled ? runsAMonth(cadence) : 0;
  const state: SteadyState = snapshots.scheduleEnabled
    ? steadyState(policy, cadence, snapshots.quota)
    : { kept: 0, isSteady: true, reachMs: 0 };
  const isNamed = entry.name !== undefined;
  return { ...state, runs, applications: isNamed ? 1 : assumptions.applicationsFound, of: shown(entry), isNamed };
}

function shown({ name, prefix, pattern, tag }: ApplicationEntry): string {
  if (name !== undefined) return name;
  if (tag !== undefined) return `tag ${tag.key}=${tag.value}`;
  return pattern ?? `${prefix}*`;
}
