import { createHash } from 'node:crypto';
import { quietSpans } from '../../views/row-pauses';
import {
  TIMELINE_ORIGINS,
  TIMELINE_RANGE_MS,
  type TimelineDocument,
  type TimelinePoints,
  type TimelineRange,
  type TimelineSpan,
} from '../api/timeline';
import { arrowsOf } from './arrows';
import { countingRows } from './counting-rows';
import type { TimelineFacts, TimelineRow } from './facts';
import { nextOf } from './next';
import { type Point, pointsOf } from './points';
import {
  beginsWithin,
  exceededSpans,
  freezeSpans,
  gapBoundsOf,
  gapSpans,
  notRunningSpans,
  type Span,
  unknownSpans,
} from './spans';
import { suspecting } from './suspecting';

const DAY_MS = 86_400_000;

/** Time line, and what its points are. */
export interface Timeline {
  /** End of the line. */
  readonly to: Date;
  readonly document: TimelineDocument;
  /** Points of its columns in the same order, made anew: kept, those of a month of many applications would be most of the memory. */
  readonly points: () => readonly Point[];
}

/** Time line of an application for a range that ends now. */
export function timelineOf(facts: TimelineFacts, range: TimelineRange): Timeline {
  const { application, now, objectiveMinutes, isScheduled, unread } = facts;
  const from = new Date(now.getTime() - TIMELINE_RANGE_MS[range]);
  // Fixed for a day: what does not change is not sent again.
  const base = Math.floor(from.getTime() / DAY_MS) * DAY_MS;
  const { rows, notes } = countingRows(facts);
  const points = pointsOf(facts, rows, from);
  const span = (each: Span) => spanFrom(each, base);
  const within = ({ to }: Span) => to === undefined || to >= from.getTime();
  const columns = columnsOf(points, base);
  const isSuspectSnapshot = suspecting(facts);
  const isSuspect = ({ snapshotName: name, snapshotCreatedAt: createdAt }: TimelineRow) =>
    name !== undefined && isSuspectSnapshot({ name, createdAt });
  const next = nextOf(facts, rows, TIMELINE_RANGE_MS[range]);
  // As far as the page may show it: to the last due time.
  const ahead = new Date(Math.max(now.getTime() + TIMELINE_RANGE_MS[range], ...next.due));
  const bounds = gapBoundsOf(facts, rows, from);
  const beginsAt = beginningOf(facts, rows, points, from);
  const content = {
    application,
    range,
    base,
    objectiveSeconds: isScheduled ? objectiveMinutes * 60 : null,
    beginsAt: beginsAt === undefined ? null : beginsAt - base,
    ...columns,
    gaps: gapSpans(facts, rows, bounds).map((gap) => ({ ...span(gap), outcomes: gap.outcomes })),
    exceeded: exceededSpans(facts, rows, { ...bounds, isSuspect }).map(span),
    unknown: unknownSpans(facts, rows, { from, isSuspect }).map(span),
    frozen: freezeSpans(facts, rows)
      .filter(within)
      .map((freeze) => ({ ...span(freeze), who: freeze.who ?? null, why: freeze.why ?? null })),
    notRunning: notRunningSpans(rows).filter(within).map(span),
    arrows: arrowsOf(facts, rows, from).map((arrow) => ({
      from: arrow.from - base,
      to: arrow.to - base,
      snapshot: arrow.snapshotName,
      verdict: arrow.verdict ?? null,
      isDrill: arrow.isDrill,
    })),
    quiet: quietSpans(facts, from, ahead).map((quiet) => ({ ...quiet, from: quiet.from - base, to: quiet.to - base })),
    next: {
      due: next.due.map((at) => at - base),
      drill: next.drill ? { from: next.drill.from - base, to: next.drill.to - base } : null,
    },
    notes: [...notes, ...unread],
  };
  const revision = createHash('sha1').update(JSON.stringify(content)).digest('base64url');
  return { to: now, document: { ...content, revision }, points: () => pointsOf(facts, countingRows(facts).rows, from) };
}

/** Time of the oldest point; undefined: there is none, or something happened before the line. */
function beginningOf(
  facts: TimelineFacts,
  rows: readonly TimelineRow[],
  points: readonly Point[],
  from: Date,
): number | undefined {
  const isOlder = (facts.snapshots ?? []).some(({ createdAt }) => createdAt !== undefined && createdAt < from);
  return isOlder || !beginsWithin(facts, rows, from) ? undefined : points[0]?.at;
}

function columnsOf(
  points: readonly Point[],
  base: number,
): Pick<TimelineDocument, 'words'> & { points: TimelinePoints } {
  const words = [...new Set(points.map(({ word }) => word))].toSorted();
  const places = new Map(words.map((word, place) => [word, place]));
  const columns = { at: [] as number[], word: [] as number[], origin: [] as number[], flags: [] as number[] };
  for (const { at, word, origin, flags } of points) {
    columns.at.push(at - base);
    columns.word.push(places.get(word) ?? 0);
    columns.origin.push(TIMELINE_ORIGINS.indexOf(origin));
    columns.flags.push(flags);
  }
  return { words, points: columns };
}

function spanFrom({ from, to }: Span, base: number): TimelineSpan {
  return { from: from === undefined ? null : from - base, to: to === undefined ? null : to - base };
}
