import { Turns } from '../../../lambda-src/snapshot-manager/run/turns';
import { troubleText } from '../../safety/gather/trouble';
import { TIMELINE_RANGE_MS, TIMELINE_RANGES, type TimelineAnswer, type TimelineRange } from '../api/timeline';
import { elapsedMs } from '../elapsed';
import type { Present, TimelineSettings } from './facts';
import { KeptRows } from './kept-rows';
import type { Point } from './points';
import type { TimelineSource } from './source';
import { type Timeline, timelineOf } from './timeline-document';

export interface TimelinesOptions {
  readonly source: TimelineSource;
  readonly settingsOf: (application: string) => TimelineSettings;
  readonly now: () => Date;
  /** Interval in which snapshots, holds and marks are read again although the audit has nothing new. */
  readonly presentEveryMs: number;
}

/** Applications that are read at once. */
const AT_ONCE = 8;
/** Applications that are kept at most; those that were not asked for the longest go first. */
const MOST_APPLICATIONS = 200;
/** Looks for which a range that nobody asks for any more stays in memory, however long the interval is. */
const KEPT_LOOKS = 5;
const HOUR_MS = 3_600_000;

const NOTHING_READ: Present = { unread: [] };

/** Time lines of the applications that somebody looks at. One that can't be read keeps its last one, with the reason. */
export class Timelines {
  private readonly kept = new Map<string, Kept>();
  private readonly turns = new Turns(AT_ONCE);

  constructor(private readonly options: TimelinesOptions) {}

  /** Time line of an application; reads it when it is not known, or not so far back. */
  async answer(application: string, range: TimelineRange, known: string | undefined): Promise<TimelineAnswer> {
    const kept = this.keptOf(application);
    const now = this.options.now();
    kept.looksSinceAsked.set(range, 0);
    if (!kept.rows.reachesBackTo(startOf(range, kept.settings, now)) && !kept.hasFailed) await this.read(kept);
    const timeline = this.timeline(kept, range);
    const { problem } = kept;
    if (timeline === undefined) {
      return { from: now.getTime() - TIMELINE_RANGE_MS[range], to: now.getTime(), document: null, problem };
    }
    const { document } = timeline;
    const to = Math.max(kept.readAt, timeline.to.getTime());
    const isKnown = document.revision === known;
    return { from: to - TIMELINE_RANGE_MS[range], to, document: isKnown ? 'unchanged' : document, problem };
  }

  /** Reads again what is looked at. @returns nothing: the answers have it. */
  async refresh(): Promise<void> {
    for (const [application, { looksSinceAsked }] of this.kept) {
      for (const [range, looks] of looksSinceAsked) {
        if (looks < KEPT_LOOKS) looksSinceAsked.set(range, looks + 1);
        else looksSinceAsked.delete(range);
      }
      if (looksSinceAsked.size === 0) this.kept.delete(application);
    }
    await Promise.all([...this.kept.values()].map((kept) => this.read(kept)));
  }

  /** Points of an application at a moment, of all that is kept of it. */
  pointsAt(application: string, at: number, word: string): readonly Point[] {
    const kept = this.kept.get(application);
    const range = kept && widestRange(kept);
    const timeline = kept && range && this.timeline(kept, range);
    return timeline?.points().filter((point) => point.at === at && point.word === word) ?? [];
  }

  private keptOf(application: string): Kept {
    const found = this.kept.get(application);
    // The one that was asked for last stands last.
    this.kept.delete(application);
    const kept = found ?? new Kept(application, this.options);
    this.kept.set(application, kept);
    for (const other of this.kept.keys()) if (this.kept.size > MOST_APPLICATIONS) this.kept.delete(other);
    return kept;
  }

  /** Reads an application, once at a time: who asks meanwhile waits for the same. */
  private async read(kept: Kept): Promise<void> {
    const range = widestRange(kept);
    if (range === undefined) return;
    // A wider range may have been asked for since the reading began.
    if (kept.reading !== undefined && TIMELINE_RANGE_MS[kept.reading.range] >= TIMELINE_RANGE_MS[range]) {
      return kept.reading.end;
    }
    const before = kept.reading?.end ?? Promise.resolve();
    const end = before.then(() => this.turns.during(() => this.readNow(kept, range)));
    const reading = { range, end };
    kept.reading = reading;
    await end;
    if (kept.reading === reading) kept.reading = undefined;
  }

  private async readNow(kept: Kept, range: TimelineRange): Promise<void> {
    const { presentEveryMs } = this.options;
    const now = this.options.now();
    const from = startOf(range, kept.settings, now);
    try {
      const isChanged = await kept.rows.read(from, now);
      kept.rows.forgetBefore(new Date(from.getTime() - HOUR_MS));
      if (isChanged || elapsedMs(kept.presentReadAt, now.getTime()) >= presentEveryMs)
        await this.readPresent(kept, now);
      // A month takes some milliseconds to draw up: else nothing but the time has changed.
      if (isChanged || elapsedMs(kept.drawnAt, now.getTime()) >= drawnForMs(kept.settings)) kept.drawn.clear();
      kept.readAt = now.getTime();
      kept.problem = null;
      kept.hasFailed = false;
    } catch (error) {
      kept.problem = troubleText(error);
      kept.hasFailed = true;
    }
  }

  private async readPresent(kept: Kept, now: Date): Promise<void> {
    const before = kept.present;
    kept.present = await this.options.source.present(kept.application);
    kept.presentReadAt = now.getTime();
    // The same list says more of a snapshot when it was read after the end of its run.
    const saysMore = before.snapshotsReadAt !== undefined && kept.rows.haveEndedAfter(before.snapshotsReadAt);
    if (saysMore || contentOf(kept.present) !== contentOf(before)) kept.drawn.clear();
  }

  /** Time line by what has been read; undefined before the first reading. */
  private timeline(kept: Kept, range: TimelineRange): Timeline | undefined {
    const { application, settings, present, rows } = kept;
    const now = this.options.now();
    // After a failed look for a wider range the line would be without its beginning, as if nothing had been there.
    if (!rows.reachesBackTo(startOf(range, settings, now))) return undefined;
    const drawn = kept.drawn.get(range);
    if (drawn) return drawn;
    const unread = [...rows.notes(), ...present.unread];
    const timeline = timelineOf({ application, now, ...settings, ...present, unread, ...rows.all() }, range);
    if (kept.drawn.size === 0) kept.drawnAt = now.getTime();
    kept.drawn.set(range, timeline);
    return timeline;
  }
}

/** One application that somebody looks at. */
class Kept {
  readonly rows: KeptRows;
  readonly settings: TimelineSettings;
  /** Looks since a range was asked for last. */
  readonly looksSinceAsked = new Map<TimelineRange, number>();
  /** Time lines since the last reading. */
  readonly drawn = new Map<TimelineRange, Timeline>();
  /** Time of the oldest of them. */
  drawnAt = Number.NEGATIVE_INFINITY;
  present: Present = NOTHING_READ;
  presentReadAt = Number.NEGATIVE_INFINITY;
  /** Time of the newest reading that succeeded. */
  readAt = Number.NEGATIVE_INFINITY;
  problem: string | null = null;
  /** True: the newest attempt failed, and the watch makes the next one. */
  hasFailed = false;
  reading: { readonly range: TimelineRange; readonly end: Promise<void> } | undefined;

  constructor(
    readonly application: string,
    { source, settingsOf }: TimelinesOptions,
  ) {
    this.rows = new KeptRows(application, source);
    this.settings = settingsOf(application);
  }
}

function contentOf({ snapshotsReadAt: _, ...content }: Present): string {
  return JSON.stringify(content);
}

/** Time since which rows are needed: one objective before the line begins. */
function startOf(range: TimelineRange, { objectiveMinutes }: TimelineSettings, now: Date): Date {
  return new Date(now.getTime() - TIMELINE_RANGE_MS[range] - objectiveMinutes * 60_000);
}

/** Time after which a line is drawn up again although nothing was read: a gap may have begun meanwhile. */
function drawnForMs({ objectiveMinutes }: TimelineSettings): number {
  return Math.min(5, objectiveMinutes / 6) * 60_000;
}

function widestRange({ looksSinceAsked }: Kept): TimelineRange | undefined {
  return TIMELINE_RANGES.findLast((range) => looksSinceAsked.has(range));
}
