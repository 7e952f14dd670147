/** Duration in restic's form: years, months, days and hours, each at most once, in any order, not all zero. */
export const DURATION_PATTERN = /^(?!.*([ymdh]).*\1)(?=.*[1-9])(\d{1,5}[ymdh])+$/;

/** Calendar span in restic's units: the length of a month depends on the month. */
export interface Duration {
  readonly years: number;
  readonly months: number;
  readonly days: number;
  readonly hours: number;
}

/**
 * Parses `1y5m7d2h` (m: months).
 *
 * @returns undefined for anything else, and for a span of zero, which would keep nothing.
 */
export function parseDuration(text: string): Duration | undefined {
  if (!DURATION_PATTERN.test(text)) return undefined;
  const count = (unit: string) => Number(new RegExp(`(\\d+)${unit}`).exec(text)?.[1] ?? 0);
  return { years: count('y'), months: count('m'), days: count('d'), hours: count('h') };
}

/** Duration as restic writes it: large units first, without zeros. */
export function durationText({ years, months, days, hours }: Duration): string {
  const parts = [`${years}y`, `${months}m`, `${days}d`, `${hours}h`];
  return parts.filter((part) => !/^0\D$/.test(part)).join('');
}
