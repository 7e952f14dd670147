import type { SnapshotEvent } from '../../contract';

/** Event in the manager's types: its time is a `Date` of whole seconds, as EventBridge gives it. */
export interface RunEvent {
  readonly id: string;
  readonly time: Date;
  /** Reason of a run on demand; its id is then the request's, and part of the snapshot's name. */
  readonly requestReason?: string;
}

/** Error for an event that cannot be processed; the message shows a valid one. */
export class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError';
}

/** Valid scheduled event, for messages. */
export const VALID_EVENT: SnapshotEvent = { id: 'b1d0a3f6-9c1e-4e0b-8f0a-2f7c6f9f5a11', time: '2026-11-23T10:20:00Z' };

/** Time in ISO 8601, UTC, with seconds; EventBridge writes no fraction, other senders may. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * Parses the event of the rule's input transformer.
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
