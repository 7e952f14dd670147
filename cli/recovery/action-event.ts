import { DETAIL_SCHEMA } from '../../lambda-src/snapshot-manager/domain/events/detail-schema';
import { bounded, withoutUndefined } from '../../lambda-src/snapshot-manager/domain/events/event-of-record';
import {
  DETAIL_VERSION,
  eventKey,
  eventOf,
  type OutcomeEvent,
} from '../../lambda-src/snapshot-manager/domain/events/outcome-event';
import { faultsOf } from '../../lambda-src/snapshot-manager/domain/events/schema-faults';
import type { EventBus } from '../../lambda-src/snapshot-manager/ports';
import type { ActionRow } from './action-row';

/** Duration after which a call to the bus is given up. */
const CALL_MS = 2_000;
const MOST_ATTEMPTS = 2;

/**
 * Sends the event of a recorded action, with the rights of the person who acts.
 *
 * @returns why it was not sent; `undefined` when it was. Never throws: the audit table has the row.
 */
export async function sendActionEvent(
  bus: EventBus,
  row: ActionRow,
  runId: number,
  deployment: string,
): Promise<string | undefined> {
  let why: string | undefined;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    why = await attemptToSend(bus, () => eventOfAction(row, runId, deployment));
    if (why === undefined) return undefined;
  }
  return why;
}

async function attemptToSend(bus: EventBus, make: () => OutcomeEvent): Promise<string | undefined> {
  try {
    const event = make();
    const faults = faultsOf(DETAIL_SCHEMA, event.detail);
    if (faults.length > 0) return `It breaks the schema of events: ${faults.join('; ')}.`;
    const [refused] = await bus.put([event], new Date(Date.now() + CALL_MS));
    return refused?.why;
  } catch (error) {
    return error instanceof Error ? error.message || error.name : String(error);
  }
}

/** Event of the row of an action. */
export function eventOfAction(row: ActionRow, runId: number, deployment: string): OutcomeEvent {
  const { application, action, restoredFrom, snapshot = restoredFrom, code } = row;
  return eventOf(
    withoutUndefined({
      version: DETAIL_VERSION,
      id: eventKey(application, runId, action),
      deployment,
      application,
      outcome: action,
      runId,
      message: bounded(row.message) ?? action,
      startedAt: row.startedAt.toISOString(),
      endedAt: row.endedAt.toISOString(),
      who: bounded(row.who),
      requestReason: bounded(row.why),
      snapshot:
        snapshot &&
        withoutUndefined({
          name: snapshot.name,
          createdAt: snapshot.createdAt?.toISOString(),
          applicationVersion: restoredFrom?.applicationVersion,
        }),
      rpoSeconds: wholeSeconds(row.rpoSeconds),
      rtoSeconds: wholeSeconds(row.rtoSeconds),
      verdict: bounded(row.verdict),
      codeVersion: code?.version,
      codeKey: bounded(code?.key),
      commit: bounded(row.commit),
    }),
  );
}

/** Never below 0: the clocks of the service and of this machine may differ. */
function wholeSeconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.max(0, Math.round(seconds));
}
