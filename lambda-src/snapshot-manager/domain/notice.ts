/** A trouble of the deployment as a whole, and which mails it had. */
export interface Notice {
  readonly since: Date;
  /** When the last mail about this trouble was sent; none: none was. */
  readonly toldAt?: Date;
  /** When the last mail about an earlier trouble of the same kind was sent. */
  readonly lastToldAt?: Date;
  /** Since when all is well again; none: the trouble is there. */
  readonly endedAt?: Date;
}
