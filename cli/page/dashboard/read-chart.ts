import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { troubleText } from '../../safety/gather/trouble';
import type { ChartWidget } from '../api/dashboard';
import { alarmGraph } from './alarm-graph';
import type { DescribedAlarms } from './alarms';
import type { ReadWidget } from './body';
import { frameOf, valuesOf } from './chart';
import { returnsSeveral } from './expressions';
import { linesOf } from './metric-lines';
import { type AskedLine, asked, batchesOf } from './queries';
import { ownSpan, type Span } from './ranges';
import { metricPages } from './read-aws';
import { type FoundLines, foundLines } from './results';
import type { MetricProperties } from './widget-schemas';

/** Surroundings of one reading of a dashboard. */
export interface ChartContext {
  readonly client: CloudWatchClient;
  readonly region: string;
  readonly alarms: DescribedAlarms;
  readonly span: Span;
  readonly now: Date;
  readonly isAdapting: boolean;
  readonly isLocal: boolean;
  readonly timeZone: string;
}

export interface ReadChart {
  readonly chart: ChartWidget;
  /** Metrics that CloudWatch was asked for. */
  readonly metrics: number;
}

/** Reads the metrics of a widget. What can't be read is named in its notes. */
export async function readChart(
  widget: ReadWidget & { readonly kind: 'metric' },
  context: ChartContext,
): Promise<ReadChart> {
  const { properties, kind: _, ...place } = widget;
  const { region, now, alarms, isLocal } = context;
  const { span, note } = spanOfWidget(properties, context);
  const written = linesOf(properties, { region });
  const ofAlarms = alarmGraph(properties.annotations.alarms, alarms);
  const isOneValue = properties.setPeriodToTimeRange && properties.view !== 'timeSeries';
  const asking = asked([...written.lines, ...ofAlarms.lines], {
    ...{ span, now, isOneValue },
    isAdapting: context.isAdapting,
  });
  const { batches, notes } = batchesOf(asking.lines, span);
  const found = await answers(context.client, batches, span);
  const frame = frameOf(properties);
  const values = valuesOf({
    ...{ found: found.lines, asked: asking.lines, span, now, isOneValue, timeZone: context.timeZone },
    // Whoever broke something a minute ago wants to see it; a period that is not over is the newest one alone.
    isLive: properties.liveData || isLocal,
  });
  const all = [
    ...widget.notes,
    ...note,
    ...written.notes,
    ...ofAlarms.notes,
    ...asking.notes,
    ...notes,
    ...found.notes,
  ];
  if (asking.lines.length === 0 && all.length === 0) all.push('It has no metrics.');
  return {
    chart: { ...place, ...frame, ...values, levels: [...frame.levels, ...ofAlarms.levels], notes: all },
    metrics: metricsIn(batches.flat(), found),
  };
}

/** Metrics that are paid for: those asked for by name, and what a search found. */
function metricsIn(lines: readonly AskedLine[], found: FoundLines): number {
  return lines.reduce((sum, { line }) => {
    if (line.kind === 'metric') return sum + 1;
    return returnsSeveral(line.expression) ? sum + found.lines.filter(({ id }) => id === line.id).length : sum;
  }, 0);
}

function spanOfWidget(
  { start, end }: MetricProperties,
  { span, now }: ChartContext,
): { readonly span: Span; readonly note: readonly string[] } {
  if (start === undefined) return { span, note: [] };
  const own = ownSpan(start, end, now);
  const text = end === undefined ? start : `${start} to ${end}`;
  if (own === undefined)
    return { span, note: [`Its own time range "${text}" can't be read; the chosen one is drawn.`] };
  return { span: own, note: [`It has a time range of its own: ${text}.`] };
}

async function answers(
  client: CloudWatchClient,
  batches: readonly (readonly AskedLine[])[],
  span: Span,
): Promise<FoundLines> {
  const lines: FoundLines['lines'][number][] = [];
  const notes = new Set<string>();
  for (const batch of batches) {
    try {
      const { pages, isCut } = await metricPages(client, batch, span);
      const found = foundLines(pages);
      lines.push(...found.lines);
      for (const note of found.notes) notes.add(note);
      if (isCut) notes.add('CloudWatch has more values than were read: choose a shorter range.');
    } catch (error) {
      notes.add(`Not read: ${troubleText(error)}`);
    }
  }
  return { lines, notes: [...notes] };
}
