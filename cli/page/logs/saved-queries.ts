import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CloudWatchLogsClient,
  DescribeQueryDefinitionsCommand,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  type QueryDefinition,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { columnsOf, type LogRange, LogTroubleError, type Row, valueIn } from '../../logs/log-reader';
import { troubleText } from '../../safety/gather/trouble';
import type { QueryRows, SavedQuery } from '../api/logs';

/** Rows that a screen can show. */
const MOST_ROWS = 500;
const ASK_AGAIN_MS = 500;
const MOST_ASKS = 120;

/** Queries that are saved under the deployment's name, by name. */
export async function savedQueries(client: CloudWatchLogsClient, deployment: string): Promise<SavedQuery[]> {
  const prefix = `${deployment}/`;
  const found: QueryDefinition[] = [];
  let nextToken: string | undefined;
  do {
    const answer = await client.send(
      new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: prefix, maxResults: 100, nextToken }),
    );
    found.push(...(answer.queryDefinitions ?? []));
    ({ nextToken } = answer);
  } while (nextToken !== undefined);
  return found
    .filter(({ name }) => name?.startsWith(prefix))
    .map(({ queryDefinitionId: id = '', name = '', queryString: query = '', logGroupNames: logGroups = [] }) => ({
      ...{ id, name: name.slice(prefix.length), query, logGroups },
    }))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

/**
 * Runs a saved query now.
 *
 * @throws LogTroubleError when Logs Insights refuses it, fails, or has no result in a minute.
 */
export async function runQuery(
  client: CloudWatchLogsClient,
  query: SavedQuery,
  { from, to }: Required<LogRange>,
  askAgainMs = ASK_AGAIN_MS,
): Promise<QueryRows> {
  const { results = [], statistics } = await resultsOf(client, query, { from, to }, askAgainMs);
  const columns = columnsOf(results);
  return {
    query,
    ...{ from: from.toISOString(), to: to.toISOString(), columns },
    rows: results.slice(0, MOST_ROWS).map((row) => columns.map((column) => cellOf(row, column))),
    isCut: results.length > MOST_ROWS,
    scannedBytes: statistics?.bytesScanned ?? null,
  };
}

async function resultsOf(
  client: CloudWatchLogsClient,
  { name, query, logGroups }: SavedQuery,
  { from, to }: Required<LogRange>,
  askAgainMs: number,
): Promise<GetQueryResultsCommandOutput> {
  const { queryId } = await client
    .send(
      new StartQueryCommand({
        logGroupNames: [...logGroups],
        queryString: query,
        startTime: Math.floor(from.getTime() / 1000),
        endTime: Math.ceil(to.getTime() / 1000),
        limit: MOST_ROWS + 1,
      }),
    )
    .catch((error: unknown) => {
      throw new LogTroubleError(`Logs Insights does not run the saved query ${name}. ${troubleText(error)}`, {
        cause: error,
      });
    });
  for (let asked = 0; asked < MOST_ASKS; asked += 1) {
    const answer = await client.send(new GetQueryResultsCommand({ queryId }));
    if (answer.status === 'Complete') return answer;
    if (answer.status !== 'Scheduled' && answer.status !== 'Running') {
      throw new LogTroubleError(`Logs Insights ended the query ${name} as ${answer.status}. Try a shorter time.`);
    }
    await sleep(askAgainMs);
  }
  const waited = (MOST_ASKS * askAgainMs) / 1000;
  throw new LogTroubleError(`Logs Insights had no result of ${name} after ${waited} s. Try a shorter time.`);
}

function cellOf(row: Row, column: string): string | null {
  const value = valueIn(row, column);
  if (value === undefined) return null;
  // In UTC, without a zone: "2026-11-28 02:10:00.000".
  const isTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/.test(value);
  return isTime ? `${value.replace(' ', 'T')}Z` : value;
}
