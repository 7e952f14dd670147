import { randomUUID } from 'node:crypto';
import { type CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { z } from 'zod';
import { messageOf } from '../../../packages/managed-flink/src/errors';
import type { LogEvent } from '../../../tools/log-insights/fields';
import { LogQueryError } from '../../../tools/log-insights/log-query-error';
import { type Command, parseLogQuery } from '../../../tools/log-insights/query';
import { MOST_ROWS, type QueryResult, runLogQuery } from '../../../tools/log-insights/run-query';
import type { Interceptor } from '../gateway';
import { answerLogs, LogsError, readLogsRequest as read } from './logs-answer';
import { readEvents } from './read-events';

const startRequest = z.object({
  logGroupName: z.string().optional(),
  logGroupNames: z.array(z.string()).optional(),
  logGroupIdentifiers: z.array(z.string()).optional(),
  queryString: z.string().min(1),
  startTime: z.number(),
  endTime: z.number(),
  limit: z.number().int().min(1).max(MOST_ROWS).optional(),
  queryLanguage: z.literal('CWLI', 'the local cloud has Logs Insights QL (CWLI) only').optional(),
});
type StartRequest = z.infer<typeof startRequest>;

const oneQuery = z.object({ queryId: z.string() });
const listRequest = z.object({
  logGroupName: z.string().optional(),
  status: z.string().optional(),
  maxResults: z.number().int().min(1).max(1_000).default(1_000),
  nextToken: z.string().regex(/^\d+$/).optional(),
});

/** Query that was started. */
interface Query {
  readonly id: string;
  readonly text: string;
  readonly groups: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  status: 'Running' | 'Complete' | 'Failed' | 'Cancelled';
  rows: QueryResult['rows'];
  statistics: { readonly recordsMatched: number; readonly recordsScanned: number; readonly bytesScanned: number };
}

/** Queries that are remembered; the oldest go first. */
const MOST_QUERIES = 500;
const MOST_GROUPS = 50;

export interface InsightsOptions {
  readonly client: CloudWatchLogsClient;
  readonly accountId: string;
  /** Gets a line for each query that failed while it ran. */
  readonly report: (line: string) => void;
}

/**
 * Logs Insights, on the events that the emulator has. A query that it can't answer is refused when it starts.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html
 */
export function insightsService(options: InsightsOptions): Interceptor {
  const queries = new Map<string, Query>();
  const operations: Readonly<Record<string, (request: unknown) => Promise<object> | object>> = {
    StartQuery: (request) => start(request, queries, options),
    GetQueryResults: (request) => {
      const { status, rows: results, statistics } = known(request, queries);
      return { status, results, statistics, queryLanguage: 'CWLI' };
    },
    StopQuery: (request) => {
      const query = known(request, queries);
      if (query.status !== 'Running') {
        throw new LogsError('InvalidParameterException', `Query ${query.id} has ended: its status is ${query.status}.`);
      }
      query.status = 'Cancelled';
      return { success: true };
    },
    DescribeQueries: (request) => list(request, queries),
  };
  return {
    wants: ({ service, operation }) => service === 'logs' && operation !== undefined && operation in operations,
    answer: (call, forward) => {
      const operation = operations[call.operation ?? ''];
      return operation === undefined ? forward() : answerLogs(call, operation);
    },
  };
}

async function start(input: unknown, queries: Map<string, Query>, options: InsightsOptions): Promise<object> {
  const request = read(startRequest, input);
  if (request.startTime > request.endTime) {
    throw new LogsError(
      'InvalidParameterException',
      'startTime must not be after endTime (both in seconds since 1970).',
    );
  }
  const commands = commandsOf(request.queryString);
  const groups = groupsOf(request);
  for (const group of groups) await checkGroup(group, options.client);
  const query: Query = {
    id: randomUUID(),
    text: request.queryString,
    groups,
    createdAt: Date.now(),
    status: 'Running',
    rows: [],
    statistics: { recordsMatched: 0, recordsScanned: 0, bytesScanned: 0 },
  };
  queries.set(query.id, query);
  for (const id of [...queries.keys()].slice(0, -MOST_QUERIES)) queries.delete(id);
  run(query, commands, request, options).catch((error: unknown) => {
    query.status = 'Failed';
    options.report(`Logs Insights: query ${query.id} ("${query.text}"): ${messageOf(error)}`);
  });
  return { queryId: query.id };
}

async function run(query: Query, commands: readonly Command[], request: StartRequest, options: InsightsOptions) {
  const events: LogEvent[] = [];
  for (const group of query.groups) {
    const range = { group, startTime: request.startTime * 1_000, endTime: request.endTime * 1_000 };
    for (const event of await readEvents(options.client, range)) {
      events.push({
        at: new Date(event.timestamp ?? 0),
        ingestedAt: new Date(event.ingestionTime ?? event.timestamp ?? 0),
        message: event.message ?? '',
        logStream: event.logStreamName ?? '',
        log: `${options.accountId}:${group}`,
        pointer: event.eventId ?? '',
      });
    }
  }
  if (query.status !== 'Running') return;
  const { rows, matched } = runLogQuery(commands, events, request.limit);
  query.rows = rows;
  query.statistics = {
    recordsMatched: matched,
    recordsScanned: events.length,
    bytesScanned: events.reduce((bytes, { message }) => bytes + Buffer.byteLength(message), 0),
  };
  query.status = 'Complete';
}

function list(input: unknown, queries: ReadonlyMap<string, Query>): object {
  const { logGroupName, status, maxResults, nextToken } = read(listRequest, input);
  const found = [...queries.values()]
    .reverse()
    .filter(({ groups }) => logGroupName === undefined || groups.includes(logGroupName))
    .filter((query) => status === undefined || query.status === status);
  const from = Number(nextToken ?? 0);
  return {
    queries: found.slice(from, from + maxResults).map((query) => ({
      queryId: query.id,
      queryString: query.text,
      status: query.status,
      createTime: query.createdAt,
      logGroupName: query.groups[0],
      queryLanguage: 'CWLI',
    })),
    ...(from + maxResults < found.length ? { nextToken: `${from + maxResults}` } : {}),
  };
}

function commandsOf(text: string): Command[] {
  try {
    return parseLogQuery(text);
  } catch (error) {
    if (!(error instanceof LogQueryError)) throw error;
    throw new LogsError('MalformedQueryException', error.message);
  }
}

/** Groups by name; an identifier is a name or an ARN. */
function groupsOf({ logGroupName, logGroupNames, logGroupIdentifiers }: StartRequest): string[] {
  const given = [logGroupName === undefined ? undefined : [logGroupName], logGroupNames, logGroupIdentifiers].filter(
    (each) => each !== undefined,
  );
  const [groups = []] = given;
  if (given.length !== 1 || groups.length === 0 || groups.length > MOST_GROUPS) {
    throw new LogsError(
      'InvalidParameterException',
      `Exactly one of logGroupName, logGroupNames and logGroupIdentifiers is needed, with 1 to ${MOST_GROUPS} log groups.`,
    );
  }
  return [...new Set(groups.map((group) => /:log-group:([^:]+)/.exec(group)?.[1] ?? group))];
}

async function checkGroup(group: string, client: CloudWatchLogsClient): Promise<void> {
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: group })) {
    if (logGroups.some(({ logGroupName }) => logGroupName === group)) return;
  }
  throw new LogsError('ResourceNotFoundException', `The specified log group does not exist: ${group}`);
}

function known(input: unknown, queries: ReadonlyMap<string, Query>): Query {
  const { queryId } = read(oneQuery, input);
  const query = queries.get(queryId);
  if (query === undefined) throw new LogsError('ResourceNotFoundException', `There is no query ${queryId}.`);
  return query;
}
