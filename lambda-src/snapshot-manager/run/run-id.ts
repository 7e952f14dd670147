import { createHash } from 'node:crypto';

/** How many ids are tried when another event of the same second already has the first. */
const CANDIDATES = 5;

/**
 * The ids that a run for this event may have, the preferred one first: epoch milliseconds of the event's second, with
 * a hash of the event's id in place of the milliseconds. A retry carries the same id and time, so it finds its row;
 * two events of one second get different rows, in one case of a thousand through the second candidate.
 */
export function runIdCandidates(event: { readonly id: string; readonly time: Date }): readonly number[] {
  const second = Math.floor(event.time.getTime() / 1000) * 1000;
  const hash = createHash('sha256').update(event.id).digest().readUInt32BE(0);
  return Array.from({ length: CANDIDATES }, (_, attempt) => second + ((hash + attempt) % 1000));
}
