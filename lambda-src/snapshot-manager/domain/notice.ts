/** A trouble of the deployment as a whole, and which mails it had. */
export interface Notice {
  readonly since: Date;
  /** Time of the last mail about this problem; missing if there was none. */
  readonly toldAt?: Date;
  /** Time of the last mail about an earlier problem of the same kind. */
  readonly lastToldAt?: Date;
  /** End of the problem; missing while it exists. */
  readonly endedAt?: Date;
}
