import type { CallPace } from '../../../lambda-src/snapshot-manager/aws/call-pace';
import type { CallTime } from '../../../lambda-src/snapshot-manager/aws/call-time';
import { asked } from '../../../lambda-src/snapshot-manager/aws/snapshot-api';
import type { ApplicationState } from '../../../lambda-src/snapshot-manager/domain/application-state';
import type { Snapshot, SnapshotStatus } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import {
  type ApplicationDirectory,
  type Clock,
  type ListedApplication,
  RESERVE_AT_THE_END_MS,
  type SnapshotApi,
  SnapshotApiError,
  type SnapshotApiErrorKind,
} from '../../../lambda-src/snapshot-manager/ports';
import { type AwsCalls, AwsError } from './aws-calls';
import { RUNNING, snapshotOf } from './facts';

type Call = keyof SnapshotApi | keyof ApplicationDirectory;

/** A clock on which something can be planned. */
interface PlannedClock extends Clock {
  in(ms: number, action: () => void): void;
}

interface Fault {
  readonly call: Call;
  readonly error: Error;
  /** The call takes effect, and only its answer is lost. */
  readonly isAfterEffect: boolean;
  readonly until: Date | undefined;
  remaining: number;
}

interface Application {
  state: ApplicationState;
  snapshots: Snapshot[];
  tags: ReadonlyMap<string, string>;
  /** Counts by deployment. */
  readonly sinceChange: Map<string, { looks: number; deletions: number }>;
}

const PAGE_SIZE = 50;

/** The service with its applications and snapshots on a fake clock; each call takes `latencyMs` and is written down. */
export class FakeManagedFlink implements SnapshotApi, ApplicationDirectory {
  readonly calls: string[] = [];
  latencyMs = 10;
  snapshotDurationMs = 2_000;
  /** Status of a snapshot when its time is over. */
  snapshotEndsAs: SnapshotStatus = 'READY';
  quota = 1_000;
  /** Names that the service refuses to delete, whoever asks. */
  readonly undeletable = new Set<string>();
  /** Number of entries of a page that also appear on the next one. */
  pageOverlap = 0;
  /** Reads show a new snapshot only this long after it was accepted. */
  lagMs = 0;
  /** True: a second snapshot is refused while one is being created, as AWS documents it for its newer calls. */
  refusesASecond = false;
  /** Gives calls their turns, where the test is about them. */
  pace: CallPace | undefined;
  /** Ends calls with the invocation, where the test is about that. */
  callTime: CallTime | undefined;
  /** The deployment whose manager calls now. */
  atWork = 'demo';
  /** Names of the snapshots that were accepted, in order. */
  readonly accepted: string[] = [];
  /** Is called before a deletion takes effect. */
  onDelete: (application: string, snapshot: Snapshot) => void = () => {};
  private readonly applications = new Map<string, Application>();
  /** Time from which reads show a snapshot, by its name. */
  private readonly shownFrom = new Map<string, number>();
  private faults: Fault[] = [];

  constructor(
    private readonly clock: PlannedClock,
    private readonly aws?: AwsCalls,
  ) {}

  removeApplication(name: string): void {
    this.applications.delete(name);
  }

  addApplication(name: string, facts: Partial<ApplicationState> = {}, tags: Record<string, string> = {}): void {
    this.applications.set(name, {
      state: { ...RUNNING, name, ...facts },
      snapshots: [],
      tags: new Map(Object.entries(tags)),
      sinceChange: new Map(),
    });
  }

  /** Deletes the application with its snapshots, and makes another one of the same name. */
  makeAnew(name: string): void {
    this.addApplication(name, { createdAt: this.clock.now() });
  }

  changeApplication(name: string, facts: Partial<ApplicationState>): void {
    const application = this.application(name);
    application.state = { ...application.state, ...facts };
    application.sinceChange.clear();
  }

  /** Deletes the application with all its snapshots, and makes one of the same name. */
  remakeApplication(name: string): void {
    this.application(name).snapshots = [];
    this.changeApplication(name, { createdAt: this.clock.now(), version: 1, restoresFrom: { kind: 'latest' } });
  }

  /** Calls and deletions of this deployment for the application since its last change. */
  sinceChange(name: string, deployment: string): { looks: number; deletions: number } {
    const { sinceChange } = this.application(name);
    const counts = sinceChange.get(deployment) ?? { looks: 0, deletions: 0 };
    sinceChange.set(deployment, counts);
    return counts;
  }

  addSnapshot(application: string, name: string, createdAt: Date, status: SnapshotStatus = 'READY'): void {
    this.application(application).snapshots.push(snapshotOf(name, createdAt, { status }));
  }

  /** Adds the manager's own snapshots of these full hours of 23 November, and returns their names. */
  addHourly(application: string, ...hours: string[]): string[] {
    return hours.map((hour) => {
      const name = `demo.20261123T${hour}0000Z`;
      this.addSnapshot(application, name, new Date(`2026-11-23T${hour}:00:00Z`));
      return name;
    });
  }

  /** Begins a snapshot, by whomever. */
  begin(application: string, name: string): void {
    this.addSnapshot(application, name, this.clock.now(), 'CREATING');
    this.accepted.push(name);
    this.shownFrom.set(name, this.clock.now().getTime() + this.lagMs);
    this.clock.in(this.snapshotDurationMs, () => {
      const isStillCreating = this.application(application).snapshots.some(
        (snapshot) => snapshot.name === name && snapshot.status === 'CREATING',
      );
      if (isStillCreating) this.setStatus(application, name, this.snapshotEndsAs);
    });
  }

  setStatus(application: string, name: string, status: SnapshotStatus): void {
    const { snapshots } = this.application(application);
    const index = snapshots.findIndex((snapshot) => snapshot.name === name);
    const snapshot = snapshots[index];
    if (snapshot) snapshots[index] = { ...snapshot, status };
  }

  /** Reads show the snapshot only after so long. */
  hide(name: string, ms: number): void {
    this.shownFrom.set(name, this.clock.now().getTime() + ms);
  }

  removeSnapshot(application: string, name: string): void {
    const found = this.application(application);
    found.snapshots = found.snapshots.filter((snapshot) => snapshot.name !== name);
  }

  state(application: string): ApplicationState {
    return this.application(application).state;
  }

  /** The snapshots as they are, without a call. */
  listed(application: string): readonly Snapshot[] {
    return this.application(application).snapshots;
  }

  /** Names with their states, oldest first. */
  snapshotsOf(application: string): string[] {
    return this.application(application).snapshots.map(({ name, status }) => `${name} ${status}`);
  }

  /** The next `times` calls of this kind fail, or all until a time. */
  fail(
    call: Call,
    kind: SnapshotApiErrorKind,
    options: { readonly times?: number; readonly isAfterEffect?: boolean; readonly until?: Date } = {},
  ): void {
    const { times = Number.POSITIVE_INFINITY, isAfterEffect = false, until } = options;
    const error = new SnapshotApiError(kind, `Injected: ${call} answered ${kind}.`);
    this.faults.push({ call, error, isAfterEffect, until, remaining: times });
  }

  async describeApplication(application: string, until?: Date): Promise<ApplicationState> {
    const look = () => {
      const { state } = this.application(application);
      this.sinceChange(application, this.atWork).looks += 1;
      return state;
    };
    return this.serve('describeApplication', application, look, until);
  }

  async listSnapshots(application: string): Promise<readonly Snapshot[]> {
    const snapshots: Snapshot[] = [];
    let from = 0;
    for (let isMore = true; isMore; from += PAGE_SIZE) {
      const page = await this.serve('listSnapshots', application, () => {
        const all = this.shown(application);
        isMore = from + PAGE_SIZE < all.length;
        return all.slice(Math.max(0, from - this.pageOverlap), from + PAGE_SIZE);
      });
      snapshots.push(...page);
    }
    // A list that fits on one page can repeat entries, too.
    if (from === PAGE_SIZE) snapshots.push(...snapshots.slice(0, this.pageOverlap));
    return snapshots;
  }

  async createSnapshot(application: string, name: string): Promise<void> {
    return this.serve('createSnapshot', `${application} ${name}`, () => {
      const { state, snapshots } = this.application(application);
      if (snapshots.some((snapshot) => snapshot.name === name)) throw refused('invalid', `${name} exists`);
      if (snapshots.length >= this.quota) throw refused('quota-reached', 'the quota is reached');
      if (state.status !== 'RUNNING') throw refused('busy', `it is ${state.status}`);
      if (this.refusesASecond && snapshots.some((snapshot) => snapshot.status === 'CREATING')) {
        throw refused('busy', 'a snapshot is being created');
      }
      this.begin(application, name);
    });
  }

  async describeSnapshot(application: string, name: string, until?: Date): Promise<Snapshot | undefined> {
    const find = () => this.shown(application).find((snapshot) => snapshot.name === name);
    return this.serve('describeSnapshot', `${application} ${name}`, find, until);
  }

  async deleteSnapshot(application: string, name: string, createdAt: Date, until?: Date): Promise<void> {
    let attempts = 0;
    const remove = () => {
      attempts += 1;
      const snapshot = this.application(application).snapshots.find((candidate) => candidate.name === name);
      // As the real adapter: the answer to the SDK's second attempt says nothing of who deleted it.
      if (!snapshot) throw refused(attempts > 1 ? 'other' : 'not-found', `${name} does not exist`);
      if (snapshot.createdAt?.getTime() !== createdAt.getTime()) throw refused('invalid', 'wrong creation timestamp');
      if (snapshot.status === 'CREATING') throw refused('busy', `${name} is CREATING`);
      if (this.undeletable.has(name)) throw refused('invalid', `${name} cannot be deleted`);
      this.onDelete(application, snapshot);
      this.sinceChange(application, this.atWork).deletions += 1;
      this.removeSnapshot(application, name);
    };
    return this.serve('deleteSnapshot', `${application} ${name}`, remove, until);
  }

  async listApplications(): Promise<readonly ListedApplication[]> {
    return this.serve('listApplications', '', () =>
      [...this.applications.keys()].map((name) => ({ name, arn: `arn:${name}` })),
    );
  }

  async tagsOf({ name }: ListedApplication): Promise<ReadonlyMap<string, string>> {
    return this.serve('tagsOf', name, () => this.application(name).tags);
  }

  /** Snapshots that a read shows. */
  private shown(application: string): Snapshot[] {
    const now = this.clock.now().getTime();
    return this.application(application).snapshots.filter(({ name }) => (this.shownFrom.get(name) ?? 0) <= now);
  }

  /** @param until a call that has no answer then fails, whether it takes effect or not. */
  private async serve<T>(call: Call, what: string, effect: () => T, until?: Date): Promise<T> {
    const { callTime } = this;
    const serve = () => this.serveInTime(call, what, effect, until);
    return callTime ? asked(call, () => callTime.within(call, RESERVE_AT_THE_END_MS, serve)) : serve();
  }

  private async serveInTime<T>(call: Call, what: string, effect: () => T, until?: Date): Promise<T> {
    await this.pace?.turn(call);
    this.calls.push(`${call} ${what}`.trimEnd());
    await this.clock.sleep(this.latencyMs);
    const now = this.clock.now();
    const fault = this.faults.find(
      (candidate) => candidate.call === call && candidate.remaining > 0 && !(candidate.until && candidate.until <= now),
    );
    if (!fault) return this.answer(call, effect, until);
    fault.remaining -= 1;
    if (fault.isAfterEffect) effect();
    throw fault.error;
  }

  /** Answers as the real adapter does, including its errors. */
  private async answer<T>(call: Call, effect: () => T, until: Date | undefined): Promise<T> {
    if (!this.aws) return effect();
    try {
      return await this.aws.during(`application.${call}`, effect, until);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { httpStatus = 500 } = error;
      // As the real adapter: it is told for deletions alone that they had no effect for certain.
      if (call === 'deleteSnapshot' && httpStatus < 500) throw new SnapshotApiError('refused', error.message);
      return asked(call, () => Promise.reject(error));
    }
  }

  private application(name: string): Application {
    const application = this.applications.get(name);
    if (!application) throw refused('not-found', `there is no application ${name}`);
    return application;
  }
}

function refused(kind: SnapshotApiErrorKind, message: string): SnapshotApiError {
  return new SnapshotApiError(kind, `The fake service refused: ${message}.`);
}
