import { type Marks, NO_MARKS, type Suspect, suspectOf } from '../marks';
import { isFuture, type Snapshot } from '../snapshot';
import { type RetentionPolicy, SUSPECT_KEEP_DAYS } from './retention-policy';

export type SuspectKeepReason = `suspect within ${number}d` | 'suspect, no newer trusted one';
export type SuspectDropReason = `suspect, marked more than ${number}d ago` | 'suspect, the quota is nearly full';

const DAY_MS = 86_400_000;

/** Snapshot with the reasons that keep it. */
interface Decided {
  readonly snapshot: Snapshot;
  readonly protectedBy: readonly unknown[];
  readonly keptBy: readonly unknown[];
}

/** Share of the quota from which suspect snapshots go early, so that they never keep a good one from being taken. */
export const QUOTA_SHARE_WITH_SUSPECTS = 0.9;

/**
 * READY snapshots that somebody marked as suspect. They stay for some days from the mark, as evidence, and while no newer
 * trusted one is READY: an old state of unknown quality is better than none.
 */
export class Suspects {
  readonly dropReason: SuspectDropReason;
  private readonly marks: ReadonlyMap<Snapshot, Suspect>;
  private readonly days: number;
  private readonly cut: Date;
  private readonly newestTrusted: Snapshot | undefined;

  /** @param newestFirst all snapshots of the application. */
  constructor(
    newestFirst: readonly Snapshot[],
    { suspectKeepDays = SUSPECT_KEEP_DAYS.usual }: RetentionPolicy,
    { marks = NO_MARKS, now }: { readonly marks?: Marks; readonly now: Date },
  ) {
    this.days = suspectKeepDays;
    this.cut = new Date(now.getTime() - suspectKeepDays * DAY_MS);
    this.dropReason = `suspect, marked more than ${suspectKeepDays}d ago`;
    const ready = newestFirst.filter(({ status }) => status === 'READY');
    this.marks = new Map(
      ready.flatMap((snapshot) => {
        const mark = suspectOf(snapshot, marks);
        return mark ? [[snapshot, mark] as const] : [];
      }),
    );
    this.newestTrusted = ready.find(
      (snapshot) => !this.has(snapshot) && snapshot.createdAt !== undefined && !isFuture(snapshot, now),
    );
  }

  has(snapshot: Snapshot): boolean {
    return this.marks.has(snapshot);
  }

  /** Reasons to keep a suspect snapshot; none: it goes. */
  keepReasons(snapshot: Snapshot): readonly SuspectKeepReason[] {
    if (!this.hasNewerTrusted(snapshot)) return ['suspect, no newer trusted one'];
    const mark = this.marks.get(snapshot);
    return mark && mark.markedAt > this.cut ? [`suspect within ${this.days}d`] : [];
  }

  /** Suspect snapshots to delete before their time, oldest first, so that the quota never fills with them. */
  aboveQuota(decisions: readonly Decided[], quota: number | undefined): ReadonlySet<Snapshot> {
    if (quota === undefined || this.marks.size === 0) return new Set();
    const remaining = decisions.filter(({ snapshot, keptBy }) => keptBy.length > 0 && snapshot.status !== 'DELETING');
    const surplus = Math.max(0, remaining.length - Math.floor(QUOTA_SHARE_WITH_SUSPECTS * quota));
    const oldestFirst = remaining
      .filter(({ snapshot, protectedBy }) => protectedBy.length === 0 && this.has(snapshot))
      .map(({ snapshot }) => snapshot)
      .filter((snapshot) => this.hasNewerTrusted(snapshot))
      .toReversed();
    return new Set(oldestFirst.slice(0, surplus));
  }

  private hasNewerTrusted({ createdAt }: Snapshot): boolean {
    const newest = this.newestTrusted?.createdAt;
    return newest !== undefined && createdAt !== undefined && newest > createdAt;
  }
}
