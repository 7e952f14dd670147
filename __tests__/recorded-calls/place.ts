/** Where calls are made: the parts of ARNs that no request carries. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}
