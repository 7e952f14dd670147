import type { Axis, Level, Side } from '../../api/dashboard';
import type { Drawn } from './drawn-data';
import { roundStep } from './ticks';

export interface RangeRequest {
  readonly lines: readonly (readonly Drawn[])[];
  readonly levels: readonly Level[];
  readonly axis: Axis;
  readonly side: Side;
}

/** Values that an axis shows: all of its lines and levels, from 0 where nothing is below, as deployed where it says. */
export function valueRange({ lines, levels, axis, side }: RangeRequest): readonly [min: number, max: number] {
  let least = 0;
  let most = Number.NEGATIVE_INFINITY;
  const see = (value: Drawn) => {
    if (value === null || value === undefined) return;
    least = Math.min(least, value);
    most = Math.max(most, value);
  };
  for (const line of lines) for (const value of line) see(value);
  for (const level of levels) {
    if (level.axis !== side) continue;
    see(level.value);
    see(level.bandTo);
  }
  if (most === Number.NEGATIVE_INFINITY) most = 1;
  const min = axis.min ?? below(least, most);
  const max = axis.max ?? above(least, most);
  return min < max ? [min, max] : [min, min + 1];
}

/** Steps between the ends of an axis that is not deployed with its own. */
const STEPS = 5;

function below(least: number, most: number): number {
  const step = roundStep((most - least) / STEPS);
  return least >= 0 || step === 0 ? Math.min(0, least) : Math.floor(least / step) * step;
}

function above(least: number, most: number): number {
  if (most <= least) return least + 1;
  // A line at the very end of its axis is hard to see.
  const wanted = most + (most - least) * 0.04;
  const step = roundStep((wanted - least) / STEPS);
  return Number((Math.ceil(wanted / step) * step).toPrecision(12));
}
