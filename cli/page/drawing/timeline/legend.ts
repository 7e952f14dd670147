import { TIMELINE_FLAGS, TIMELINE_ORIGINS } from '../../api/timeline';
import { type Look, lookOf } from './looks';
import { type Path, SHAPES } from './shapes';

/** Entry of the legend. */
export interface LegendEntry {
  readonly look: Look;
  readonly text: string;
}

const entry = (text: string, word: string, maker: (typeof TIMELINE_ORIGINS)[number], flags = 0): LegendEntry => ({
  text,
  look: lookOf(word, TIMELINE_ORIGINS.indexOf(maker), flags),
});

/** Marks around points, and arrows. */
export const MARK_LEGEND = [
  { text: 'on hold', tone: 'text', path: 'M7 0A7 7 0 0 1 -7 0A7 7 0 0 1 7 0' },
  { text: 'marked suspect', tone: 'bad', path: 'M-4 -7L0 -3L4 -7' },
  { text: 'proven by a restore or drill', tone: 'good', path: 'M-4 2L-1 5L4 0' },
  { text: 'restored from there to here', tone: 'good', path: 'M-6 6Q-6 -8 6 -3' },
  { text: 'the same, not proven', tone: 'warn', path: 'M-6 6L-4.5 1M-3 -2L1 -4M3.5 -3.5L6 -3' },
  { text: 'drilled from there to here', tone: 'good', path: 'M-6 6L-6 -5L6 -5L6 0' },
  { text: 'the same, failed', tone: 'bad', path: 'M-6 6L-6 2M-6 -1L-6 -5L-3 -5M1 -5L6 -5L6 -3' },
] as const;

/** Legend of the points, in the order of the lanes from below. */
export const LEGEND: readonly LegendEntry[] = [
  entry('snapshot of the schedule', 'taken', 'schedule', TIMELINE_FLAGS.there),
  entry('gone', 'taken', 'schedule', TIMELINE_FLAGS.gone),
  entry('failed, abandoned', 'failed', 'schedule'),
  entry('late', 'late', 'schedule'),
  entry('skipped', 'skipped', 'schedule'),
  entry('skipped in quiet hours or during a drill', 'skipped', 'schedule', TIMELINE_FLAGS.quiet),
  entry('snapshot of a person', 'taken', 'person', TIMELINE_FLAGS.there),
  entry('of the service', 'taken', 'service', TIMELINE_FLAGS.there),
  entry('restored, rolled back', 'restored', 'person'),
  entry('drill, proven', 'drilled', 'schedule', TIMELINE_FLAGS.proven),
  entry('drill, failed', 'drilled', 'schedule', TIMELINE_FLAGS.failed),
  entry('drill without proof', 'drilled', 'schedule'),
  entry('started', 'started', 'person'),
  entry('stopped', 'stopped', 'person'),
  entry('deployed', 'deployed', 'person'),
  entry('hold', 'held', 'person'),
  entry('suspect', 'suspect', 'person'),
  entry('freeze', 'frozen', 'person'),
];

/** Shape of a look as the path of an SVG around the origin. */
export function svgPathOf({ shape }: Look): string {
  const parts: string[] = [];
  const path: Path = {
    moveTo: (x, y) => parts.push(`M${x} ${y}`),
    lineTo: (x, y) => parts.push(`L${x} ${y}`),
    rect: (x, y, width, height) => parts.push(`M${x} ${y}h${width}v${height}h${-width}Z`),
    closePath: () => parts.push('Z'),
    arc: (x, y, radius, from, to) => {
      const at = (angle: number) => `${x + radius * Math.cos(angle)} ${y + radius * Math.sin(angle)}`;
      // Two halves: an arc of SVG can't be a whole circle.
      const middle = (from + to) / 2;
      const arcTo = (angle: number) => `A${radius} ${radius} 0 0 1 ${at(angle)}`;
      parts.push(`${parts.length === 0 ? 'M' : 'L'}${at(from)}${arcTo(middle)}${arcTo(to)}`);
    },
  };
  SHAPES[shape](path, 0, 0);
  return parts.join('');
}
