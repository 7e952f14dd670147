import type { Settings } from '../../config/schema/settings';
import type { PriceList, PriceName } from './prices';
import type { Assumptions, Workload } from './workload';

/** One line of the estimate: so many of something, at its price, in a month. */
export interface CostLine {
  readonly what: string;
  readonly price: PriceName;
  /** In the price's unit. */
  readonly quantity: number;
  /** How the quantity comes about. */
  readonly reckoning: string;
  readonly usd: number;
}

/** What lines are made of. */
export interface CostContext {
  readonly settings: Settings;
  readonly assumptions: Assumptions;
  readonly workload: Workload;
  readonly prices: PriceList;
}

/** A line with its sum. */
export function costLine(
  { prices }: Pick<CostContext, 'prices'>,
  price: PriceName,
  what: string,
  quantity: number,
  reckoning: string,
): CostLine {
  return { what, price, quantity, reckoning, usd: quantity * prices.prices[price].value };
}

/** A number as a person reads it: whole ones with their thousands, small ones with two digits that count. */
export function numberText(value: number): string {
  if (value !== 0 && Math.abs(value) < 10 && !Number.isInteger(value)) return String(Number(value.toPrecision(2)));
  return Math.round(value).toLocaleString('en-US');
}
