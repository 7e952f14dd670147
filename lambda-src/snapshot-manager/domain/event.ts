import type { SnapshotEvent } from '../../contract';

/** The event inside: its time as a `Date` of whole seconds, as EventBridge gives it. */
export interface RunEvent {
  readonly id: string;
  readonly time: Date;
  /** Only on demand: then the id is the request's, and stands in the snapshot's name. */
  readonly requestReason?: string;
}

/** The event cannot be worked on; the message shows one that can. */
export class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError';
}

/** What the schedule sends, for messages. */
export const VALID_EVENT: SnapshotEvent = { id: 'b1d0a3f6-9c1e-4e0b-8f0a-2f7c6f9f5a11', time: '2026-11-23T10:20:00Z' };

/** ISO 8601 in UTC with seconds; EventBridge writes no fraction, other senders may. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * Reads what the rule's input transformer sent.
 *
 * @throws MalformedEventError naming the field, its value and a valid event.
 */
export function parseEvent(raw: unknown): RunEvent {
  if (typeof raw !== 'object' || raw === null) throw malformed('The event', raw);
  const { id, time } = raw as Partial<Record<keyof SnapshotEvent, unknown>>;
  if (typeof id !== 'string' || id === '') throw malformed('The event’s id', id);
  if (typeof time !== 'string' || !TIME.test(time)) throw malformed('The event’s time', time);
  const parsed = new Date(time);
  if (Number.isNaN(parsed.getTime())) throw malformed('The event’s time', time);
  return { id, time: new Date(Math.floor(parsed.getTime() / 1000) * 1000) };
}

function malformed(what: string, value: unknown): MalformedEventError {
  const shown = JSON.stringify(value)?.slice(0, 200) ?? 'missing';
  return new MalformedEventError(
    `${what} is ${shown}. A valid event is ${JSON.stringify(VALID_EVENT)}: a unique id, and a time in UTC. The rule’s input transformer makes it of $.id and $.time.`,
  );
}
