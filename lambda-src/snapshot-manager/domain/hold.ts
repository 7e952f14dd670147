/** A snapshot that must not be deleted, by somebody's word. */
export interface Hold {
  readonly application: string;
  readonly snapshotName: string;
  readonly who: string;
  readonly why: string;
  readonly heldAt: Date;
  /** Without it the hold lasts until it is released. */
  readonly until?: Date;
  /** Who ended it before its time; its end is `until` then. */
  readonly releasedBy?: string;
}
