/** Formats are slow to make, and the same ones serve every redraw. */
const FORMATS = new Map<string | undefined, Intl.DateTimeFormat>();

/**
 * Milliseconds that the clock of a zone is ahead of UTC at a time, in epoch milliseconds.
 *
 * @param timeZone undefined: that of the browser.
 */
export function offsetAt(at: number, timeZone: string | undefined): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  // Date.UTC takes a year below 100 for one of the twentieth century, and a person types one on the way to 2026.
  const local = new Date(Date.UTC(2000, month - 1, day, hour, minute, second)).setUTCFullYear(year);
  return local - Math.floor(at / 1000) * 1000;
}

function formatOf(timeZone: string | undefined): Intl.DateTimeFormat {
  const found = FORMATS.get(timeZone);
  if (found) return found;
  const format = new Intl.DateTimeFormat('en-GB', {
    ...(timeZone === undefined ? {} : { timeZone }),
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  FORMATS.set(timeZone, format);
  return format;
}
