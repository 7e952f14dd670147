/**
 * The name of the snapshot for an event: prefix and the event's time, so a retry of the event gets the same name.
 *
 * @example snapshotName('orders-snapshots.', new Date('2026-11-23T10:20:00Z')) // orders-snapshots.20261123T102000Z
 */
export function snapshotName(prefix: string, eventTime: Date): string {
  return prefix + compactTime(eventTime);
}

/**
 * True for names that this manager gives: the prefix, then a real time and nothing else. A person's snapshot that only
 * begins like ours is not ours to delete.
 */
export function isOwnName(name: string, prefix: string): boolean {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(
    name.startsWith(prefix) ? name.slice(prefix.length) : '',
  );
  if (!match) return false;
  const [, year, month, day, hour, minute, second] = match;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return !Number.isNaN(time.getTime()) && snapshotName(prefix, time) === name;
}

/** `2026-11-23T10:20:00.000Z` as `20261123T102000Z`: the service allows letters, digits and `_.-` only. */
function compactTime(time: Date): string {
  return time
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:]/g, '');
}
