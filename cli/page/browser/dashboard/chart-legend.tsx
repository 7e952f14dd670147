import { useMemo } from 'preact/hooks';
import type { ChartWidget } from '../../api/dashboard';
import type { DrawnData } from '../../drawing/dashboard/drawn-data';
import { figuresOf } from '../../drawing/dashboard/figures';
import { type Scheme, type Stroke, strokeOf } from '../../drawing/dashboard/palette';
import { timeText } from '../../drawing/dashboard/ticks';
import { valueText } from '../../drawing/dashboard/value-text';
import { levelText } from '../../drawing/dashboard/words';

interface ChartLegendProps {
  readonly chart: ChartWidget;
  /** Values as they are drawn; undefined: the chart is not in view. */
  readonly data: DrawnData | undefined;
  /** Index of the time under the cursor; `null`: none, and the newest values are shown. */
  readonly cursor: number | null;
  readonly scheme: Scheme;
  readonly timeZone: string;
}

/** Lines that need no scrolling, on a narrow screen too: the keyboard scrolls what has the focus. */
const FEW_LINES = 2;

/** Lines of a chart with their values at the cursor, or the newest ones. */
export function ChartLegend({ chart, data, cursor, scheme, timeZone }: ChartLegendProps) {
  const time = cursor === null ? undefined : data?.times[cursor];
  const newest = useMemo(() => chart.series.map((line) => figuresOf(line).newest), [chart]);
  const hasSides = chart.series.some(({ axis }) => axis === 'right');
  return (
    <div class="chart-legend" {...(chart.series.length + chart.levels.length > FEW_LINES ? { tabIndex: 0 } : {})}>
      <p class="chart-time figures">{time === undefined ? 'newest' : timeText(time, timeZone)}</p>
      <ul>
        {chart.series.map((line, index) => {
          const value = time === undefined ? newest[index] : data?.lines[index]?.[cursor ?? 0];
          return (
            <li key={`${index} ${line.label}`}>
              <Swatch stroke={strokeOf(index, line.color, scheme)} />
              <span>{hasSides && line.axis === 'right' ? `${line.label} (right)` : line.label}</span>
              <span class="figures chart-value">{valueText(value)}</span>
            </li>
          );
        })}
        {chart.levels.map((level) => (
          <li key={`level ${level.label} ${level.value}`} class="quiet">
            {levelText(level)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Piece of a line, as it is drawn. */
function Swatch({ stroke }: { readonly stroke: Stroke }) {
  return (
    <svg class="swatch" width="22" height="8" aria-hidden="true">
      <line
        x1="0"
        y1="4"
        x2="22"
        y2="4"
        stroke={stroke.color}
        stroke-width="3"
        stroke-dasharray={stroke.dash.join(' ')}
      />
    </svg>
  );
}
