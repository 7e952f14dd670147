import type axe from 'axe-core';
import { source } from 'axe-core';
import type { Page } from 'playwright-core';

/** Impacts that keep somebody from using a page. */
const SERIOUS = ['serious', 'critical'];

/** Serious findings of axe about what the page shows now, a sentence for each element. */
export async function axeFindings(page: Page): Promise<string[]> {
  // The page's own rules let no script in but its own; the debugger is not asked.
  await page.evaluate(source);
  const { violations }: axe.AxeResults = await page.evaluate('axe.run()');
  return violations
    .filter(({ impact }) => SERIOUS.includes(impact ?? ''))
    .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`));
}
