import { duration } from '../../times';
import type { Span } from './ranges';

/** Most values of one line: more than the pixels that it gets (GetMetricStatistics has 1,440). */
const MOST_VALUES_A_LINE = 1500;
/** Most values in one answer of GetMetricData. */
export const MOST_VALUES = 100_800;

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const LADDER = [MINUTE, 300, 900, 1800, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY];

/** Periods up to a length of time where they follow it. Inferred: AWS's console chooses alike, and does not say how. */
const ADAPTED: readonly (readonly [upTo: number, period: number])[] = [
  [3 * HOUR, MINUTE],
  [DAY, 300],
  [3 * DAY, 900],
  [7 * DAY, HOUR],
  [31 * DAY, 6 * HOUR],
  [Number.POSITIVE_INFINITY, DAY],
];

export interface PeriodRequest {
  /** Period of the deployed line in seconds. */
  readonly asked: number;
  readonly span: Span;
  readonly now: Date;
  /** True: the dashboard lets periods follow the range. */
  readonly isAdapting: boolean;
  /** Lines that share the widget. */
  readonly lines: number;
}

/**
 * Chooses the period of a line: a multiple of the deployed one, so that its values stay whole, that CloudWatch still
 * keeps for the whole time and that can be drawn.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html (Period)
 */
export function periodOf({ asked, span, now, isAdapting, lines }: PeriodRequest): number {
  const kept = keptPeriod(now.getTime() / 1000 - span.from);
  const seconds = span.to - span.from;
  const adapted = isAdapting ? adaptedPeriod(seconds) : 0;
  const most = Math.max(2, Math.min(MOST_VALUES_A_LINE, Math.floor(MOST_VALUES / lines)));
  const step = leastCommonMultiple(asked, kept);
  const least = Math.max(step, adapted, seconds / most);
  if (step >= least) return step;
  const found = LADDER.find((period) => period >= least && period % step === 0);
  return found ?? Math.ceil(least / step) * step;
}

/** Period that follows a length of time. */
export function adaptedPeriod(seconds: number): number {
  return ADAPTED.find(([upTo]) => seconds <= upTo)?.[1] ?? DAY;
}

/** Sentence on periods that are longer than the deployed ones; undefined: none is. */
export function periodNote(asked: number, chosen: number, span: Span, isAdapting: boolean): string | undefined {
  if (chosen <= asked) return undefined;
  const values = Math.ceil((span.to - span.from) / asked).toLocaleString('en-US');
  const because = isAdapting
    ? 'because the dashboard lets periods follow the range'
    : `because this range has ${values} values a line with the deployed ${duration(asked)}`;
  return `Each value covers ${duration(chosen)}, ${because}; sums and counts are of that time.`;
}

/** Finest period that CloudWatch keeps for values of an age in seconds. */
function keptPeriod(age: number): number {
  if (age > 63 * DAY) return HOUR;
  if (age > 15 * DAY) return 300;
  return age > 3 * HOUR + MINUTE ? MINUTE : 1;
}

function leastCommonMultiple(one: number, other: number): number {
  let [a, b] = [Math.max(1, Math.round(one)), other];
  const product = a * b;
  while (b !== 0) [a, b] = [b, a % b];
  return product / a;
}
