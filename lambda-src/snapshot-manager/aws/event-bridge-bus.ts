import { type EventBridgeClient, PutEventsCommand, type PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../contract';
import type { OutcomeEvent } from '../domain/events/outcome-event';
import type { EventBus, RefusedEvent } from '../ports';
import { endingAt } from './call-time';

/** Bus of EventBridge. */
export class EventBridgeBus implements EventBus {
  constructor(
    private readonly client: EventBridgeClient,
    /** Name or ARN. */
    private readonly bus: string,
  ) {}

  async put(events: readonly OutcomeEvent[], until: Date): Promise<readonly RefusedEvent[]> {
    const command = new PutEventsCommand({
      Entries: events.map(({ detailType, at, detail }) => ({
        EventBusName: this.bus,
        Source: EVENT_SOURCE,
        DetailType: detailType,
        Time: at,
        Detail: JSON.stringify(detail),
      })),
    });
    const { FailedEntryCount = 0, Entries = [] } = await this.client.send(endingAt(command, until));
    if (FailedEntryCount === 0) return [];
    // The answer lists the entries in the order of the request; one with an id was accepted.
    return events.flatMap((event, index) => {
      const entry = Entries[index];
      return entry?.EventId === undefined ? [{ event, why: whyRefused(entry) }] : [];
    });
  }
}

function whyRefused(entry: PutEventsResultEntry | undefined): string {
  if (!entry?.ErrorCode) return 'The bus gave no reason.';
  return entry.ErrorMessage ? `${entry.ErrorCode}: ${entry.ErrorMessage}` : entry.ErrorCode;
}
