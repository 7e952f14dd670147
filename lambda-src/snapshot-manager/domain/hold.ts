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
