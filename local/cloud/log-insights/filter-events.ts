import {
  type CloudWatchLogsClient,
  CloudWatchLogsServiceException,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { z } from 'zod';
import type { Interceptor } from '../gateway';
import { jsonPattern } from './filter-pattern';
import { answerLogs, LogsError, readLogsRequest } from './logs-answer';
import { MOST_EVENTS } from './read-events';

const request = z.object({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  logStreamNames: z.array(z.string()).optional(),
  logStreamNamePrefix: z.string().optional(),
  startTime: z.number().optional(),
  endTime: z.number().optional(),
  filterPattern: z.string().optional(),
  limit: z.number().int().min(1).max(MOST_EVENTS).default(MOST_EVENTS),
  nextToken: z.string().optional(),
});

/** Place of a page: the time of the last event before it, and how many events of that millisecond came before. */
const TOKEN = /^at-(\d+)-(\d+)$/;

/**
 * FilterLogEvents with patterns for JSON, prefixes of streams and pages; the emulator ignores the first two, and ends
 * after 10,000 events without a word.
 */
export function filterLogEvents(client: CloudWatchLogsClient): Interceptor {
  return {
    wants: ({ service, operation }) => service === 'logs' && operation === 'FilterLogEvents',
    answer: (call) => answerLogs(call, (input) => filterEvents(client, input)),
  };
}

async function filterEvents(client: CloudWatchLogsClient, input: unknown): Promise<object> {
  const { filterPattern = '', logStreamNamePrefix = '', limit, nextToken, ...rest } = readLogsRequest(request, input);
  const [, json] = /^\s*\{(.*)\}\s*$/s.exec(filterPattern) ?? [];
  const isWanted = json === undefined ? () => true : jsonPattern(json);
  const [, time, seen = '0'] = nextToken === undefined ? [] : (TOKEN.exec(nextToken) ?? []);
  if (nextToken !== undefined && time === undefined) {
    throw new LogsError('InvalidParameterException', `The specified nextToken is invalid: ${nextToken}`);
  }
  const asked = {
    ...rest,
    ...(time === undefined ? {} : { startTime: Number(time) }),
    ...(json === undefined && filterPattern !== '' ? { filterPattern } : {}),
    limit: MOST_EVENTS,
  };
  const { events = [] } = await client.send(new FilterLogEventsCommand(asked)).catch((error: unknown) => {
    throw isMissing(error) ? new LogsError('ResourceNotFoundException', error.message) : error;
  });
  const skipped = Number(seen);
  const found: typeof events = [];
  let place = skipped;
  for (; place < events.length && found.length < limit; place += 1) {
    const event = events[place];
    if (event === undefined || !event.logStreamName?.startsWith(logStreamNamePrefix)) continue;
    if (isWanted(event.message ?? '')) found.push(event);
  }
  const isAtEnd = place >= events.length && events.length < MOST_EVENTS;
  return {
    events: found,
    searchedLogStreams: [],
    ...(isAtEnd ? {} : { nextToken: tokenAfter(events.slice(0, place).map(({ timestamp = 0 }) => timestamp)) }),
  };
}

function tokenAfter(times: readonly number[]): string {
  const last = times.at(-1) ?? 0;
  return `at-${last}-${times.filter((time) => time === last).length}`;
}

function isMissing(error: unknown): error is CloudWatchLogsServiceException {
  return error instanceof CloudWatchLogsServiceException && error.name === 'ResourceNotFoundException';
}
