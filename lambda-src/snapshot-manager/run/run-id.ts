import { createHash } from 'node:crypto';

/** Number of ids to try when another event of the same second already has the first. */
const CANDIDATES = 5;

/**
 * Run ids for an event, the preferred one first: epoch milliseconds of the event's second, with a hash of the event's
 * id in place of the milliseconds. A retry carries the same id and time, so it finds its row. Two events of one second
 * get different rows, in one case of a thousand through the second candidate.
 */
export function runIdCandidates(event: { readonly id: string; readonly time: Date }): readonly number[] {
  const second = Math.floor(event.time.getTime() / 1000) * 1000;
  const hash = createHash('sha256').update(event.id).digest().readUInt32BE(0);
  return Array.from({ length: CANDIDATES }, (_, attempt) => second + ((hash + attempt) % 1000));
}
