import type { Snapshot } from './snapshot';

/** Name that the service gives in the mode with system snapshots; the API reserves this prefix, in any case. */
const SYSTEM_NAME = /^SYSTEMSNAPSHOT/i;

/**
 * Maximum difference between the time in the service's name and the creation: it names a snapshot when it begins it, so
 * they differ by seconds. Inferred; a larger difference would only keep the snapshot from being deleted.
 */
const TOLERANCE_MS = 300_000;

/** True for `STOP-orders-1795429200000` and the like; inferred from names that were seen, and the API's reserved prefix. */
export function isNamedByTheService({ name }: Pick<Snapshot, 'name'>, application: string): boolean {
  return SYSTEM_NAME.test(name) || timeInName(name, application) !== undefined;
}

/**
 * True for a snapshot that the service took for a stop, an update or a scaling, certain enough to delete it: besides the
 * form of the name, the time in it is that of the creation. A person's snapshot with such a name has another time.
 */
export function isOfTheService(
  { name, createdAt }: Pick<Snapshot, 'name' | 'createdAt'>,
  application: string,
): boolean {
  const namedAt = timeInName(name, application);
  return namedAt?.length === 13 && !!createdAt && Math.abs(createdAt.getTime() - Number(namedAt)) <= TOLERANCE_MS;
}

/** Digits after `KIND-application-`; undefined for another name. */
function timeInName(name: string, application: string): string | undefined {
  const [kind = '', time = ''] = name.split(`-${application}-`);
  return /^[A-Z]+$/.test(kind) && /^\d+$/.test(time) && name === `${kind}-${application}-${time}` ? time : undefined;
}
