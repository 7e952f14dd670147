import { TIMELINE_ORIGINS, type TimelineDocument } from '../../../../../cli/page/api/timeline';
import { type Line, lineOf } from '../../../../../cli/page/drawing/timeline/line';
import type { Scale } from '../../../../../cli/page/drawing/timeline/scale';

export const FROM = Date.parse('2026-11-27T14:00:00Z');
export const TO = Date.parse('2026-11-28T14:00:00Z');

/** Point of a written line: minutes since its beginning, word, origin, flags. */
export type WrittenPoint = readonly [
  minute: number,
  word: string,
  origin?: (typeof TIMELINE_ORIGINS)[number],
  flags?: number,
];

/** Line of a day with these points. */
export function lineWith(points: readonly WrittenPoint[], more: Partial<TimelineDocument> = {}): Line {
  const words = [...new Set(points.map(([, word]) => word))];
  const document: TimelineDocument = {
    ...{
      application: 'orders',
      range: 'day',
      revision: 'r',
      base: FROM,
      objectiveSeconds: 1800,
      words,
      beginsAt: null,
    },
    points: {
      at: points.map(([minute]) => minute * 60_000),
      word: points.map(([, word]) => words.indexOf(word)),
      origin: points.map(([, , origin = 'schedule']) => TIMELINE_ORIGINS.indexOf(origin)),
      flags: points.map(([, , , flags = 0]) => flags),
    },
    ...{ gaps: [], exceeded: [], unknown: [], frozen: [], notRunning: [], arrows: [], notes: [] },
    ...{ quiet: [], next: { due: [], drill: null } },
    ...more,
  };
  const line = lineOf({ from: FROM, to: TO, document, problem: null }, undefined);
  if (line === undefined) throw new Error('The document has a line.');
  return line;
}

/** Scale with a pixel for each minute. */
export const SCALE: Scale = { from: FROM, to: TO, left: 10, right: 1450 };

export const utc = (time: Date) => time.toISOString().slice(11, 16);
