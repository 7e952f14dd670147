import { DEFAULT_ASSUMPTIONS } from '../../cli/cost/assumptions';
import { estimate } from '../../cli/cost/estimate';
import type { PriceList } from '../../cli/cost/prices';
import { showEstimate } from '../../cli/cost/show-estimate';
import type { SynthesizedResource } from '../../cli/cost/synthesized-resources';
import type { Settings } from '../../config/schema/settings';
import { markdownTable, withPart } from './document-part';

/** Parts of docs/cost.md that `npm run generate` writes, by the mark before each. */
export interface CostPageParts {
  readonly output: string;
  readonly prices: string;
  readonly free: string;
}

/**
 * Updates the generated parts of the page.
 *
 * @throws Error when a mark is missing.
 */
export function withCostParts(page: string, parts: CostPageParts): string {
  const all = Object.entries(parts);
  return all.reduce((text, [name, part]) => withPart(text, 'docs/cost.md', `cost ${name}`, `${part}\n`), page);
}

/** Generated parts for a deployment of these settings. */
export function costPageParts(
  settings: Settings,
  resources: readonly SynthesizedResource[],
  prices: PriceList,
): CostPageParts {
  const result = estimate(settings, resources, DEFAULT_ASSUMPTIONS, prices);
  const rows = Object.entries(prices.prices).map(([name, { value, unit, basis, source }]) =>
    [`\`${name}\``, value, unit, BASIS[basis], `<${source}>`].map(String),
  );
  const rules = Object.entries(prices.prices).flatMap(([name, { rule }]) =>
    rule ? [`- \`${name}\`: ${rule.text} (<${rule.source}>)`] : [],
  );
  const free = result.free.map(({ type, why }) => [`\`${type}\``, why]);
  return {
    output: `\`\`\`\n$ kda cost\n${showEstimate(result, prices)}\n\`\`\``,
    prices: [markdownTable(PRICE_HEADER, rows), 'How they are counted:', '', ...rules].join('\n'),
    free: markdownTable(['resource', 'why it costs nothing'], free).trimEnd(),
  };
}

const PRICE_HEADER = ['price', 'USD', 'for one', 'source', 'where to check it'];

const BASIS = { aws: 'AWS', 'second-hand': 'others, quoting AWS' } as const;
