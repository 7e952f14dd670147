import { constant, mapSeries, type Series, seriesOf, type Value } from './values';

/** Functions of CloudWatch's metric math on one series. */

/** Result for each data point and the one before it, however many periods ago that was. */
export function differences(series: Series, result: (difference: number, periods: number) => number): Series {
  let before: { readonly value: number; readonly index: number } | undefined;
  return series.map((value, index) => {
    if (value === undefined) return undefined;
    const difference = before === undefined ? undefined : result(value - before.value, index - before.index);
    before = { value, index };
    return difference;
  });
}

export function runningSum(series: Series): Series {
  let total = 0;
  return mapSeries(series, (value) => {
    total += value;
    return total;
  });
}

/** Series without gaps: with a number or another series, the value before (REPEAT), or a straight line (LINEAR). */
export function filled(series: Series, filling: Value, length: number): Series {
  if (filling.kind !== 'text') {
    const values = seriesOf(filling, length);
    return series.map((value, index) => value ?? values[index]);
  }
  switch (filling.text) {
    case 'REPEAT':
      return repeated(series);
    case 'LINEAR':
      return interpolated(series);
  }
  throw new Error(`FILL(…, ${filling.text}) is not emulated: a number, a metric, REPEAT and LINEAR are.`);
}

function repeated(series: Series): Series {
  let last: number | undefined;
  return series.map((value) => {
    last = value ?? last;
    return last;
  });
}

/** Gaps before the first value have the first, those after the last value the last. */
function interpolated(series: Series): Series {
  const known = series.flatMap((value, index) => (value === undefined ? [] : [{ value, index }]));
  return series.map((value, index) => {
    if (value !== undefined) return value;
    const before = known.findLast((point) => point.index < index);
    const after = known.find((point) => point.index > index);
    if (before === undefined || after === undefined) return (before ?? after)?.value;
    const part = (index - before.index) / (after.index - before.index);
    return before.value + (after.value - before.value) * part;
  });
}

/** Series of `then` where the condition is true (not 0), else of `otherwise`. */
export function chosen(condition: Series, then: Value, otherwise: Value | undefined, length: number): Series {
  const whenTrue = seriesOf(then, length);
  const whenFalse = otherwise === undefined ? constant(undefined, length) : seriesOf(otherwise, length);
  return condition.map((value, index) =>
    value === undefined ? undefined : value !== 0 ? whenTrue[index] : whenFalse[index],
  );
}
