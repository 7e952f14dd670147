import type { z } from 'zod';
import type { auditDocument } from '../../documents/audit';
import type { snapshotDocument } from '../../documents/snapshots';
import type { Maker } from '../../views/made-by';

/** Ranges of a time line, shortest first; each ends now. */
export const TIMELINE_RANGES = ['10 minutes', 'hour', '6 hours', 'day', 'week', 'month'] as const;
export type TimelineRange = (typeof TIMELINE_RANGES)[number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Lengths of the ranges in milliseconds. A month has 30 days. */
export const TIMELINE_RANGE_MS: Readonly<Record<TimelineRange, number>> = {
  '10 minutes': 10 * MINUTE_MS,
  hour: HOUR_MS,
  '6 hours': 6 * HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
};

/** Makers of snapshots, as `kda snapshots` has them; `TimelinePoints.origin` is a place in this list. */
export const TIMELINE_ORIGINS = ['schedule', 'person', 'service', 'reference'] as const satisfies readonly Maker[];

/**
 * Bits of `TimelinePoints.flags`. About the snapshot of a point: `there` to `proven`; none of `there` and `gone`: no
 * snapshot, or not known. About a skipped run: `quiet` in quiet hours, `drill` during a drill. About a drill: `proven`, or
 * `failed` for one whose state did not work.
 */
export const TIMELINE_FLAGS = {
  ...{ there: 1, gone: 2, held: 4, suspect: 8, proven: 16 },
  ...{ quiet: 32, drill: 64, failed: 128 },
} as const;

/** Points in columns of one length, oldest first: a month of ten-minute runs has 4,320. */
export interface TimelinePoints {
  /** Milliseconds since `TimelineDocument.base`: creation of the snapshot, else the time of the row. */
  readonly at: readonly number[];
  /** Place in `TimelineDocument.words`. */
  readonly word: readonly number[];
  /** Place in `TIMELINE_ORIGINS`. */
  readonly origin: readonly number[];
  /** Sum of `TIMELINE_FLAGS`. */
  readonly flags: readonly number[];
}

/** Time of a line, in milliseconds since `TimelineDocument.base`. */
export interface TimelineSpan {
  /** `null`: it began before the line does. */
  readonly from: number | null;
  /** `null`: it has not ended. */
  readonly to: number | null;
}

/** Time without a new READY snapshot that is longer than the objective, as `kda history` has it. */
export interface TimelineGap extends TimelineSpan {
  /** Number of rows in it by their word. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Time in which no snapshot of the application was deleted. */
export interface TimelineFreeze extends TimelineSpan {
  /** `null`: it is over, and only its rows are left. */
  readonly who: string | null;
  readonly why: string | null;
}

/** Time in which the settings want no snapshot. */
export interface TimelineQuiet {
  /** Milliseconds since `TimelineDocument.base`; may lie before the line, or in the future. */
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

/** Events to come, in milliseconds since `TimelineDocument.base`. */
export interface TimelineNext {
  /** Times at which a snapshot is due, in order: at least three, if the schedule has so many. */
  readonly due: readonly number[];
  /** Window of the drill that is open or comes next; `null`: the settings have none. */
  readonly drill: { readonly from: number; readonly to: number } | null;
}

/** Restore, start, rollback or drill from a snapshot, in milliseconds since `TimelineDocument.base`. */
export interface TimelineArrow {
  /** Creation of the snapshot; may lie before the line. */
  readonly from: number;
  /** Moment of the restore. */
  readonly to: number;
  readonly snapshot: string;
  readonly isDrill: boolean;
  /** `proven`, `started-not-proven`, `not-proven`, `given-up`, of a drill also `refused`; `null`: it has not ended, or its row has none. */
  readonly verdict: string | null;
}

/** Time line of one application. */
export interface TimelineDocument {
  readonly application: string;
  readonly range: TimelineRange;
  /** Changes whenever anything but `from` and `to` does. */
  readonly revision: string;
  /** Epoch milliseconds that all other times count from. */
  readonly base: number;
  /** Longest time between two snapshots; `null`: nothing is scheduled, so nothing is missing. */
  readonly objectiveSeconds: number | null;
  /** Oldest that is known of the application; `null`: something is before the line, or nothing is known. */
  readonly beginsAt: number | null;
  /** Words of `kda history` that occur. */
  readonly words: readonly string[];
  readonly points: TimelinePoints;
  readonly gaps: readonly TimelineGap[];
  /** Times in which the newest good snapshot was older than the objective. */
  readonly exceeded: readonly TimelineSpan[];
  /** Time before the first good snapshot: the objective was neither kept nor, unless `exceeded` says so, missed. */
  readonly unknown: readonly TimelineSpan[];
  readonly frozen: readonly TimelineFreeze[];
  readonly notRunning: readonly TimelineSpan[];
  readonly arrows: readonly TimelineArrow[];
  /** Quiet hours of the line and of what comes next, in order. */
  readonly quiet: readonly TimelineQuiet[];
  readonly next: TimelineNext;
  /** Sentences about what is left out, or could not be read. */
  readonly notes: readonly string[];
}

/** GET /api/timeline/APPLICATION?range=10 minutes|hour|6 hours|day|week|month&known=REVISION. */
export interface TimelineAnswer {
  /** Ends of the line, in epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** `unchanged`: it has the revision that is known. `null`: nothing could be read yet. */
  readonly document: TimelineDocument | 'unchanged' | null;
  /** Sentence about why the last look failed; `null`: it did not. */
  readonly problem: string | null;
}

/** Record of a point. */
export interface PointRecord {
  readonly word: string;
  /** Everything known about it, in lines for a person. */
  readonly text: string;
  /** Row of the audit; `null`: there is none. */
  readonly row: z.infer<typeof auditDocument.element> | null;
  /** Snapshot as `kda snapshots` has it: why it stays, when it goes; `null`: none, or it is gone. */
  readonly snapshot: z.infer<typeof snapshotDocument> | null;
  /** Command that restores it or explains it; `null`: there is none. */
  readonly command: string | null;
}

/**
 * GET /api/point/APPLICATION?at=EPOCH_MS&what=WORD: what happened at a moment of the time line. Mostly one record;
 * several where two snapshots have the same time.
 */
export interface PointAnswer {
  readonly application: string;
  readonly at: number;
  /** Time of what was read first for it: it is read again when the time line changes. */
  readonly readAt: string;
  readonly records: readonly PointRecord[];
}
