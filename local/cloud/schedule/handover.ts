/** Reason why an event could not be delivered. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** A missing target or permission does not heal by itself: EventBridge does not retry these. */
  readonly isFinal: boolean;
}

/** One attempt to hand an event to its target. */
export type Handover = (payload: string) => Promise<Refusal | undefined>;

/** True for an answer that no retry changes. 429 is a throttle; without any status the call never arrived. */
export function isFinalStatus(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500 && status !== 429;
}
