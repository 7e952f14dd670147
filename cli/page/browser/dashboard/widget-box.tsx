import type { ChartWidget, Range, Widget } from '../../api/dashboard';
import { AlarmsContent } from './alarms-widget';
import { LineChart } from './line-chart';
import { LogContent } from './log-widget';
import { TextContent } from './text-widget';
import { Bars, Gauges, MetricTable, SingleValues } from './value-views';

export interface WidgetBoxProps {
  readonly widget: Widget;
  readonly range: Range;
  readonly timeZone: string;
  readonly isLocal: boolean;
}

/** Kinds whose content may be longer than their place: the keyboard scrolls what has the focus. */
const SCROLLS: readonly Widget['kind'][] = ['alarms', 'text'];
/** Notes that need no scrolling. */
const FEW_NOTES = 1;

/** Widget at its place in the grid, with what it can't show in words. */
export function WidgetBox(props: WidgetBoxProps) {
  const { widget } = props;
  const { x, y, width, height, title, notes } = widget;
  const place = { '--column': x + 1, '--columns': width, '--row': y + 1, '--rows': height };
  return (
    <article class={`widget widget-${widget.kind}`} style={place} aria-label={title || 'Widget without a title'}>
      {title === '' ? null : <h3>{title}</h3>}
      <div class="widget-content" {...(SCROLLS.includes(widget.kind) ? { tabIndex: 0 } : {})}>
        <Content {...props} />
      </div>
      {notes.length === 0 ? null : (
        <ul class="widget-notes" {...(notes.length > FEW_NOTES ? { tabIndex: 0 } : {})}>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </article>
  );
}

function Content({ widget, range, timeZone, isLocal }: WidgetBoxProps) {
  switch (widget.kind) {
    case 'chart':
      return <ChartContent chart={widget} timeZone={timeZone} />;
    case 'alarms':
      return <AlarmsContent widget={widget} timeZone={timeZone} />;
    case 'text':
      return <TextContent content={widget.content} />;
    case 'log':
      return <LogContent widget={widget} range={range} isLocal={isLocal} />;
    case 'undrawn':
      return null;
  }
}

function ChartContent({ chart, timeZone }: { readonly chart: ChartWidget; readonly timeZone: string }) {
  switch (chart.view) {
    case 'timeSeries':
      return <LineChart chart={chart} timeZone={timeZone} />;
    case 'singleValue':
      return <SingleValues chart={chart} />;
    case 'bar':
    case 'pie':
      return <Bars chart={chart} />;
    case 'gauge':
      return <Gauges chart={chart} />;
    case 'table':
      return <MetricTable chart={chart} />;
  }
}
