import type { Expression } from './expression';

/** SEARCH as it is called in an expression. */
export interface SearchCall {
  readonly text: string;
  readonly statistic: string;
  /** Undefined: the period of the query that has the expression. */
  readonly periodSeconds: number | undefined;
}

/** Parts that an expression is made from. */
export interface References {
  /** Ids of metrics and expressions in it. */
  readonly ids: ReadonlySet<string>;
  /** True: METRICS() is in it, which stands for all metrics of the request. */
  readonly usesMetrics: boolean;
  readonly searches: readonly SearchCall[];
}

/** @throws Error for a SEARCH without its texts. */
export function referencesOf(expression: Expression): References {
  const ids = new Set<string>();
  const searches: SearchCall[] = [];
  let usesMetrics = false;
  const visit = (part: Expression): void => {
    if (part.kind === 'metric') ids.add(part.id);
    if (part.kind === 'call' && part.name === 'METRICS') usesMetrics = true;
    if (part.kind === 'call' && part.name === 'SEARCH') searches.push(searchCall(part.args));
    for (const child of childrenOf(part)) visit(child);
  };
  visit(expression);
  return { ids, usesMetrics, searches };
}

function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'list':
      return expression.items;
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'call':
      return expression.args;
    default:
      return [];
  }
}

function searchCall([text, statistic, period, ...more]: readonly Expression[]): SearchCall {
  const periodSeconds = period?.kind === 'number' ? period.value : undefined;
  const isComplete =
    text?.kind === 'text' && statistic?.kind === 'text' && (period === undefined) === (periodSeconds === undefined);
  if (!isComplete || more.length > 0) {
    throw new Error("SEARCH is called as SEARCH('search text', 'statistic', period in seconds).");
  }
  return { text: text.value, statistic: statistic.value, periodSeconds };
}
