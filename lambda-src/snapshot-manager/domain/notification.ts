/** A mail, or a message to a pager. */
export interface Notification {
  /** ASCII, at most 100 characters (SNS Publish). */
  readonly subject: string;
  readonly body: string;
}
