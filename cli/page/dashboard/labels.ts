import type { AskedLine } from './queries';
import type { FoundLine } from './results';

/**
 * Name of a line. CloudWatch fills in dynamic labels itself; what it left as it stands is filled in here.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
 */
export function labelOf(found: FoundLine, asked: AskedLine | undefined, timeZone: string): string {
  const label = found.label || asked?.line.label || defaultLabel(asked) || found.id;
  if (!label.includes('${')) return label;
  return label.replace(/\$\{(\w+)(?:\('([^']*)'\))?\}/g, (whole, name: string, property: string | undefined) => {
    if (name === 'PROP' && property !== undefined) return propertyOf(property, asked) ?? whole;
    if (name === 'LABEL') return defaultLabel(asked) || found.id;
    return figureOf(name, found.values, timeZone) ?? whole;
  });
}

function defaultLabel(asked: AskedLine | undefined): string {
  if (asked === undefined) return '';
  const { line } = asked;
  return line.kind === 'expression' ? line.id : line.name;
}

function propertyOf(property: string, asked: AskedLine | undefined): string | undefined {
  if (asked === undefined || asked.line.kind !== 'metric') return undefined;
  const { namespace, name, stat, dimensions } = asked.line;
  const dimension = /^Dim\.(.+)$/.exec(property)?.[1];
  if (dimension !== undefined) return dimensions.find(({ Name }) => Name === dimension)?.Value;
  const known: Readonly<Record<string, string>> = {
    MetricName: name,
    Namespace: namespace,
    Stat: stat,
    Period: String(asked.period),
  };
  return known[property];
}

function figureOf(name: string, values: ReadonlyMap<number, number>, timeZone: string): string | undefined {
  const points = [...values].sort(([one], [other]) => one - other);
  if (name === 'DATAPOINT_COUNT') return String(points.length);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return name in STATISTICS || name in TIMES ? '--' : undefined;
  const least = points.reduce((found, each) => (each[1] < found[1] ? each : found));
  const most = points.reduce((found, each) => (each[1] > found[1] ? each : found));
  const sum = points.reduce((total, [, value]) => total + value, 0);
  const chosen = { first, last, least, most, sum, average: sum / points.length };
  return STATISTICS[name]?.(chosen) ?? TIMES[name]?.(chosen, (time) => timeText(time, timeZone));
}

type Point = readonly [time: number, value: number];

interface Chosen {
  readonly first: Point;
  readonly last: Point;
  readonly least: Point;
  readonly most: Point;
  readonly sum: number;
  readonly average: number;
}

const STATISTICS: Readonly<Record<string, (chosen: Chosen) => string>> = {
  AVG: ({ average }) => rounded(average),
  FIRST: ({ first }) => rounded(first[1]),
  FIRST_LAST_RANGE: ({ first, last }) => rounded(last[1] - first[1]),
  LAST: ({ last }) => rounded(last[1]),
  MAX: ({ most }) => rounded(most[1]),
  MIN: ({ least }) => rounded(least[1]),
  MIN_MAX_RANGE: ({ least, most }) => rounded(most[1] - least[1]),
  SUM: ({ sum }) => rounded(sum),
};

const TIMES: Readonly<Record<string, (chosen: Chosen, text: (time: number) => string) => string>> = {
  FIRST_TIME: ({ first }, text) => text(first[0]),
  LAST_TIME: ({ last }, text) => text(last[0]),
  MAX_TIME: ({ most }, text) => text(most[0]),
  MIN_TIME: ({ least }, text) => text(least[0]),
};

function rounded(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}

function timeText(seconds: number, timeZone: string): string {
  return new Date(seconds * 1000).toLocaleString('en-GB', {
    timeZone,
    ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  });
}
