import { figuresOf } from '../../drawing/dashboard/figures';
import { type Scheme, type Stroke, strokeOf } from '../../drawing/dashboard/palette';
import { timeText } from '../../drawing/dashboard/ticks';
import { valueText } from '../../drawing/dashboard/value-text';
import { levelText } from '../../drawing/dashboard/words';
import type { Drawing } from './chart-options';

interface ChartLegendProps {
  readonly drawing: Drawing;
  /** Index of the time under the cursor; `null`: none, and the newest values are shown. */
  readonly cursor: number | null;
  readonly scheme: Scheme;
  readonly timeZone: string;
}

/** Lines of a chart with their values at the cursor, or the newest ones. */
export function ChartLegend({ drawing, cursor, scheme, timeZone }: ChartLegendProps) {
  const { chart, data } = drawing;
  const time = cursor === null ? undefined : data.times[cursor];
  const hasSides = chart.series.some(({ axis }) => axis === 'right');
  return (
    <div class="chart-legend">
      <p class="chart-time figures">{time === undefined ? 'newest' : timeText(time, timeZone)}</p>
      <ul>
        {chart.series.map((line, index) => {
          const value = time === undefined ? figuresOf(line).newest : data.lines[index]?.[cursor ?? 0];
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
export function Swatch({ stroke }: { readonly stroke: Stroke }) {
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
