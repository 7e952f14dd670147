import type { Metric } from '../alarm-catalog/metrics';

/** A line in a graph, or one for each application. */
export interface Line {
  readonly metric: Metric;
  /** The major version of Flink that alone reports it; none: any does. */
  readonly flink?: 1 | 2;
  /** What it is called where a graph has several figures. */
  readonly label?: string;
  /** The figure is shown divided by this: 60000 makes minutes of milliseconds. */
  readonly divisor?: number;
  readonly axis?: 'right';
}

/** Where an alarm fires, in the unit shown. */
export interface Mark {
  readonly label: string;
  readonly value: number;
  readonly axis?: 'right';
}

/** An application, function or queue in a graph. */
export interface Subject {
  readonly name: string;
  readonly isFlink2?: boolean;
}

export interface Graph {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly periodSeconds: number;
  readonly marks?: readonly Mark[];
  readonly isStacked?: boolean;
}

/** One thing on a dashboard, without its place. `https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html` */
export interface Widget {
  readonly type: 'metric' | 'log' | 'alarm' | 'text';
  readonly properties: object;
  /** In all columns, not in one. */
  readonly isWide?: boolean;
  readonly height?: number;
}

const COLUMNS = 2;
const COLUMN_WIDTH = 12;
/** The reference system's: 12 by 6. */
const HEIGHT = 6;

/** A dashboard's body in JSON: two widgets a row, wide ones alone. */
export function dashboardBody(widgets: readonly Widget[]): string {
  let row = 0;
  let column = 0;
  let rowHeight = 0;
  const nextRow = () => {
    row += rowHeight;
    column = 0;
    rowHeight = 0;
  };
  const placed = widgets.map(({ type, properties, isWide, height = HEIGHT }) => {
    if (column > 0 && (isWide || column === COLUMNS)) nextRow();
    const place = { x: column * COLUMN_WIDTH, y: row, width: isWide ? COLUMNS * COLUMN_WIDTH : COLUMN_WIDTH, height };
    rowHeight = Math.max(rowHeight, height);
    column += isWide ? COLUMNS : 1;
    return { type, ...place, properties };
  });
  // Each graph keeps its period at any zoom: sums hold for that period only.
  return JSON.stringify({ periodOverride: 'inherit', widgets: placed });
}

/** A graph of one application, function or queue, whose figures are called by their labels. */
export function graphOf(subject: Subject, graph: Graph, region: string): Widget {
  return graphWidget(
    graph,
    region,
    graph.lines
      .filter((line) => isReportedBy(subject, line))
      .flatMap((line, index) => drawn(line, subject.name, `m${index}`, line.label ?? subject.name)),
  );
}

/** A graph with a line for each subject that reports it; figures of one graph are told apart by their labels. */
export function graphOfEach(subjects: readonly Subject[], graph: Graph, region: string): Widget {
  return graphWidget(
    graph,
    region,
    graph.lines.flatMap((line, lineIndex) =>
      subjects.flatMap((subject, index) => {
        if (!isReportedBy(subject, line)) return [];
        const { name } = subject;
        return drawn(line, name, `m${lineIndex}x${index}`, line.label ? `${name} ${line.label}` : name);
      }),
    ),
  );
}

function isReportedBy({ isFlink2 = false }: Subject, { flink }: Line): boolean {
  return flink === undefined || isFlink2 === (flink === 2);
}

/**
 * A graph with a line for each application that reports, of whatever deployment in this region: nobody could name them,
 * nor say which Flink each runs on, so it searches for what any reports.
 */
export function graphOfFound(graph: Graph, region: string): Widget {
  return graphWidget(
    graph,
    region,
    graph.lines.map(({ metric, divisor, axis, label }) => [
      {
        expression: divided(searchFor(metric, graph.periodSeconds), divisor),
        ...(label ? { label } : {}),
        ...(axis ? { yAxis: axis } : {}),
      },
    ]),
  );
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html */
function searchFor({ namespace, dimension, name, statistic }: Metric, periodSeconds: number): string {
  return `SEARCH('{${[namespace, dimension].map(inSchema).join(',')}} MetricName="${name}"', '${statistic}', ${periodSeconds})`;
}

/** A name with anything but letters and digits has to stand in quotes; AWS's own, with their slash, do without in its examples. */
function inSchema(name: string): string {
  return /^[A-Za-z0-9/]+$/.test(name) ? name : `"${name}"`;
}

function graphWidget(graph: Graph, region: string, metrics: readonly unknown[]): Widget {
  const { title, lines, periodSeconds, marks = [], isStacked = false } = graph;
  return {
    type: 'metric',
    properties: {
      title,
      region,
      view: 'timeSeries',
      stacked: isStacked,
      stat: lines[0]?.metric.statistic,
      period: periodSeconds,
      metrics,
      ...(marks.length > 0
        ? {
            annotations: {
              horizontal: marks.map(({ label, value, axis }) => ({ label, value, ...(axis ? { yAxis: axis } : {}) })),
            },
          }
        : {}),
    },
  };
}

function drawn({ metric, divisor, axis }: Line, subject: string, id: string, label: string): unknown[][] {
  const measured = [metric.namespace, metric.name, metric.dimension, subject];
  const shown = { label, ...(axis ? { yAxis: axis } : {}) };
  if (divisor === undefined) return [[...measured, { ...shown, stat: metric.statistic }]];
  return [
    [...measured, { id, visible: false, stat: metric.statistic }],
    [{ expression: divided(id, divisor), ...shown }],
  ];
}

function divided(expression: string, divisor: number | undefined): string {
  return divisor === undefined ? expression : `${expression} / ${divisor}`;
}
