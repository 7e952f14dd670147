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
  if (!name.startsWith(prefix)) return false;
  const time = name.slice(prefix.length);
  if (!COMPACT_TIME.test(time)) return false;
  // Asked for every snapshot of every application: what every month has needs no calendar.
  const day = Number(time.slice(6, 8));
  if (day <= 28) return true;
  const lastOfMonth = new Date(Date.UTC(Number(time.slice(0, 4)), Number(time.slice(4, 6)), 0));
  return day <= lastOfMonth.getUTCDate();
}

/** As `compactTime` writes it; days are not yet held against their month. */
const COMPACT_TIME = /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])[0-5]\d[0-5]\dZ$/;

/** `2026-11-23T10:20:00.000Z` as `20261123T102000Z`: the service allows letters, digits and `_.-` only. */
function compactTime(time: Date): string {
  return time
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:]/g, '');
}
