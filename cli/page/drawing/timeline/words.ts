import { duration } from '../../../times';
import { whatHappened } from '../../../views/what-happened';
import { TIMELINE_FLAGS as FLAGS, type PointRecord, TIMELINE_ORIGINS, type TimelineQuiet } from '../../api/timeline';
import type { ClosedSpan, Line } from './line';

/** Writes a time as people read it. */
export type TimeText = (time: Date) => string;

/** Makers as they stand in a sentence. */
const MAKERS = {
  schedule: 'the schedule',
  person: 'a person',
  service: 'the service',
  reference: 'the reference system',
} as const satisfies Record<(typeof TIMELINE_ORIGINS)[number], string>;

/**
 * Point in words: `taken by the schedule at 14:00, there, on hold`. With its record also why its snapshot stays and when
 * it goes.
 */
export function pointWords(line: Line, index: number, time: TimeText, record?: PointRecord): string {
  const word = line.words[line.word[index] ?? 0] ?? '';
  const origin = TIMELINE_ORIGINS[line.origin[index] ?? 0] ?? 'schedule';
  const flags = line.flags[index] ?? 0;
  const retention = record?.snapshot?.retention;
  return [
    `${word === 'drilled' ? 'drill' : word} by ${MAKERS[origin]} at ${time(new Date(line.at[index] ?? 0))}`,
    ...(word === 'drilled' ? [endOfDrill(flags, record)] : []),
    ...(flags & FLAGS.there ? ['there'] : []),
    ...(flags & FLAGS.gone ? ['gone'] : []),
    ...(flags & FLAGS.held ? ['on hold'] : []),
    ...(flags & FLAGS.suspect ? ['suspect'] : []),
    ...(flags & FLAGS.proven && word !== 'drilled' ? ['proven'] : []),
    ...(flags & FLAGS.quiet ? ['in quiet hours'] : []),
    ...(flags & FLAGS.drill ? ['a drill was under way'] : []),
    ...(retention ? [`${retention.verdict}: ${retention.reasons.join(', ')}`] : []),
    ...(retention?.goesAt ? [`goes about ${time(new Date(retention.goesAt))}`] : []),
  ].join(', ');
}

/** Word for the end of a drill: of its row, where it was read. */
function endOfDrill(flags: number, record: PointRecord | undefined): string {
  const ofFlags = flags & FLAGS.proven ? 'proven' : flags & FLAGS.failed ? 'not-proven' : undefined;
  return whatHappened({ outcome: 'drilled', verdict: record?.row?.verdict ?? ofFlags }).replace('drill ', '');
}

/** Row of the table that stands for the drawing. */
export interface LineEvent {
  readonly at: number;
  readonly when: string;
  readonly what: string;
}

/** Events to come, of the past, and missing ones, in words, newest first: the same as the drawing. */
export function eventsOf(line: Line, time: TimeText): readonly LineEvent[] {
  const events = [
    ...line.gaps.map((gap) => gapEvent(gap, line, time)),
    ...line.quiet.map((quiet) => quietEvent(quiet, line, time)),
    ...dueEvents(line, time),
    ...drillEvents(line, time),
    ...line.notRunning.map((span) => spanEvent(span, time, 'not seen running')),
    ...line.frozen.map((span) => spanEvent(span, time, 'nothing was deleted (frozen)')),
    ...line.arrows.map(({ from, to, verdict, isDrill }) => ({
      at: to,
      when: time(new Date(to)),
      what: `${isDrill ? 'drill from' : 'back to'} ${time(new Date(from))}: ${verdict ?? 'no verdict yet'}`,
    })),
    ...failuresOf(line, time),
  ];
  return events.toSorted((one, other) => other.at - one.at);
}

function failuresOf(line: Line, time: TimeText): LineEvent[] {
  const failures: LineEvent[] = [];
  for (let index = 0; index < line.at.length; index += 1) {
    const at = line.at[index] ?? 0;
    if (at < line.from || !line.looks[line.look[index] ?? 0]?.isFailure) continue;
    failures.push({ at, when: time(new Date(at)), what: pointWords(line, index, time) });
  }
  return failures;
}

function gapEvent(gap: Line['gaps'][number], { quiet }: Line, time: TimeText): LineEvent {
  const quietMs = quiet.reduce((sum, { from, to }) => {
    return sum + Math.max(0, Math.min(to, gap.to) - Math.max(from, gap.from));
  }, 0);
  const without = quietMs > 0 ? ' without quiet hours' : '';
  return spanEvent(gap, time, `no new snapshot${outcomesText(gap.outcomes)}`, {
    ms: gap.to - gap.from - quietMs,
    without,
  });
}

function quietEvent({ from, to, why }: TimelineQuiet, line: Line, time: TimeText): LineEvent {
  const isNow = from <= line.to && line.to < to;
  return {
    at: from,
    when: `${time(new Date(from))} to ${time(new Date(to))}`,
    what: `quiet hours${isNow ? ', now' : ''}: ${why}`,
  };
}

function dueEvents({ next: { due } }: Line, time: TimeText): LineEvent[] {
  const [first] = due;
  if (first === undefined) return [];
  return [{ at: first, when: dueText(due, time), what: 'snapshots are due' }];
}

function drillEvents({ to, next: { drill } }: Line, time: TimeText): LineEvent[] {
  if (drill === null) return [];
  const what = drill.from <= to ? 'window of a drill, open now' : 'window of the next drill';
  return [{ at: drill.from, when: `${time(new Date(drill.from))} to ${time(new Date(drill.to))}`, what }];
}

/** Due times that are written out. */
const DUE_IN_WORDS = 3;

function dueText(due: readonly number[], time: TimeText): string {
  return due
    .slice(0, DUE_IN_WORDS)
    .map((at) => time(new Date(at)))
    .join(', ');
}

/** Events to come, for beside the drawing: present quiet hours, due times, the drill. */
export function nextWords(line: Line, time: TimeText): readonly string[] {
  const { to, quiet, next } = line;
  const now = quiet.find((each) => each.from <= to && to < each.to);
  const due = next.due.filter((at) => at > to);
  return [
    ...(now ? [`quiet until ${time(new Date(now.to))}: ${now.why}`] : []),
    ...(due.length > 0 ? [`next ${dueText(due, time)}`] : []),
    ...(next.drill && next.drill.to > to ? [drillText(next.drill, to, time)] : []),
  ];
}

/** Window of a drill; of one that is open the end, because its beginning is past. */
function drillText({ from, to: until }: NonNullable<Line['next']['drill']>, now: number, time: TimeText): string {
  return from <= now ? `drill window open until ${time(new Date(until))}` : `drill ${time(new Date(from))}`;
}

interface Length {
  readonly ms: number;
  /** Words about what is not counted in it. */
  readonly without: string;
}

function spanEvent(
  { from, to, isOpen }: ClosedSpan,
  time: TimeText,
  what: string,
  { ms, without }: Length = { ms: to - from, without: '' },
): LineEvent {
  const end = isOpen ? 'now' : time(new Date(to));
  const length = `${duration(Math.round(ms / 1000))}${without}`;
  return { at: from, when: `${time(new Date(from))} to ${end}`, what: `${what}, ${length}` };
}

function outcomesText(outcomes: Readonly<Record<string, number>>): string {
  const counts = Object.entries(outcomes).map(([word, count]) => `${count} ${word}`);
  return counts.length === 0 ? '' : ` (${counts.join(', ')})`;
}

/** Summary of a line in a sentence, for whoever does not see it. */
export function summaryOf(line: Line): string {
  const counts = new Map<string, number>();
  for (let index = 0; index < line.at.length; index += 1) {
    if ((line.at[index] ?? 0) < line.from) continue;
    const word = line.words[line.word[index] ?? 0] ?? '';
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const words = [...counts].toSorted(([, one], [, other]) => other - one).map(([word, count]) => `${count} ${word}`);
  const gaps = line.gaps.length === 0 ? 'no gap' : line.gaps.length === 1 ? '1 gap' : `${line.gaps.length} gaps`;
  return `${line.application}: ${words.join(', ') || 'nothing recorded'}; ${gaps}.`;
}
