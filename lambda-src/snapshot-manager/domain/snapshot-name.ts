import type { Snapshot } from './snapshot';

/**
 * Name of the snapshot for an event: prefix and the event's time, so that a retry gets the same name. On demand the
 * request's id is appended, so that two requests of one second, or one and the schedule, never collide.
 *
 * @example snapshotName('orders-snapshots.', new Date('2026-11-23T10:20:00Z')) // orders-snapshots.20261123T102000Z
 */
export function snapshotName(prefix: string, eventTime: Date, requestId?: string): string {
  return prefix + compactTime(eventTime) + (requestId === undefined ? '' : `.${requestId}`);
}

/** Request ids of the snapshots that a drill takes. */
export const DRILL_IDS = { before: 'before-drill', after: 'after-drill', afterWayBack: 'after-way-back' } as const;

/** Words about an id that belongs to drills, behind "expected"; undefined for one that a person may choose. */
export function reservedIdText(requestId: string): string | undefined {
  const ids: readonly string[] = Object.values(DRILL_IDS);
  return ids.includes(requestId) ? `another id: the snapshots of drills have ${ids.join(', ')}` : undefined;
}

/** True for names that this manager gives to the snapshots of a drill: people can't choose their ids. */
export function isDrillName(name: string, prefix: string): boolean {
  const [, , requestId = ''] = (isOwnName(name, prefix) && OWN_REST.exec(name.slice(prefix.length))) || [];
  return reservedIdText(requestId) !== undefined;
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
  // Called for every snapshot of every application, so days that every month has skip the calendar.
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

/** Rule for the snapshots that this manager may delete. */
export interface Ownership {
  /** Prefix of the names that it gives. */
  readonly ownPrefix: string;
  /** True: those of the reference system count as its own. Default: they do not. */
  readonly adoptsReferenceSnapshots?: boolean;
}

/** Name of a reference system's snapshot: `custom_` and the time of its run in epoch milliseconds. */
const REFERENCE_NAME = /^custom_(\d{13})$/;

/**
 * Maximum difference between the time in a reference system's name and the snapshot's creation: it creates the snapshot
 * right after naming it, within its function's 300 s. Other names were given by somebody else.
 */
const REFERENCE_TOLERANCE_MS = 300_000;

/**
 * True for snapshots that this manager may delete: those whose whole name it gave and, if the deployment chose so,
 * those of the reference system. All others never, whatever their prefix.
 */
export function isOurs(snapshot: Pick<Snapshot, 'name' | 'createdAt'>, ownership: Ownership): boolean {
  if (isOwnName(snapshot.name, ownership.ownPrefix)) return true;
  return ownership.adoptsReferenceSnapshots === true && isOfTheReference(snapshot);
}

/** True for snapshots that the reference system took, by the whole name and the time in it. */
export function isOfTheReference({ name, createdAt }: Pick<Snapshot, 'name' | 'createdAt'>): boolean {
  const namedAtMs = REFERENCE_NAME.exec(name)?.[1];
  if (namedAtMs === undefined || createdAt === undefined) return false;
  return Math.abs(createdAt.getTime() - Number(namedAtMs)) <= REFERENCE_TOLERANCE_MS;
}
