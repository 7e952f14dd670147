/**
 * Name of the snapshot for an event: prefix and the event's time, so that a retry gets the same name. On demand the
 * request's id is appended, so that two requests of one second, or one and the schedule, never collide.
 *
 * @example snapshotName('orders-snapshots.', new Date('2026-11-23T10:20:00Z')) // orders-snapshots.20261123T102000Z
 */
export function snapshotName(prefix: string, eventTime: Date, requestId?: string): string {
  return prefix + compactTime(eventTime) + (requestId === undefined ? '' : `.${requestId}`);
}

/** Request id in a name: the service allows names of 256 characters, and prefix and time take less than half. */
const REQUEST_ID = /^[a-zA-Z0-9_.-]{1,128}$/;

/** True for ids that a snapshot's name may contain. */
export function isRequestId(text: string): boolean {
  return REQUEST_ID.test(text);
}

/**
 * True for names that this manager gives: the prefix, then a real time, then a request's id or nothing. A person's
 * snapshot with the same prefix is not this manager's.
 */
export function isOwnName(name: string, prefix: string): boolean {
  if (!name.startsWith(prefix)) return false;
  const match = OWN_REST.exec(name.slice(prefix.length));
  const [, time = '', requestId] = match ?? [];
  if (!match || (requestId !== undefined && !isRequestId(requestId))) return false;
  // Asked for every snapshot of every application: what every month has needs no calendar.
  const day = Number(time.slice(6, 8));
  if (day <= 28) return true;
  const lastOfMonth = new Date(Date.UTC(Number(time.slice(0, 4)), Number(time.slice(4, 6)), 0));
  return day <= lastOfMonth.getUTCDate();
}

/**
 * Time as `compactTime` writes it, with days not yet checked against their month, and the request id if there is one.
 */
const OWN_REST = /^(\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])[0-5]\d[0-5]\dZ)(?:\.(.+))?$/;

/** Time `2026-11-23T10:20:00.000Z` as `20261123T102000Z`, because the service allows only letters, digits and `_.-`. */
function compactTime(time: Date): string {
  return time
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:]/g, '');
}
