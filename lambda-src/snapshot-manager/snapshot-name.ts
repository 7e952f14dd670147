/**
 * The name of the snapshot for an event: prefix and the event's time, so a retry of the event gets the same name; on
 * demand the request's id stands behind it, so that two requests of one second, or one and the schedule, never meet.
 *
 * @example snapshotName('orders-snapshots.', new Date('2026-11-23T10:20:00Z')) // orders-snapshots.20261123T102000Z
 */
export function snapshotName(prefix: string, eventTime: Date, requestId?: string): string {
  return prefix + compactTime(eventTime) + (requestId === undefined ? '' : `.${requestId}`);
}

/** The service allows names of 256 characters; prefix and time take less than half of them. */
const REQUEST_ID = /^[a-zA-Z0-9_.-]{1,128}$/;

/** True for ids that may stand in a snapshot's name. */
export function isRequestId(text: string): boolean {
  return REQUEST_ID.test(text);
}

/**
 * True for names that this manager gives: the prefix, then a real time, then a request's id or nothing. A person's snapshot that only
 * begins like ours is not ours to delete.
 */
export function isOwnName(name: string, prefix: string): boolean {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?:\.(.+))?$/.exec(
    name.startsWith(prefix) ? name.slice(prefix.length) : '',
  );
  if (!match) return false;
  const [, year, month, day, hour, minute, second, requestId] = match;
  if (requestId !== undefined && !isRequestId(requestId)) return false;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return !Number.isNaN(time.getTime()) && snapshotName(prefix, time, requestId) === name;
}

/** `2026-11-23T10:20:00.000Z` as `20261123T102000Z`: the service allows letters, digits and `_.-` only. */
function compactTime(time: Date): string {
  return time
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:]/g, '');
}
