import type { AuditRow } from '../audit-rows';
import { wordOf } from './history-words';

const MINUTE_MS = 60_000;
/** Widths of a character, smallest first. */
const WIDTHS_MINUTES = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440, 10_080];
/** Most characters of a strip: it fits beside its times on a screen of 100. */
const MOST_CHARACTERS = 72;

/** Word for an interval in which nothing was recorded. */
const GAP = 'nothing';

/** Characters of a strip. The first word of an interval in this order is shown: what a person did before what a run did. */
const CHARACTERS: readonly { readonly word: string; readonly character: string; readonly is: readonly string[] }[] = [
  { word: 'restored or started', character: 'R', is: ['restored', 'started', 'rolled-back'] },
  { word: 'deployed', character: 'D', is: ['deployed'] },
  { word: 'stopped', character: 'S', is: ['stopped'] },
  { word: 'failed or abandoned', character: 'X', is: ['failed', 'abandoned'] },
  { word: 'late', character: 'l', is: ['late'] },
  { word: 'taken', character: '=', is: ['taken'] },
  { word: 'drill', character: 'd', is: ['drilled'] },
  { word: 'skipped', character: 's', is: ['skipped'] },
  { word: GAP, character: '.', is: [] },
];

export interface Strip {
  readonly from: Date;
  readonly to: Date;
  readonly intervalSeconds: number;
  /** One character for each interval, oldest first. */
  readonly text: string;
  /** Characters that occur, with their words. */
  readonly legend: readonly { readonly character: string; readonly word: string }[];
}

/** Strip of a period: one character for each interval, no shorter than the schedule. */
export function stripOf(
  rows: readonly AuditRow[],
  {
    from,
    to,
    now,
    scheduleMinutes,
  }: { readonly from: Date; readonly to: Date; readonly now: Date; readonly scheduleMinutes: number },
): Strip {
  const spanMs = to.getTime() - from.getTime();
  const fits = (minutes: number) => minutes >= scheduleMinutes && spanMs / (minutes * MINUTE_MS) <= MOST_CHARACTERS;
  const widthMs = (WIDTHS_MINUTES.find(fits) ?? Math.ceil(spanMs / MINUTE_MS / MOST_CHARACTERS)) * MINUTE_MS;
  const words: Set<string>[] = Array.from({ length: Math.max(1, Math.ceil(spanMs / widthMs)) }, () => new Set());
  for (const row of rows) {
    const at = Math.floor((row.time.getTime() - from.getTime()) / widthMs);
    words[at]?.add(wordOf(row, now));
  }
  const shown = words.map(characterOf);
  return {
    from,
    to,
    intervalSeconds: widthMs / 1000,
    text: shown.map(({ character }) => character).join(''),
    legend: CHARACTERS.filter((each) => shown.includes(each)).map(({ character, word }) => ({ character, word })),
  };
}

function characterOf(words: ReadonlySet<string>): (typeof CHARACTERS)[number] {
  const found = CHARACTERS.find(({ is }) => is.some((word) => words.has(word)));
  return found ?? CHARACTERS.at(-1) ?? { word: GAP, character: '.', is: [] };
}
