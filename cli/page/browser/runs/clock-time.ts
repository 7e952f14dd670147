/** Writer of the time of day to the second, on the clock of a zone; without one of the browser's. */
export function clockIn(timeZone: string | undefined): (at: string) => string {
  // One format for all lines of a log: a new one for each takes longer than all the rest of drawing them.
  const format = new Intl.DateTimeFormat('en-GB', {
    ...(timeZone === undefined ? {} : { timeZone }),
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  return (at) => format.format(new Date(at));
}
