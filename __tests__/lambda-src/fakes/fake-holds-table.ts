import type { Hold } from '../../../lambda-src/snapshot-manager/domain/hold';
import type { Freeze, Marks, Suspect } from '../../../lambda-src/snapshot-manager/domain/marks';
import type { Proof } from '../../../lambda-src/snapshot-manager/domain/proofs';
import type { Notice } from '../../../lambda-src/snapshot-manager/domain/recording-notice';
import type { KnownSchedule } from '../../../lambda-src/snapshot-manager/domain/schedule/silence';
import type {
  Holds,
  KnownSchedules,
  Lease,
  Notices,
  RequestKey,
  RequestTimes,
  RunLocks,
  SnapshotMarks,
} from '../../../lambda-src/snapshot-manager/ports';
import type { AwsCalls } from './aws-calls';

type Call =
  | keyof Holds
  | keyof SnapshotMarks
  | keyof RunLocks
  | keyof RequestTimes
  | keyof Notices
  | keyof KnownSchedules;

/** The table of holds, marks and locks, with the conditions of the real writes; nothing in it goes away by itself. */
export class FakeHoldsTable implements Holds, SnapshotMarks, RunLocks, RequestTimes, Notices, KnownSchedules {
  readonly locks = new Map<string, { readonly lease: Lease; readonly deleting: readonly string[] }>();
  readonly calls: string[] = [];
  /** Is called before each call takes effect, to let something happen just then. */
  onCall: (call: Call) => void = () => {};
  private readonly holds = new Map<string, Hold>();
  private readonly suspects = new Map<string, Suspect>();
  private readonly freezes = new Map<string, Freeze>();
  private readonly proofs = new Map<string, Proof>();
  private readonly objectives = new Map<string, Date>();
  private readonly times = new Map<string, Date>();
  private readonly notices = new Map<string, Notice>();
  private readonly schedules = new Map<string, KnownSchedule>();
  private readonly broken = new Set<Call>();

  constructor(private readonly aws?: AwsCalls) {}

  /** These calls fail from now on; none: the table answers again. */
  breakCalls(...calls: Call[]): void {
    this.broken.clear();
    for (const call of calls) this.broken.add(call);
  }

  /** Puts a hold there that nobody asked for through the port. */
  seed(application: string, snapshotName: string, facts: Partial<Hold> = {}): void {
    const heldAt = new Date('2026-11-23T09:00:00Z');
    const hold = { application, snapshotName, who: 'ada', why: 'before the release', heldAt, ...facts };
    this.holds.set(keyOf(hold), hold);
  }

  /** Puts a mark there that nobody asked for through the port. */
  seedSuspect(application: string, snapshotName: string, facts: Partial<Suspect> = {}): void {
    const markedAt = new Date('2026-11-23T09:00:00Z');
    const suspect = { application, snapshotName, who: 'ada', why: 'corrupt since 14:00', markedAt, ...facts };
    this.suspects.set(keyOfSuspect(suspect), suspect);
  }

  /** Puts a proof there that nobody asked for through the port. */
  seedProof(application: string, snapshotName: string, facts: Partial<Proof> = {}): void {
    const provenAt = new Date('2026-11-23T09:00:00Z');
    const proof: Proof = { application, snapshotName, provenAt, by: 'restore', who: 'ada', ...facts };
    this.proofs.set(keyOfSuspect(proof), proof);
  }

  /** Puts a freeze there that nobody asked for through the port. */
  seedFreeze(application: string, facts: Partial<Freeze> = {}): void {
    const since = new Date('2026-11-23T09:00:00Z');
    const until = new Date('2026-11-24T09:00:00Z');
    const freeze = { application, who: 'ada', why: 'corrupt since 14:00', since, until, ...facts };
    this.freezes.set(keyOfFreeze(freeze), freeze);
  }

  async hold(hold: Hold): Promise<void> {
    return this.answer('hold', () => {
      this.holds.set(keyOf(hold), hold);
    });
  }

  async release(hold: Hold, by: string, at: Date): Promise<void> {
    return this.answer('release', () => {
      const existing = this.holds.get(keyOf(hold));
      if (existing && existing.heldAt.getTime() !== hold.heldAt.getTime()) return;
      this.holds.set(keyOf(hold), { ...hold, until: at, releasedBy: by });
    });
  }

  async list(application: string): Promise<readonly Hold[]> {
    return this.answer('list', () => [...this.holds.values()].filter((hold) => hold.application === application));
  }

  async marksOf(application: string): Promise<Marks> {
    const isOfIt = (mark: { readonly application: string }) => mark.application === application;
    return this.answer('marksOf', () => {
      const proofs = [...this.proofs.values()].filter(isOfIt);
      const objectiveSince = this.objectives.get(application);
      return {
        suspects: [...this.suspects.values()].filter(isOfIt),
        freezes: [...this.freezes.values()].filter(isOfIt),
        ...(proofs.length === 0 ? {} : { proofs }),
        ...(objectiveSince === undefined ? {} : { objectiveSince }),
      };
    });
  }

  async suspect(suspect: Suspect): Promise<void> {
    return this.answer('suspect', () => void this.suspects.set(keyOfSuspect(suspect), suspect));
  }

  async trust(suspect: Suspect): Promise<void> {
    return this.answer('trust', () => {
      const existing = this.suspects.get(keyOfSuspect(suspect));
      if (existing?.markedAt.getTime() === suspect.markedAt.getTime()) this.suspects.delete(keyOfSuspect(suspect));
    });
  }

  async freeze(freeze: Freeze): Promise<void> {
    return this.answer('freeze', () => void this.freezes.set(keyOfFreeze(freeze), freeze));
  }

  async thaw(freeze: Freeze): Promise<void> {
    return this.answer('thaw', () => {
      const existing = this.freezes.get(keyOfFreeze(freeze));
      if (existing?.since.getTime() === freeze.since.getTime()) this.freezes.delete(keyOfFreeze(freeze));
    });
  }

  async prove(proof: Proof): Promise<void> {
    return this.answer('prove', () => {
      const existing = this.proofs.get(keyOfSuspect(proof));
      if (existing === undefined || existing.provenAt <= proof.provenAt) this.proofs.set(keyOfSuspect(proof), proof);
    });
  }

  async forgetProof(proof: Proof): Promise<void> {
    return this.answer('forgetProof', () => {
      const existing = this.proofs.get(keyOfSuspect(proof));
      if (existing?.provenAt.getTime() === proof.provenAt.getTime()) this.proofs.delete(keyOfSuspect(proof));
    });
  }

  async noteObjective(application: string, at: Date, createdAt: Date = new Date(0)): Promise<void> {
    return this.answer('noteObjective', () => {
      const existing = this.objectives.get(application);
      if (existing === undefined || existing < createdAt) this.objectives.set(application, at);
    });
  }

  async take(application: string, lease: Lease, now: Date): Promise<Lease | undefined> {
    const isTaken = await this.answer('take', () => {
      const existing = this.locks.get(application)?.lease;
      if (existing && existing.owner !== lease.owner && existing.until > now) return false;
      this.locks.set(application, { lease, deleting: [] });
      return true;
    });
    if (isTaken) return undefined;
    const inTheWay = await this.askAgain('whoHasIt', () => this.locks.get(application)?.lease);
    if (inTheWay) return inTheWay;
    throw new Error(`The lock of ${application} was given back just now.`);
  }

  async announceDeletions(application: string, lease: Lease, names: readonly string[]): Promise<boolean> {
    return this.answer('announceDeletions', () => {
      if (this.locks.get(application)?.lease.owner !== lease.owner) return false;
      this.locks.set(application, { lease, deleting: names });
      return true;
    });
  }

  async announcedDeletions(application: string, now: Date): Promise<readonly string[]> {
    return this.answer('announcedDeletions', () => {
      const lock = this.locks.get(application);
      return lock && lock.lease.until > now ? lock.deleting : [];
    });
  }

  async giveBack(application: string, lease: Lease): Promise<void> {
    return this.answer('giveBack', () => {
      if (this.locks.get(application)?.lease.owner === lease.owner) this.locks.delete(application);
    });
  }

  async firstTime({ application, applicationCreatedAt, id }: RequestKey, now: Date): Promise<Date> {
    const key = `${application}/${id}/${applicationCreatedAt?.getTime()}`;
    const isFirst = await this.answer('firstTime', () => {
      if (this.times.has(key)) return false;
      this.times.set(key, now);
      return true;
    });
    return isFirst ? now : this.askAgain('timeOf', () => this.times.get(key) ?? now);
  }

  async findNotice(subject: string): Promise<Notice | undefined> {
    return this.answer('findNotice', () => this.notices.get(subject));
  }

  async putNotice(subject: string, notice: Notice): Promise<void> {
    return this.answer('putNotice', () => void this.notices.set(subject, notice));
  }

  async removeNotice(subject: string): Promise<void> {
    return this.answer('removeNotice', () => void this.notices.delete(subject));
  }

  async listSchedules(): Promise<readonly KnownSchedule[]> {
    return this.answer('listSchedules', () => [...this.schedules.values()]);
  }

  async putSchedule(known: KnownSchedule): Promise<void> {
    return this.answer('putSchedule', () => void this.schedules.set(known.schedule, known));
  }

  async removeSchedule(schedule: string): Promise<void> {
    return this.answer('removeSchedule', () => void this.schedules.delete(schedule));
  }

  private async answer<T>(call: Call, effect: () => T): Promise<T> {
    this.calls.push(call);
    this.onCall(call);
    if (this.broken.has(call)) throw new Error(`Injected: the holds table did not answer ${call}.`);
    return this.askAgain(call, effect);
  }

  /** The read that follows a write whose condition was not met is a call of its own. */
  private async askAgain<T>(call: Call | 'whoHasIt' | 'timeOf', effect: () => T): Promise<T> {
    return this.aws ? this.aws.during(`holds.${call}`, effect) : effect();
  }
}

function keyOf({ application, snapshotName, who }: Hold): string {
  return `${application}/${snapshotName}/${who}`;
}

function keyOfSuspect({ application, snapshotName }: Suspect | Proof): string {
  return `${application}/${snapshotName}`;
}

function keyOfFreeze({ application, who }: Freeze): string {
  return `${application}/${who}`;
}
