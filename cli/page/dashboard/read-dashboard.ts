import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { Turns } from '../../../lambda-src/snapshot-manager/run/turns';
import type { DashboardDocument, Range, Widget } from '../api/dashboard';
import { alarmOfArn, type DescribedAlarms, stateOf } from './alarms';
import { type ReadWidget, readBody } from './body';
import { logSourceOf } from './log-source';
import { textOf } from './markdown';
import { spanOf } from './ranges';
import { deployedBody, describedAlarms } from './read-aws';
import { type ChartContext, readChart } from './read-chart';
import { readingCost } from './reading-cost';

export interface DashboardRequest {
  readonly client: CloudWatchClient;
  readonly region: string;
  readonly name: string;
  readonly range: Range;
  readonly now: Date;
  readonly isLocal: boolean;
  /** Zone of the times in labels. */
  readonly timeZone: string;
}

/** Charts that are read at a time. */
const AT_A_TIME = 4;

/**
 * Reads a dashboard as it is deployed, with everything that it shows now. A chart that can't be read says so in its
 * place.
 *
 * @throws an error of CloudWatch about the dashboard itself, DashboardBodyError.
 */
export async function readDashboard(request: DashboardRequest): Promise<DashboardDocument> {
  const { client, region, name, range, now, isLocal } = request;
  const body = readBody(await deployedBody(client, name));
  const alarms = await alarmsOf(body.widgets, request);
  const isAdapting = body.periodOverride === 'auto';
  const { timeZone } = request;
  const context = { client, region, alarms, now, isLocal, isAdapting, timeZone, span: spanOf(range, now) };
  const turns = new Turns(AT_A_TIME);
  const read = await Promise.all(
    body.widgets.map((widget, index) => turns.during(() => widgetOf(widget, index, { ...context, name }))),
  );
  const metrics = read.reduce((sum, each) => sum + each.metrics, 0);
  const widgets = read.map(({ widget }) => widget);
  return { name, range, widgets, notes: body.notes, reading: readingCost({ metrics, range, isLocal }) };
}

async function alarmsOf(
  widgets: readonly ReadWidget[],
  { client, region }: DashboardRequest,
): Promise<DescribedAlarms> {
  const arns = widgets.flatMap((widget) => {
    if (widget.kind === 'alarm') return widget.properties.alarms;
    return widget.kind === 'metric' ? widget.properties.annotations.alarms : [];
  });
  const found = arns.flatMap((arn) => alarmOfArn(arn) ?? []).filter((alarm) => alarm.region === region);
  return describedAlarms(client, [...new Set(found.map(({ name }) => name))]);
}

interface WidgetContext extends ChartContext {
  readonly name: string;
}

async function widgetOf(
  widget: ReadWidget,
  index: number,
  context: WidgetContext,
): Promise<{ readonly widget: Widget; readonly metrics: number }> {
  const { region, alarms } = context;
  switch (widget.kind) {
    case 'metric': {
      const { chart, metrics } = await readChart(widget, context);
      return { widget: chart, metrics };
    }
    case 'alarm': {
      const { properties, ...place } = widget;
      const { alarms: arns, states } = properties;
      const shown = arns
        .map((arn) => stateOf(arn, region, alarms))
        .filter(({ state }) => state === null || states === undefined || states.includes(state));
      return { widget: { ...place, kind: 'alarms', alarms: shown }, metrics: 0 };
    }
    case 'text': {
      const { properties, ...place } = widget;
      return { widget: { ...place, content: textOf(properties.markdown) }, metrics: 0 };
    }
    case 'log':
      return { widget: logWidget(widget, index, context), metrics: 0 };
    case 'undrawn':
      return { widget, metrics: 0 };
  }
}

function logWidget(
  { properties, ...place }: ReadWidget & { readonly kind: 'log' },
  index: number,
  { name, region }: WidgetContext,
): Widget {
  const refused = unreadable(properties, region);
  if (refused !== undefined) return { ...place, kind: 'undrawn', notes: [...place.notes, refused] };
  const { groups, query } = logSourceOf(properties.query);
  const rows = `/api/dashboards/${encodeURIComponent(name)}/logs/${index}`;
  return { ...place, logGroups: groups, query, rows };
}

/** Reason why a log widget can't be read; undefined: it can. */
export function unreadable(
  { region, accountId, queryLanguage }: (ReadWidget & { readonly kind: 'log' })['properties'],
  here: string,
): string | undefined {
  if (accountId !== undefined) return `Its log is of the account ${accountId}; this page reads its own.`;
  if (region !== undefined && region !== here) return `Its log is of the region ${region}; this page reads ${here}.`;
  if (queryLanguage === undefined || queryLanguage === 'CWLI') return undefined;
  return `A query in ${queryLanguage} can't be asked here, only one of CloudWatch Logs Insights (CWLI).`;
}
