import { duration } from '../../../times';
import { TIMELINE_FLAGS as FLAGS, type PointRecord, TIMELINE_ORIGINS } from '../../api/timeline';
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
    `${word} by ${MAKERS[origin]} at ${time(new Date(line.at[index] ?? 0))}`,
    ...(flags & FLAGS.there ? ['there'] : []),
    ...(flags & FLAGS.gone ? ['gone'] : []),
    ...(flags & FLAGS.held ? ['on hold'] : []),
    ...(flags & FLAGS.suspect ? ['suspect'] : []),
    ...(flags & FLAGS.proven ? ['proven'] : []),
    ...(retention ? [`${retention.verdict}: ${retention.reasons.join(', ')}`] : []),
    ...(retention?.goesAt ? [`goes about ${time(new Date(retention.goesAt))}`] : []),
  ].join(', ');
}

/** Row of the table that stands for the drawing. */
export interface LineEvent {
  readonly at: number;
  readonly when: string;
  readonly what: string;
}

/** Gaps, failures, times without the job and restores of a line in words, newest first. */
export function eventsOf(line: Line, time: TimeText): readonly LineEvent[] {
  const events = [
    ...line.gaps.map((gap) => spanEvent(gap, time, `no new snapshot${outcomesText(gap.outcomes)}`)),
    ...line.notRunning.map((span) => spanEvent(span, time, 'not running')),
    ...line.frozen.map((span) => spanEvent(span, time, 'nothing was deleted (frozen)')),
    ...line.arrows.map(({ from, to, verdict }) => ({
      at: to,
      when: time(new Date(to)),
      what: `back to ${time(new Date(from))}: ${verdict ?? 'no verdict yet'}`,
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

function spanEvent({ from, to, isOpen }: ClosedSpan, time: TimeText, what: string): LineEvent {
  const end = isOpen ? 'now' : time(new Date(to));
  const length = duration(Math.round((to - from) / 1000));
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
