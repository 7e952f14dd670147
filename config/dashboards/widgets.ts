import type { Metric } from '../alarm-catalog/metrics';

/** Line in a graph, or one for each application. */
export interface Line {
  readonly metric: Metric;
  /** Major version of Flink that reports it; missing: every version. */
  readonly flink?: 1 | 2;
  /** Name in a graph with several figures. */
  readonly label?: string;
  /** Divisor of the shown figure: 60000 converts milliseconds to minutes. */
  readonly divisor?: number;
  readonly axis?: 'right';
}

/** Threshold of an alarm, in the unit shown. */
export interface Mark {
  readonly label: string;
  readonly value: number;
  readonly axis?: 'right';
}

/** Application, function or queue in a graph. */
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

/**
 * Widget of a dashboard, without its place.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export interface Widget {
  readonly type: 'metric' | 'log' | 'alarm' | 'text';
  readonly properties: object;
  /** True: spans all columns. */
  readonly isWide?: boolean;
  readonly height?: number;
}

const COLUMNS = 2;
const COLUMN_WIDTH = 12;
/** Height of a widget as in the reference system: 12 by 6. */
const HEIGHT = 6;

/** Body of a dashboard in JSON: two widgets a row, wide ones alone. */
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
  // inherit: each graph keeps its period at any zoom, because a sum is right only for its period.
  return JSON.stringify({ periodOverride: 'inherit', widgets: placed });
}

/** Graph of one application, function or queue; the labels name its figures. */
export function graphOf(subject: Subject, graph: Graph, region: string): Widget {
  return graphWidget(
    graph,
    region,
    graph.lines
      .filter((line) => isReportedBy(subject, line))
      .flatMap((line, index) => drawn(line, subject.name, `m${index}`, line.label ?? subject.name)),
  );
}

/** Graph with a line for each subject that reports; labels distinguish the figures of one graph. */
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
 * Graph with a line for each reporting application in this region, of any deployment. Their names and Flink versions
 * are unknown, so it searches for all metrics that any of them reports.
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

/**
 * Search expression for a metric.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
function searchFor({ namespace, dimension, name, statistic }: Metric, periodSeconds: number): string {
  return `SEARCH('{${[namespace, dimension].map(inSchema).join(',')}} MetricName="${name}"', '${statistic}', ${periodSeconds})`;
}

/**
 * Name in a search schema: quoted if it contains anything but letters and digits; AWS's own names, with their slash,
 * are not quoted in its examples.
 */
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
