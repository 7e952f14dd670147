import { createHash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { HOLDS } from '../../contract';
import type { Hold } from '../domain/hold';

/** Attributes of the holds table: the keys, and what only the manager reads. */
export const ATTRIBUTES = {
  ...HOLDS,
  who: 'who',
  why: 'why',
  heldAt: 'held_at',
  /** End of the hold in ISO 8601; without it the hold has no end. */
  heldUntil: 'held_until',
  /** Person who released the hold early; `held_until` has the time. */
  releasedBy: 'released_by',
  owner: 'owner',
  eventId: 'event_id',
  /** End of the lease in epoch milliseconds; afterwards the lock is free. */
  leaseUntil: 'lease_until_ms',
  /** Names of the snapshots that the owner of the lock is about to delete. */
  deleting: 'deleting',
  requestTime: 'request_time',
  /** Start of a problem of the whole deployment, and time of the last mail about it. */
  since: 'since',
  toldAt: 'told_at',
  /** Time of the last mail about an earlier problem, and of its end. */
  lastToldAt: 'last_told_at',
  endedAt: 'ended_at',
  /** Newest event of a schedule; `since` has the time from which its runs are expected. */
  lastEvent: 'last_event',
} as const;

export type Item = Record<string, AttributeValue>;

export const HOLD_PREFIX = 'hold#';
/** Separator in range keys; no snapshot name contains it. */
const SEPARATOR = '#';
export const DAY_SECONDS = 86_400;

export function key(application: string, item: string): Item {
  return { [ATTRIBUTES.application]: { S: application }, [ATTRIBUTES.item]: { S: item } };
}

/** Key of a person's hold; hashed, because a range key is limited to 1,024 bytes and a name may be longer. */
function keyOfHold({ application, snapshotName, who }: Hold): Item {
  return key(application, `${HOLD_PREFIX}${snapshotName}${SEPARATOR}${hashOfPerson(who)}`);
}

export function hashOfPerson(who: string): string {
  return createHash('sha256').update(who).digest('hex').slice(0, 32);
}

export function itemOfHold(hold: Hold): Item {
  const { who, why, heldAt, until, releasedBy } = hold;
  return {
    ...keyOfHold(hold),
    [ATTRIBUTES.who]: { S: who },
    [ATTRIBUTES.why]: { S: why },
    [ATTRIBUTES.heldAt]: { S: heldAt.toISOString() },
    ...(until
      ? { [ATTRIBUTES.heldUntil]: { S: until.toISOString() }, [ATTRIBUTES.expiresAt]: seconds(until, DAY_SECONDS) }
      : {}),
    ...(releasedBy === undefined ? {} : { [ATTRIBUTES.releasedBy]: { S: releasedBy } }),
  };
}

/**
 * Converts an item to a hold.
 *
 * @throws Error for a damaged item: the snapshot on hold is unknown, so nothing of the application may be deleted.
 */
export function holdOfItem(application: string, item: Item): Hold {
  const [snapshotName] = required(item, ATTRIBUTES.item, item[ATTRIBUTES.item]?.S)
    .slice(HOLD_PREFIX.length)
    .split(SEPARATOR);
  return {
    application,
    snapshotName: required(item, ATTRIBUTES.item, snapshotName),
    who: item[ATTRIBUTES.who]?.S ?? '',
    why: item[ATTRIBUTES.why]?.S ?? '',
    heldAt: requiredTime(item, ATTRIBUTES.heldAt),
    until: item[ATTRIBUTES.heldUntil] === undefined ? undefined : requiredTime(item, ATTRIBUTES.heldUntil),
    releasedBy: item[ATTRIBUTES.releasedBy]?.S,
  };
}

/** Time `later` seconds after another one, in epoch seconds. */
export function seconds(time: Date, later: number): AttributeValue {
  return { N: String(Math.ceil(time.getTime() / 1000) + later) };
}

export function requiredTime(item: Item, attribute: string): Date {
  const text = required(item, attribute, item[attribute]?.S);
  const time = new Date(text);
  return required(item, attribute, Number.isNaN(time.getTime()) ? undefined : time);
}

/**
 * Value of an attribute that every item of its kind has.
 *
 * @throws Error naming item and attribute when it is missing.
 */
export function required<T>(item: Item, attribute: string, value: T | undefined): T {
  if (value !== undefined) return value;
  const name = `${item[ATTRIBUTES.application]?.S} / ${item[ATTRIBUTES.item]?.S}`;
  throw new Error(
    `The item ${name} of the holds table has ${attribute} ${JSON.stringify(item[attribute]) ?? 'missing'}; it was not written by this manager. Correct or delete it.`,
  );
}
