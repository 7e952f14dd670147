import { TIMELINE_FLAGS, TIMELINE_ORIGINS } from '../../api/timeline';

/** Shapes of points. Colour only repeats what the shape says. */
export type Shape =
  | 'dot'
  | 'lozenge'
  | 'box'
  | 'cross'
  | 'triangle'
  | 'dash'
  | 'bar'
  | 'play'
  | 'arrowhead'
  | 'ring'
  | 'star'
  | 'speck'
  | 'hexagon'
  | 'crossed-hexagon'
  | 'question';

/** Colours by their meaning; the page has them. */
export type Tone = 'good' | 'bad' | 'warn' | 'quiet' | 'accent' | 'unknown';

/** Heights within a row: what people did, snapshots of people and the service, runs of the schedule. */
export type Lane = 'actions' | 'others' | 'runs';

export const LANES: readonly Lane[] = ['actions', 'others', 'runs'];

/** Appearance of a point. */
export interface Look {
  readonly shape: Shape;
  readonly tone: Tone;
  readonly lane: Lane;
  /** False: hollow. */
  readonly isFilled: boolean;
  /** Importance: of the points in one pixel the highest is drawn, and drawn last. */
  readonly rank: number;
  readonly isFailure: boolean;
}

interface WordLook {
  readonly shape: Shape;
  readonly tone: Tone;
  readonly rank: number;
  readonly isAction?: true;
  readonly isFailure?: true;
}

/** Looks of words. A snapshot that is gone is hollow, and counts less than one that is there. */
const WORDS: Readonly<Record<string, WordLook>> = {
  taken: { shape: 'dot', tone: 'good', rank: 2 },
  running: { shape: 'dash', tone: 'accent', rank: 3 },
  skipped: { shape: 'dash', tone: 'quiet', rank: 4 },
  late: { shape: 'triangle', tone: 'warn', rank: 7, isFailure: true },
  abandoned: { shape: 'cross', tone: 'bad', rank: 8, isFailure: true },
  failed: { shape: 'cross', tone: 'bad', rank: 9, isFailure: true },
  restored: { shape: 'arrowhead', tone: 'accent', rank: 9, isAction: true },
  'rolled-back': { shape: 'arrowhead', tone: 'warn', rank: 8, isAction: true },
  drilled: { shape: 'hexagon', tone: 'warn', rank: 7, isAction: true },
  started: { shape: 'play', tone: 'accent', rank: 6, isAction: true },
  stopped: { shape: 'bar', tone: 'quiet', rank: 6, isAction: true },
  deployed: { shape: 'box', tone: 'accent', rank: 5, isAction: true },
  suspect: { shape: 'question', tone: 'bad', rank: 4, isAction: true },
  trusted: { shape: 'question', tone: 'good', rank: 3, isAction: true },
  held: { shape: 'ring', tone: 'accent', rank: 3, isAction: true },
  released: { shape: 'ring', tone: 'quiet', rank: 2, isAction: true },
  frozen: { shape: 'star', tone: 'accent', rank: 3, isAction: true },
  thawed: { shape: 'star', tone: 'quiet', rank: 2, isAction: true },
};

/** Drills whose result is known; one that was refused or gave way looks as `drilled`, hollow. */
const DRILL_PROVEN: WordLook = { shape: 'hexagon', tone: 'good', rank: 7, isAction: true };
const DRILL_FAILED: WordLook = { shape: 'crossed-hexagon', tone: 'bad', rank: 9, isAction: true, isFailure: true };
/** Run that took no snapshot because none was wanted. */
const NOT_WANTED: WordLook = { shape: 'speck', tone: 'quiet', rank: 1 };

/** A word of another version is not taken for a good one. */
const UNKNOWN: WordLook = { shape: 'question', tone: 'unknown', rank: 6 };

/**
 * Look of a point.
 *
 * @param origin place in `TIMELINE_ORIGINS`.
 * @param flags sum of `TIMELINE_FLAGS`.
 */
export function lookOf(word: string, origin: number, flags: number): Look {
  const { shape, tone, rank, isAction, isFailure } = wordLookOf(word, flags);
  const isGone = (flags & TIMELINE_FLAGS.gone) !== 0;
  const maker = TIMELINE_ORIGINS[origin];
  const isOther = maker === 'person' || maker === 'service';
  const shapeOfMaker = maker === 'person' ? 'lozenge' : 'box';
  const lane = isAction ? 'actions' : isOther ? 'others' : 'runs';
  return {
    shape: shape === 'dot' && isOther ? shapeOfMaker : shape,
    tone,
    lane,
    isFilled: !isGone && (word !== 'drilled' || (flags & TIMELINE_FLAGS.proven) !== 0),
    rank: isGone && word === 'taken' ? rank - 1 : rank,
    isFailure: isFailure ?? false,
  };
}

function wordLookOf(word: string, flags: number): WordLook {
  const { proven, failed, quiet, drill } = TIMELINE_FLAGS;
  if (word === 'drilled' && (flags & proven) !== 0) return DRILL_PROVEN;
  if (word === 'drilled' && (flags & failed) !== 0) return DRILL_FAILED;
  if (word === 'skipped' && (flags & (quiet + drill)) !== 0) return NOT_WANTED;
  return (Object.hasOwn(WORDS, word) ? WORDS[word] : undefined) ?? UNKNOWN;
}
