import { rulesOf } from '../../../config/model/schedule-rules';
import { ownSchedule, writtenSchedule } from '../../../config/model/schedules';
import { DynamoMarks } from '../../../lambda-src/snapshot-manager/aws/marks-table';
import { ManagedFlinkSnapshotApi } from '../../../lambda-src/snapshot-manager/aws/snapshot-api';
import { type ApplicationState, isManagedMode } from '../../../lambda-src/snapshot-manager/domain/application-state';
import { parseDrillWindow } from '../../../lambda-src/snapshot-manager/domain/drill/drill-window';
import { type Marks, NO_MARKS } from '../../../lambda-src/snapshot-manager/domain/marks';
import { proofsInForce } from '../../../lambda-src/snapshot-manager/domain/proofs';
import { Turns } from '../../../lambda-src/snapshot-manager/run/turns';
import { UndeterminedError } from '../../../tools/undetermined-error';
import type { Deployment } from '../../deployment';
import { type Caller, readCaller } from '../../identity';
import { TableJournal } from '../../recovery/journals';
import { hasEnded, nextStep, type Recovery } from '../../recovery/recovery';
import type { DeploymentFacts } from '../deployment-safety';
import { canTell } from '../drill-findings';
import {
  type ApplicationFacts,
  type ApplicationSeen,
  type DeliveryFacts,
  known,
  type Proof,
  type RecoverySeen,
  type Unread,
} from '../facts';
import { lookBackMinutes } from '../schedule-safety';
import { snapshotsSeen } from '../snapshots-seen';
import type { AwsClock } from './aws-clock';
import type { Clients } from './clients';
import { paceGently } from './gentle-pace';
import { quotaSettings } from './quota-settings';
import { readDelivery } from './read-delivery';
import { proofIn, readDrills, readPast, searchProof } from './read-past';
import { type Selected, selectApplications } from './select';
import { readPart } from './trouble';

/** Applications whose tables are read at once, and whose lists are. */
const AT_ONCE = { tables: 16, lists: 8 } as const;

/** Pages of 1 MB in which the proof of one application is looked for, and its drills are. */
const PROOF_PAGES = { ofOne: 20, ofMany: 3 } as const;

const MINUTE_MS = 60_000;
const PENDING: Unread = { because: 'it is being read', isPending: true };

type Parts = { -readonly [Key in keyof ApplicationFacts]: ApplicationFacts[Key] } & Pick<Selected, 'entry'>;

/** Everything that is asked about a deployment, as far as it has been answered: the slow parts come later. */
export class Gathering {
  private identity: Caller | undefined;
  private identityError: unknown;
  private delivery: DeliveryFacts = PENDING_DELIVERY;
  private applications: readonly Parts[] = [];
  private gaps: readonly string[] = [];
  private withoutApplication: readonly string[] = [];
  private listsRead = 0;

  /** @param names applications to look at; none: all of the deployment. */
  constructor(
    private readonly deployment: Deployment,
    private readonly names: readonly string[],
    private readonly clients: Clients,
    private readonly clock: AwsClock,
    callsPerSecond: number,
  ) {
    // A run of the manager needs the rest of the rate.
    paceGently(clients.flink, callsPerSecond);
  }

  /**
   * Reads everything.
   *
   * @throws the error of the credentials when nothing can be read with them; UndeterminedError when they are of another
   *   account, or nothing of the deployment is there.
   */
  async all(): Promise<DeploymentFacts> {
    const identity = readCaller(this.clients.identity);
    const ofIdentity = identity.then(
      (found) => {
        this.identity = found;
        refuseOtherAccount(this.deployment, found);
      },
      (error: unknown) => {
        this.identityError = error;
      },
    );
    const since = this.since(this.deployment.schedule);
    await Promise.all([
      ofIdentity,
      readDelivery(this.deployment, this.clients, identity, since).then((found) => {
        this.delivery = found;
      }),
      this.readApplications(),
    ]);
    if (this.identityError && this.applications.every(({ seen }) => 'because' in seen && !seen.isMissing)) {
      throw this.identityError;
    }
    refuseNothingDeployed(this.deployment, this.delivery, this.identity);
    return this.facts();
  }

  /** Lists of snapshots that have been read, and their number in all. */
  progress(): { readonly read: number; readonly of: number } {
    return { read: this.listsRead, of: this.applications.length };
  }

  /** Facts as far as they have been read. */
  facts(): DeploymentFacts {
    const { deployment, identity, clock } = this;
    const { environment, name, region, passingStatusMinutes, snapshotQuota } = deployment;
    const schedule = deployment.isScheduled ? deployment.schedule : undefined;
    const deployedAt = known(this.delivery.manager)?.deployedAt;
    const alarms = (known(this.delivery.alarms) ?? []).filter(({ isInAlarm }) => isInAlarm);
    return {
      environment,
      deployment: name,
      region,
      account: identity?.account ?? deployment.accountId,
      identity: identity?.name,
      limits: { passingStatusMinutes, snapshotQuota, schedule, region, deployedAt },
      chain: { ...deployment, rules: rulesOf(deployment) },
      applications: this.applications.map(({ entry: _, ...parts }) => ({
        ...parts,
        alarms: alarms.filter((alarm) => alarm.name === `${deployment.alarmNamePrefix}${parts.name}/${alarm.id}`),
      })),
      gapsInApplications: this.gaps,
      selectorsWithoutApplication: this.withoutApplication,
      delivery: this.delivery,
      isOfNamedOnly: this.names.length > 0,
      clockSkewSeconds: clock.skewSeconds(),
    };
  }

  now(): Date {
    return this.clock.now();
  }

  /** Rows are read so far back: a day, or more where runs of the schedule are rarer. */
  private since(schedule: string): Date {
    const { longestMinutes } = ownSchedule(writtenSchedule(schedule));
    return new Date(this.clock.now().getTime() - lookBackMinutes(longestMinutes) * MINUTE_MS);
  }

  private async readApplications(): Promise<void> {
    const { applications, gaps, withoutApplication } = await selectApplications(
      this.deployment,
      this.names,
      this.clients.flink,
    );
    this.gaps = gaps;
    this.withoutApplication = withoutApplication;
    this.applications = applications.map(unreadParts);
    const [tables, lists] = [new Turns(AT_ONCE.tables), new Turns(AT_ONCE.lists)];
    // First of all of them: it is what the first view shows.
    const sinces = this.applications.map(({ schedule }) => this.since(schedule));
    const pasts = this.applications.map((parts, index) =>
      tables.during(() => this.readRuns(parts, sinces[index] ?? this.clock.now())),
    );
    await Promise.all(
      this.applications.map(async (parts, index) => {
        const [seen] = await Promise.all([
          lists.during(() => this.readStatus(parts)),
          pasts[index],
          tables.during(() => this.readMarks(parts)),
        ]);
        await Promise.all([
          lists.during(() => this.readList(parts, seen)),
          tables.during(() => this.readProof(parts, sinces[index] ?? this.clock.now())),
          tables.during(() => this.readDrills(parts, sinces[index] ?? this.clock.now())),
        ]);
      }),
    );
  }

  private async readStatus(parts: Parts): Promise<ApplicationSeen | undefined> {
    const api = new ManagedFlinkSnapshotApi(this.clients.flink);
    parts.seen = await readPart(async () => applicationSeen(await api.describeApplication(parts.name)));
    return known(parts.seen);
  }

  private async readRuns(parts: Parts, since: Date): Promise<void> {
    const audit = { client: this.clients.dynamo, table: this.deployment.auditTable };
    parts.past = await readPart(() => readPast(audit, parts.name, since));
  }

  private async readMarks(parts: Parts): Promise<void> {
    const { dynamo } = this.clients;
    const { holdsTable } = this.deployment;
    const [marks, recovery] = await Promise.all([
      readPart(() => new DynamoMarks(dynamo, holdsTable).marksOf(parts.name)),
      readPart(async () => recoverySeen((await new TableJournal(dynamo, holdsTable).read(parts.name))?.recovery)),
    ]);
    Object.assign(parts, { marks, recovery });
  }

  private async readList(parts: Parts, seen: ApplicationSeen | undefined): Promise<void> {
    const api = new ManagedFlinkSnapshotApi(this.clients.flink);
    parts.snapshots = await readPart(async () => {
      const snapshots = await api.listSnapshots(parts.name);
      const marks = known(parts.marks);
      return snapshotsSeen(snapshots, {
        ...(marks ? { marks } : {}),
        now: this.clock.now(),
        applicationCreatedAt: seen?.createdAt,
        settings: quotaSettings(this.deployment, parts.name, parts.entry, seen?.status, this.clock.now()),
      });
    });
    this.listsRead += 1;
  }

  /** Reads earlier drills of an application that is drilled on schedule, unless a newer one says whether its state works. */
  private async readDrills(parts: Parts, since: Date): Promise<void> {
    const newer = known(parts.past);
    if (parts.drillWindow === undefined || newer?.some((row) => row.outcome === 'drilled' && canTell(row))) {
      parts.earlierDrills = { value: { rows: [], searchedSince: since } };
      return;
    }
    const proofs = proofsInForce(known(parts.marks) ?? NO_MARKS, known(parts.seen)?.createdAt);
    const after = proofs.find(({ by }) => by === 'drill')?.provenAt;
    const audit = { client: this.clients.dynamo, table: this.deployment.auditTable };
    parts.earlierDrills = await readPart(() =>
      readDrills(audit, parts.name, { before: since, after, mostPages: this.proofPages() }),
    );
  }

  private proofPages(): number {
    return this.applications.length === 1 ? PROOF_PAGES.ofOne : PROOF_PAGES.ofMany;
  }

  private async readProof(parts: Parts, since: Date): Promise<void> {
    const { past } = parts;
    if ('because' in past) {
      parts.proven = past;
      return;
    }
    parts.proven = await readPart(() =>
      searchProof({ client: this.clients.dynamo, table: this.deployment.auditTable }, parts.name, {
        before: since,
        found: newestProof([
          proofIn(past.value),
          proofOfMarks(known(parts.marks), known(parts.seen)?.createdAt),
          proofOfJournal(known(parts.recovery)),
        ]),
        mostPages: this.proofPages(),
      }),
    );
  }
}

function unreadParts({ status, ...settings }: Selected): Parts {
  const drill = settings.entry?.drill;
  return {
    ...settings,
    drillWindow: drill && parseDrillWindow(drill.window, drill.days),
    seen: status === undefined ? PENDING : { value: { status, createdAt: undefined, snapshotsEnabled: true } },
    snapshots: PENDING,
    marks: PENDING,
    past: PENDING,
    earlierDrills: PENDING,
    proven: PENDING,
    recovery: PENDING,
    alarms: [],
  };
}

const PENDING_DELIVERY: DeliveryFacts = {
  rule: PENDING,
  otherRules: [],
  manager: PENDING,
  failedRuns: PENDING,
  undeliveredEvents: PENDING,
  subscriptions: PENDING,
  pagers: [],
  alarms: PENDING,
  past: PENDING,
  schedules: PENDING,
};

function applicationSeen({ status, createdAt, snapshotsEnabled, snapshotMode }: ApplicationState): ApplicationSeen {
  return {
    status,
    createdAt,
    snapshotsEnabled,
    ...(isManagedMode(snapshotMode) ? {} : { unmanagedMode: snapshotMode }),
  };
}

function recoverySeen(recovery: Recovery | undefined): RecoverySeen | undefined {
  if (recovery === undefined) return undefined;
  const { plan, leaseUntil, outcome, rtoSeconds, steps } = recovery;
  return {
    kind: plan.kind,
    who: plan.who,
    plannedAt: plan.plannedAt,
    leaseUntil,
    hasEnded: hasEnded(recovery),
    nextStep: nextStep(recovery)?.step,
    outcome,
    target: plan.target?.name,
    restoreSeconds: rtoSeconds,
    provenAt: steps.find(({ step }) => step === 'prove')?.endedAt,
  };
}

/** Newest of some proofs. */
function newestProof(proofs: readonly (Proof | undefined)[]): Proof | undefined {
  const found = proofs.filter((proof) => proof !== undefined);
  return found.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0];
}

function proofOfMarks(marks: Marks | undefined, applicationCreatedAt: Date | undefined): Proof | undefined {
  const [newest] = marks ? proofsInForce(marks, applicationCreatedAt) : [];
  return (
    newest && {
      at: newest.provenAt,
      snapshot: newest.snapshotName,
      restoreSeconds: newest.restoreSeconds,
      by: newest.by,
    }
  );
}

function proofOfJournal(recovery: RecoverySeen | undefined): Proof | undefined {
  if (recovery?.outcome !== 'proven' || recovery.target === undefined) return undefined;
  return {
    at: recovery.provenAt ?? recovery.plannedAt,
    snapshot: recovery.target,
    restoreSeconds: recovery.restoreSeconds,
  };
}

/** Credentials of another account would show another world, or none. */
function refuseOtherAccount({ accountId, environment, name }: Deployment, identity: Caller): void {
  if (accountId === undefined || accountId === identity.account) return;
  throw new UndeterminedError(
    `These credentials are of account ${identity.account}, and ${name} (environment ${environment}) is in ${accountId}. Set AWS_PROFILE to a profile of that account.`,
  );
}

function refuseNothingDeployed(deployment: Deployment, delivery: DeliveryFacts, identity: Caller | undefined): void {
  const { rule, manager, past } = delivery;
  if (![rule, manager, past].every((part) => 'isMissing' in part && part.isMissing)) return;
  const { name, region, managerFunction } = deployment;
  throw new UndeterminedError(
    `Nothing of the deployment ${name} is in ${region}${identity ? ` of account ${identity.account}` : ''}: no rule, no function ${managerFunction}, no audit table. Deploy the snapshots stack, or set AWS_REGION or AWS_PROFILE to where it is.`,
  );
}
