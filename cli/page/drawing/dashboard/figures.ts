import type { Figure, Series } from '../../api/dashboard';

/** Figures of a line over its time; `null`: it has no values. */
export type Figures = Readonly<Record<Figure, number | null>>;

/** Newest, smallest, largest, mean and total value. */
export function figuresOf({ values }: Pick<Series, 'values'>): Figures {
  let newest: number | null = null;
  let minimum: number | null = null;
  let maximum: number | null = null;
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (value === null) continue;
    newest = value;
    minimum = minimum === null || value < minimum ? value : minimum;
    maximum = maximum === null || value > maximum ? value : maximum;
    sum += value;
    count += 1;
  }
  return { newest, minimum, maximum, sum: count === 0 ? null : sum, average: count === 0 ? null : sum / count };
}

/** Share of each newest value in all of them, from 0 to 1: parts of a whole. */
export function sharesOf(values: readonly (number | null)[]): number[] {
  const total = values.reduce<number>((sum, value) => sum + Math.max(0, value ?? 0), 0);
  return values.map((value) => (total === 0 ? 0 : Math.max(0, value ?? 0) / total));
}
