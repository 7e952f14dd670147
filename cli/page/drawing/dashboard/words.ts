import type { ChartWidget, Level, Series } from '../../api/dashboard';
import type { Drawn } from './drawn-data';
import { figuresOf } from './figures';
import { timeText } from './ticks';
import { valueText } from './value-text';

/** Longest list of lines that is read out at once. */
const MOST_LINES = 12;

/** Sentence on a line for people who do not see it: newest value, smallest, largest. */
function lineWords(line: Pick<Series, 'label' | 'values'>): string {
  const { newest, minimum, maximum } = figuresOf(line);
  if (newest === null) return `${line.label}: no values.`;
  return `${line.label}: newest ${valueText(newest)}, minimum ${valueText(minimum)}, maximum ${valueText(maximum)}.`;
}

/** Sentences on a whole chart. */
export function chartWords({ series, levels }: Pick<ChartWidget, 'series' | 'levels'>): string {
  if (series.length === 0) return 'No values.';
  const more = series.length - MOST_LINES;
  return [
    ...series.slice(0, MOST_LINES).map(lineWords),
    ...(more > 0 ? [`${more} more lines are in the list below.`] : []),
    ...levels.map((level) => `${levelText(level)}.`),
  ].join(' ');
}

/** Words on a level in the legend: `objective: 30`. */
export function levelText({ label, value, bandTo }: Level): string {
  const values = bandTo === null ? valueText(value) : `${valueText(value)} to ${valueText(bandTo)}`;
  return label === '' ? `level ${values}` : `${label}: ${values}`;
}

/** Values of all lines at a time, to be read out. */
export function valuesWords(
  time: number,
  lines: readonly { readonly label: string; readonly value: Drawn }[],
  timeZone: string,
): string {
  const known = lines.filter(({ value }) => typeof value === 'number');
  const more = known.length - MOST_LINES;
  const values = known.slice(0, MOST_LINES).map(({ label, value }) => `${label} ${valueText(value)}`);
  if (more > 0) values.push(`and ${more} more`);
  return `${timeText(time, timeZone)}: ${values.length === 0 ? 'no values' : values.join(', ')}.`;
}
