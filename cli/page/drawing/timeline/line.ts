import {
  TIMELINE_FLAGS,
  type TimelineAnswer,
  type TimelineDocument,
  type TimelineGap,
  type TimelineNext,
  type TimelineQuiet,
  type TimelineSpan,
} from '../../api/timeline';
import { type Look, lookOf } from './looks';

/** Parts of a document that are drawn as they are, but for times, which a line has in epoch milliseconds. */
type Kept = 'application' | 'revision' | 'objectiveSeconds' | 'beginsAt' | 'words' | 'arrows' | 'notes';

/** Time line of one application as it is drawn; times in epoch milliseconds. */
export interface Line extends Pick<TimelineDocument, Kept> {
  readonly from: number;
  readonly to: number;
  /** Columns of the points, oldest first. */
  readonly at: Float64Array;
  readonly word: Uint8Array;
  readonly origin: Uint8Array;
  readonly flags: Uint8Array;
  /** Places in `looks`: one look for each word, origin and presence that occurs. */
  readonly look: Uint8Array;
  readonly looks: readonly Look[];
  readonly gaps: readonly (ClosedSpan & Pick<TimelineGap, 'outcomes'>)[];
  readonly exceeded: readonly ClosedSpan[];
  readonly unknown: readonly ClosedSpan[];
  readonly frozen: readonly ClosedSpan[];
  readonly notRunning: readonly ClosedSpan[];
  /** Quiet hours, also those that come; they may reach beyond the ends of the line. */
  readonly quiet: readonly TimelineQuiet[];
  readonly next: TimelineNext;
}

/** Span within the ends of its line. */
export interface ClosedSpan {
  readonly from: number;
  readonly to: number;
  /** True: it has not ended. */
  readonly isOpen: boolean;
}

/**
 * Line of an answer; `undefined` while nothing has been read.
 *
 * @param before line of which the answer may say that it has not changed.
 */
export function lineOf(answer: TimelineAnswer, before: Line | undefined): Line | undefined {
  const { document, from, to } = answer;
  if (document === null) return before;
  if (document === 'unchanged') return before && movedTo(before, from, to);
  const { application, revision, objectiveSeconds, words, points, base, notes } = document;
  const spans = (each: readonly TimelineSpan[]) => each.map((span) => closed(span, { base, from, to }));
  const shifted = <Part extends { readonly from: number; readonly to: number }>(part: Part): Part => ({
    ...part,
    from: base + part.from,
    to: base + part.to,
  });
  return {
    ...{ application, revision, from, to, objectiveSeconds, words, notes },
    beginsAt: document.beginsAt === null ? null : base + document.beginsAt,
    at: Float64Array.from(points.at, (at) => base + at),
    word: Uint8Array.from(points.word),
    origin: Uint8Array.from(points.origin),
    flags: Uint8Array.from(points.flags),
    ...lookColumn(document),
    gaps: document.gaps.map((gap) => ({ ...closed(gap, { base, from, to }), outcomes: gap.outcomes })),
    exceeded: spans(document.exceeded),
    unknown: spans(document.unknown),
    frozen: spans(document.frozen),
    notRunning: spans(document.notRunning),
    arrows: document.arrows.map(shifted),
    quiet: document.quiet.map(shifted),
    next: { due: document.next.due.map((at) => base + at), drill: document.next.drill && shifted(document.next.drill) },
  };
}

/** The line some time later: what is open goes on. */
function movedTo(line: Line, from: number, to: number): Line {
  const spans = <Span extends ClosedSpan>(each: readonly Span[]) =>
    each.map((span) => (span.isOpen ? { ...span, to } : span));
  const { gaps, exceeded, unknown, frozen, notRunning } = line;
  return {
    ...{ ...line, from, to },
    gaps: spans(gaps),
    exceeded: spans(exceeded),
    unknown: spans(unknown),
    frozen: spans(frozen),
    notRunning: spans(notRunning),
  };
}

interface Ends {
  readonly base: number;
  readonly from: number;
  readonly to: number;
}

function closed(span: TimelineSpan, { base, from, to }: Ends): ClosedSpan {
  return {
    from: span.from === null ? from : base + span.from,
    to: span.to === null ? to : base + span.to,
    isOpen: span.to === null,
  };
}

function lookColumn({ words, points }: TimelineDocument): Pick<Line, 'look' | 'looks'> {
  const looks: Look[] = [];
  const places = new Map<number, number>();
  const look = new Uint8Array(points.at.length);
  const { there, gone, proven, quiet, drill, failed } = TIMELINE_FLAGS;
  for (let index = 0; index < look.length; index += 1) {
    const word = points.word[index] ?? 0;
    const origin = points.origin[index] ?? 0;
    const flags = (points.flags[index] ?? 0) & (there + gone + quiet + drill + failed + proven);
    const key = (word << 12) + (origin << 8) + flags;
    let place = places.get(key);
    if (place === undefined) {
      place = looks.push(lookOf(words[word] ?? '', origin, flags)) - 1;
      places.set(key, place);
    }
    look[index] = place;
  }
  return { look, looks };
}
