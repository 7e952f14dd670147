import type { ChartWidget, Figure } from '../../api/dashboard';
import { figuresOf, sharesOf } from '../../drawing/dashboard/figures';
import { strokeOf } from '../../drawing/dashboard/palette';
import { valueText } from '../../drawing/dashboard/value-text';
import { TableRegion } from '../parts/table-region';
import { useScheme } from '../parts/use-scheme';

interface ViewProps {
  readonly chart: ChartWidget;
}

/** Newest value of each line, large. */
export function SingleValues({ chart }: ViewProps) {
  return (
    <dl class="single-values">
      {chart.series.map((line, index) => (
        <div key={`${index} ${line.label}`}>
          <dt>{line.label}</dt>
          <dd class="figures">{valueText(figuresOf(line).newest)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Newest values as bars; of a pie with the share of each. */
export function Bars({ chart }: ViewProps) {
  const scheme = useScheme();
  const values = chart.series.map((line) => figuresOf(line).newest);
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  const shares = sharesOf(values);
  return (
    <ul class="bars">
      {chart.series.map((line, index) => {
        const value = values[index] ?? null;
        const share = Math.round((shares[index] ?? 0) * 100);
        const width = most === 0 ? 0 : (Math.max(0, value ?? 0) / most) * 100;
        const { color } = strokeOf(index, line.color, scheme);
        return (
          <li key={`${index} ${line.label}`}>
            <span>{line.label}</span>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect width={width} height="10" fill={color} />
            </svg>
            <span class="figures">{chart.view === 'pie' ? `${valueText(value)} (${share} %)` : valueText(value)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** Newest values between the ends of the left axis. */
export function Gauges({ chart }: ViewProps) {
  const { min, max } = chart.axes.left;
  return (
    <ul class="bars">
      {chart.series.map((line, index) => {
        const value = figuresOf(line).newest;
        const [least, most] = [min ?? 0, max ?? Math.max(1, value ?? 1)];
        return (
          <li key={`${index} ${line.label}`}>
            <span>{line.label}</span>
            <meter min={least} max={most} value={value ?? least} aria-label={line.label}>
              {valueText(value)}
            </meter>
            <span class="figures">
              {valueText(value)} of {valueText(most)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

const HEADS: Readonly<Record<Figure, string>> = {
  newest: 'Newest',
  minimum: 'Minimum',
  maximum: 'Maximum',
  average: 'Average',
  sum: 'Sum',
};

/** Figures of each line. */
export function MetricTable({ chart }: ViewProps) {
  return (
    <TableRegion label={`Figures: ${chart.title}`}>
      <thead>
        <tr>
          <th scope="col">Metric</th>
          {chart.figures.map((figure) => (
            <th scope="col" key={figure}>
              {HEADS[figure]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {chart.series.map((line, index) => {
          const figures = figuresOf(line);
          return (
            <tr key={`${index} ${line.label}`}>
              <th scope="row">{line.label}</th>
              {chart.figures.map((figure) => (
                <td class="figures" key={figure}>
                  {valueText(figures[figure])}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </TableRegion>
  );
}
