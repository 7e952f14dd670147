import { type Drill, isGivenBack, LEASE_MS } from '../domain/drill/drill';
import type { DrillJournal } from '../ports';

/** Error when another invocation works on the drill, or took it over. */
export class DrillTakenError extends Error {
  override readonly name = 'DrillTakenError';
}

/** A drill in the hands of one invocation. Every change is in the journal when the call that made it returns. */
export class DrillSession {
  private constructor(
    private current: Drill,
    private revision: number,
    private readonly journal: DrillJournal,
    private readonly now: () => Date,
  ) {}

  /**
   * Begins a drill, in place of one that has ended.
   *
   * @throws DrillTakenError when somebody else began one.
   */
  static async begin(drill: Drill, revision: number | undefined, journal: DrillJournal, now: () => Date) {
    const written = await journal.write(drill, revision);
    if (written === undefined) throw new DrillTakenError(`Another drill of ${drill.plan.application} began just now.`);
    return new DrillSession(drill, written, journal, now);
  }

  /**
   * Goes on with a drill.
   *
   * @throws DrillTakenError while another invocation works on it.
   */
  static async take(
    { drill, revision }: { readonly drill: Drill; readonly revision: number },
    owner: string,
    journal: DrillJournal,
    now: () => Date,
  ): Promise<DrillSession> {
    const at = now();
    if (drill.owner !== owner && drill.leaseUntil > at && !isGivenBack(drill)) {
      throw new DrillTakenError(`Another request works on the drill until ${drill.leaseUntil.toISOString()}.`);
    }
    return DrillSession.begin(leased({ ...drill, owner }, at), revision, journal, now);
  }

  get drill(): Drill {
    return this.current;
  }

  /** Writes a change down; the lease goes on. */
  async write(drill: Drill): Promise<void> {
    await this.put(leased(drill, this.now()));
  }

  /** Ends the lease: the next request is expected after so many seconds. */
  async giveBack(waitSeconds: number): Promise<void> {
    const at = this.now();
    await this.put({ ...this.current, leaseUntil: at, dueAt: new Date(at.getTime() + waitSeconds * 1000) });
  }

  private async put(drill: Drill): Promise<void> {
    const written = await this.journal.write(drill, this.revision);
    if (written === undefined) throw new DrillTakenError(`The drill of ${drill.plan.application} was taken over.`);
    this.current = drill;
    this.revision = written;
  }
}

/** The drill in the hands of an invocation: also after a clock jumped back, the lease is not one that was given back. */
function leased(drill: Drill, at: Date): Drill {
  return { ...drill, leaseUntil: leaseFrom(at), dueAt: at };
}

export function leaseFrom(at: Date): Date {
  return new Date(at.getTime() + LEASE_MS);
}
