import { LONGEST_RUN_MS } from '../../views/history-words';
import { elapsedMs } from '../elapsed';
import { MOST_ROWS, type TimelineRow } from './facts';
import { endOf } from './points';
import type { TimelineSource } from './source';

/** Rows that can still change are read again for so long; rows that are written so late are found. */
const MAY_CHANGE_MS = 86_400_000;
/**
 * Interval of looks for rows that were written late: that of a drill or an action has the time of its begin. Where
 * looks are rarer, as AWS throttles, these are rarer, too.
 */
const LATE_ROWS_EVERY = { ms: 600_000, looks: 10 } as const;
/** Rows are forgotten an hour's at once: it goes through all of them. */
const FORGET_EVERY_MS = 3_600_000;

/**
 * Rows of one application since a time, read once; later looks read only what may have changed. Of more than can be kept
 * the oldest go.
 */
export class KeptRows {
  private readonly rows = new Map<number, TimelineRow>();
  /** Ids of the rows whose runs had not ended: a look goes through these, not through a month. */
  private readonly open = new Set<number>();
  /** Newest end of all that was read, in epoch milliseconds. */
  private newestEnd = Number.NEGATIVE_INFINITY;
  private since: Date | undefined;
  private readUntil: Date | undefined;
  /** Newest look for rows that were written late, in epoch milliseconds, and the looks since then. */
  private lateRowsRead = { at: Number.NEGATIVE_INFINITY, looksSince: 0 };
  private isWhole = false;
  private isCut = false;

  constructor(
    private readonly application: string,
    private readonly source: TimelineSource,
    private readonly most = MOST_ROWS,
  ) {}

  /** True when all rows since a time have been read. */
  reachesBackTo(time: Date): boolean {
    return this.since !== undefined && this.since <= time;
  }

  /** Rows since the given time, and whether the audit has none before them. */
  all(): { readonly rows: readonly TimelineRow[]; readonly isWhole: boolean } {
    return { rows: [...this.rows.values()], isWhole: this.isWhole && !this.isCut };
  }

  /** Sentences about what is left out. */
  notes(): readonly string[] {
    return this.isCut ? [`Only the newest ${this.most} rows of the audit are shown.`] : [];
  }

  /**
   * Reads what is new. The first time, or when an earlier time is asked for, also what is missing before.
   *
   * @param from time since which rows are wanted.
   * @returns true if a row is new or has changed.
   */
  async read(from: Date, now: Date): Promise<boolean> {
    const isChanged = await this.readNew(from, now);
    if (this.since === undefined || this.since <= from) return isChanged;
    const earlier = await this.source.rows(this.application, from, this.since);
    this.isWhole = await this.isFirst(from);
    this.add(earlier);
    this.since = from;
    return true;
  }

  /** True if a row that was read ended after a time. */
  haveEndedAfter(time: Date): boolean {
    return this.newestEnd > time.getTime();
  }

  /** Forgets rows before a time, at most once an hour: nobody looks so far back any more. */
  forgetBefore(time: Date): void {
    if (this.since === undefined || this.since.getTime() > time.getTime() - FORGET_EVERY_MS) return;
    for (const [runId, row] of this.rows) {
      if (row.time >= time) continue;
      this.delete(runId);
      this.isWhole = false;
    }
    this.since = time;
  }

  private async readNew(from: Date, now: Date): Promise<boolean> {
    if (this.since === undefined || this.readUntil === undefined) {
      const [rows, isWhole] = await Promise.all([this.source.rows(this.application, from), this.isFirst(from)]);
      this.add(rows);
      this.isWhole = isWhole;
      this.since = from;
      this.readUntil = now;
      this.lateRowsRead = { at: now.getTime(), looksSince: 0 };
      return true;
    }
    this.lateRowsRead.looksSince += 1;
    const { at, looksSince } = this.lateRowsRead;
    const seeksLate = looksSince >= LATE_ROWS_EVERY.looks && elapsedMs(at, now.getTime()) >= LATE_ROWS_EVERY.ms;
    const changedSince = this.mayHaveChangedSince(this.readUntil, now);
    const lateSince = new Date(Math.max(this.since.getTime(), now.getTime() - MAY_CHANGE_MS));
    const since = seeksLate && lateSince < changedSince ? lateSince : changedSince;
    const rows = await this.source.rows(this.application, since);
    this.readUntil = now;
    if (seeksLate) this.lateRowsRead = { at: now.getTime(), looksSince: 0 };
    return this.add(rows);
  }

  private async isFirst(from: Date): Promise<boolean> {
    return !(await this.source.hasRowsBefore(this.application, from));
  }

  /** A row's id may be older than its write by the length of a run; a run that ended late is settled by a later one. */
  private mayHaveChangedSince(readUntil: Date, now: Date): Date {
    // Not after now: the clock may have been set back.
    let since = Math.min(readUntil.getTime(), now.getTime()) - LONGEST_RUN_MS;
    const earliest = now.getTime() - MAY_CHANGE_MS;
    for (const runId of this.open) if (runId >= earliest) since = Math.min(since, runId);
    return new Date(since);
  }

  private add(rows: readonly TimelineRow[]): boolean {
    let isChanged = false;
    for (const row of rows) {
      const before = this.rows.get(row.runId);
      if (before !== undefined && isSame(before, row)) continue;
      this.set(row);
      isChanged = true;
    }
    // The source, too, gives no more than these.
    if (rows.length >= this.most || this.rows.size > this.most) this.cut();
    return isChanged;
  }

  private set(row: TimelineRow): void {
    const { runId } = row;
    this.rows.set(runId, row);
    if (isOpen(row)) this.open.add(runId);
    else this.open.delete(runId);
    const end = endOf(row);
    if (end > this.newestEnd) this.newestEnd = end;
  }

  private delete(runId: number): void {
    this.rows.delete(runId);
    this.open.delete(runId);
  }

  private cut(): void {
    this.isCut = true;
    const newestLast = [...this.rows.keys()].toSorted((one, other) => one - other);
    for (const runId of newestLast.slice(0, Math.max(0, newestLast.length - this.most))) this.delete(runId);
  }
}

/** True for a run that had not ended, or not quite. */
function isOpen({ writtenBy, outcome, snapshotStatus }: TimelineRow): boolean {
  return writtenBy !== 'kda' && (outcome === 'started' || (outcome === 'late' && snapshotStatus !== 'READY'));
}

function isSame(one: TimelineRow, other: TimelineRow): boolean {
  return (
    one.outcome === other.outcome &&
    one.snapshotStatus === other.snapshotStatus &&
    one.verdict === other.verdict &&
    one.endedAt?.getTime() === other.endedAt?.getTime()
  );
}
