const UNITS: readonly (readonly [size: number, name: string])[] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e4, 'k'],
];

/** Value as a person reads it: three digits after the first ones at most, `12.5k` from 10,000 on. */
export function valueText(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  const size = Math.abs(value);
  const unit = UNITS.find(([least]) => size >= least);
  if (unit !== undefined) {
    const [, name] = unit;
    const factor = name === 'k' ? 1000 : unit[0];
    return `${rounded(value / factor, 2)}${name}`;
  }
  if (size > 0 && size < 0.001) return value.toExponential(1);
  return rounded(value, size >= 100 ? 1 : 3);
}

function rounded(value: number, digits: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
