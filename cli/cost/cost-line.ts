import type { Settings } from '../../config/schema/settings';
import type { Assumptions } from './assumptions';
import type { PriceList, PriceName } from './prices';
import type { Workload } from './workload';

/** Line of the estimate: a quantity of something, at its price, in a month. */
export interface CostLine {
  readonly what: string;
  readonly price: PriceName;
  /** Quantity in the price's unit. */
  readonly quantity: number;
  /** Origin of the quantity. */
  readonly reckoning: string;
  readonly usd: number;
}

/** Input of the lines. */
export interface CostContext {
  readonly settings: Settings;
  readonly assumptions: Assumptions;
  readonly workload: Workload;
  readonly prices: PriceList;
}

/** Line with its sum. */
export function costLine(
  { prices }: Pick<CostContext, 'prices'>,
  price: PriceName,
  what: string,
  quantity: number,
  reckoning: string,
): CostLine {
  return { what, price, quantity, reckoning, usd: quantity * prices.prices[price].value };
}

/** Number as text: whole ones with their thousands, small ones with two significant digits. */
export function numberText(value: number): string {
  if (value !== 0 && Math.abs(value) < 10 && !Number.isInteger(value)) return String(Number(value.toPrecision(2)));
  return Math.round(value).toLocaleString('en-US');
}
