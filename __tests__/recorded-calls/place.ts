/** Parts of ARNs that no request contains. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}
