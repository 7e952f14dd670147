import { isOfThisApplication } from './application-state';

/** Hold of a person on a snapshot, which must not be deleted. */
export interface Hold {
  readonly application: string;
  readonly snapshotName: string;
  readonly who: string;
  readonly why: string;
  readonly heldAt: Date;
  /** End of the hold; without it the hold lasts until it is released. */
  readonly until?: Date;
  /** Person who released it early; `until` is then the time of the release. */
  readonly releasedBy?: string;
}

/**
 * Holds that apply: not released, not expired, and placed since the application was created.
 *
 * @param applicationCreatedAt holds of an earlier application of the same name are left out; if unknown, none is.
 */
export function holdsInForce(holds: readonly Hold[], now: Date, applicationCreatedAt?: Date): readonly Hold[] {
  return holds.filter(
    ({ until, heldAt }) =>
      (until === undefined || until > now) && isOfThisApplication({ at: heldAt }, applicationCreatedAt),
  );
}

/** Names of the snapshots that must not be deleted now: one hold in force, by anybody, is enough. */
export function heldNames(holds: readonly Hold[], now: Date, applicationCreatedAt?: Date): ReadonlySet<string> {
  return new Set(holdsInForce(holds, now, applicationCreatedAt).map(({ snapshotName }) => snapshotName));
}
