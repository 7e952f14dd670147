import { BUILD_MB } from './assumptions';
import { numberText } from './cost-line';
import type { Estimate } from './estimate';
import type { PriceList } from './prices';

/** Estimate for a person: a table, its assumptions, and ways to reduce the costs. */
export function showEstimate(estimate: Estimate, { prices }: PriceList): string {
  const { environment, totalUsd, assumptions, levers, notes } = estimate;
  const rows = estimate.lines.map(({ what, quantity, price, reckoning, usd }) => [
    what,
    numberText(quantity),
    prices[price].unit,
    `${prices[price].value}`,
    cents(usd),
    reckoning,
  ]);
  const kpus = assumptions.kpus === undefined ? 'from the parallelism' : String(assumptions.kpus);
  const buildMb =
    assumptions.buildMb === undefined
      ? `${BUILD_MB.withJar}, or ${BUILD_MB.zipAlone} without a JAR`
      : assumptions.buildMb;
  const mails = assumptions.mails === undefined ? 'by the policy' : String(assumptions.mails);
  return [
    `Cost of a month (730 h) of config/${environment}.json, in ${estimate.prices.currency}, with prices of ${estimate.prices.asOf} in ${estimate.prices.region}`,
    '',
    ...columns(
      ['what', 'number', 'unit', 'each', estimate.prices.currency, 'how'],
      [...rows, ['total', '', '', '', cents(totalUsd), '']],
    ),
    '',
    'Assumed',
    `  --state-gb ${assumptions.stateGb} (a snapshot)   --run-seconds ${assumptions.runSeconds} (a run)   --kpus ${kpus}   --applications ${assumptions.applicationsFound} (that each prefix, pattern, tag finds)`,
    `  --log-gb ${assumptions.logGb} (of an application, a month)   --mails ${mails} (to each address)   --build-mb ${buildMb} (of a build)   --builds ${assumptions.buildsKept} (older ones kept)`,
    `  --flink-metrics ${assumptions.flinkMetrics} (of the application, billed as custom ones)`,
    '',
    'Ways to reduce it',
    ...levers.map((lever) => `  ${lever}`),
    '',
    'To know',
    ...notes.map((note) => `  ${note}`),
  ].join('\n');
}

/** Amount in cents; less than half a cent is shown as such, not as zero. */
function cents(usd: number): string {
  return usd > 0 && usd < 0.005 ? '<0.01' : usd.toFixed(2);
}

const NUMERIC = [1, 3, 4];

function columns(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) =>
    `  ${row
      .map((cell, column) =>
        NUMERIC.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')}`.trimEnd(),
  );
}
