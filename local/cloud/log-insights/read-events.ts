import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';

/** Events that the emulator returns at most; it has no pages. */
export const MOST_EVENTS = 10_000;

/** Range of events in milliseconds since 1970, both ends inclusive. */
export interface EventRange {
  readonly group: string;
  readonly startTime: number;
  readonly endTime: number;
}

/** All events of a group in a range, oldest first: as many calls as it takes. */
export async function readEvents(
  client: CloudWatchLogsClient,
  { group: logGroupName, startTime, endTime }: EventRange,
): Promise<FilteredLogEvent[]> {
  const all = new Map<string, FilteredLogEvent>();
  for (let from = startTime; ; ) {
    const { events = [] } = await client.send(
      new FilterLogEventsCommand({ logGroupName, startTime: from, endTime, limit: MOST_EVENTS }),
    );
    for (const event of events) all.set(event.eventId ?? `${all.size}`, event);
    if (events.length < MOST_EVENTS) return [...all.values()];
    const last = events.at(-1)?.timestamp ?? from;
    // More events of one millisecond than fit into an answer can't be told apart by time.
    from = last > from ? last : last + 1;
  }
}
