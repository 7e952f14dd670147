import type { Hold, Holds, Lease, RequestTimes, RunLocks } from '../../../lambda-src/snapshot-manager/ports';

type Call = keyof Holds | keyof RunLocks | keyof RequestTimes;

/** The table of holds and locks, with the conditions of the real writes; nothing in it goes away by itself. */
export class FakeHoldsTable implements Holds, RunLocks, RequestTimes {
  readonly locks = new Map<string, { readonly lease: Lease; readonly deleting: readonly string[] }>();
  readonly calls: string[] = [];
  /** Is called before each call takes effect, to let something happen just then. */
  onCall: (call: Call) => void = () => {};
  private readonly holds = new Map<string, Hold>();
  private readonly times = new Map<string, Date>();
  private readonly broken = new Set<Call>();

  /** These calls fail from now on; none: the table answers again. */
  breakCalls(...calls: Call[]): void {
    this.broken.clear();
    for (const call of calls) this.broken.add(call);
  }

  /** Puts a hold there that nobody asked for through the port. */
  seed(application: string, snapshotName: string, facts: Partial<Hold> = {}): void {
    const heldAt = new Date('2026-11-23T09:00:00Z');
    const hold = { application, snapshotName, who: 'ada', why: 'before the release', heldAt, ...facts };
    this.holds.set(`${application}/${snapshotName}`, hold);
  }

  async hold(hold: Hold): Promise<void> {
    this.answer('hold');
    this.holds.set(`${hold.application}/${hold.snapshotName}`, hold);
  }

  async release(application: string, snapshotName: string): Promise<boolean> {
    this.answer('release');
    return this.holds.delete(`${application}/${snapshotName}`);
  }

  async list(application: string): Promise<readonly Hold[]> {
    this.answer('list');
    return [...this.holds.values()].filter((hold) => hold.application === application);
  }

  async take(application: string, lease: Lease, now: Date): Promise<Lease | undefined> {
    this.answer('take');
    const existing = this.locks.get(application)?.lease;
    if (existing && existing.owner !== lease.owner && existing.until > now) return existing;
    this.locks.set(application, { lease, deleting: [] });
    return undefined;
  }

  async announceDeletions(application: string, lease: Lease, names: readonly string[]): Promise<boolean> {
    this.answer('announceDeletions');
    if (this.locks.get(application)?.lease.owner !== lease.owner) return false;
    this.locks.set(application, { lease, deleting: names });
    return true;
  }

  async announcedDeletions(application: string, now: Date): Promise<readonly string[]> {
    this.answer('announcedDeletions');
    const lock = this.locks.get(application);
    return lock && lock.lease.until > now ? lock.deleting : [];
  }

  async giveBack(application: string, lease: Lease): Promise<void> {
    this.answer('giveBack');
    if (this.locks.get(application)?.lease.owner === lease.owner) this.locks.delete(application);
  }

  async firstTime(requestId: string, now: Date): Promise<Date> {
    this.answer('firstTime');
    const time = this.times.get(requestId) ?? now;
    this.times.set(requestId, time);
    return time;
  }

  private answer(call: Call): void {
    this.calls.push(call);
    this.onCall(call);
    if (this.broken.has(call)) throw new Error(`Injected: the holds table did not answer ${call}.`);
  }
}
