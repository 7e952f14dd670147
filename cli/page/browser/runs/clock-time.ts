/** Time of day to the second, on the clock of a zone; without one of the browser's. */
export function clockTime(at: string, timeZone: string | undefined): string {
  return new Date(at).toLocaleTimeString('en-GB', timeZone === undefined ? {} : { timeZone });
}
