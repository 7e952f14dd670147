/** Scale between times in epoch milliseconds and pixels. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  /** Left and right end in CSS pixels. */
  readonly left: number;
  readonly right: number;
}

/** Pixel of a time; times beyond an end are at that end. */
export function xOf({ from, to, left, right }: Scale, at: number): number {
  const share = (at - from) / (to - from);
  return left + Math.min(1, Math.max(0, share)) * (right - left);
}

/** Time at a pixel. */
export function timeAt({ from, to, left, right }: Scale, x: number): number {
  return from + ((x - left) / (right - left)) * (to - from);
}

/** Heights of a row in CSS pixels. */
export const ROW = {
  height: 76,
  /** Middle of each lane. */
  lanes: { actions: 22, others: 38, runs: 54 },
  /** Highest point of an arrow. */
  arrowTop: 5,
  band: { top: 66, height: 5 },
  /** Half of the size of a point. */
  radius: 4,
} as const;
