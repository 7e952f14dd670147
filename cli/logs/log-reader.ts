import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { errorText } from '../../tools/error-text';
import type { RawLine } from './log-line';

/** Time range of a log; without an end up to now. */
export interface LogRange {
  readonly from: Date;
  readonly to?: Date;
}

/** Lines of a log group, oldest first. */
export interface FoundLines {
  readonly lines: readonly RawLine[];
  /** True: the log has more in this range than was read. */
  readonly isCut: boolean;
}

/** Error for a log that can't be read; the message says why, and what to do. */
export class LogTroubleError extends Error {
  override readonly name = 'LogTroubleError';
}

/** Pages of FilterLogEvents in one range: each has up to 1 MB. */
const MOST_PAGES = 50;
const MOST_RESULTS = 10_000;
const ASK_AGAIN_MS = 500;
const MOST_ASKS = 240;

/** Reader of CloudWatch Logs. */
export class LogReader {
  constructor(
    private readonly client: CloudWatchLogsClient,
    private readonly mostPages = MOST_PAGES,
  ) {}

  /**
   * Reads the lines of a group in a range.
   *
   * @param pattern filter pattern of CloudWatch Logs.
   * @throws LogTroubleError
   */
  async lines(group: string, { from, to }: LogRange, pattern?: string): Promise<FoundLines> {
    const lines: RawLine[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < this.mostPages; page += 1) {
      const request = {
        logGroupName: group,
        startTime: from.getTime(),
        ...{ endTime: to?.getTime(), filterPattern: pattern, nextToken },
      };
      const answer = await this.client.send(new FilterLogEventsCommand(request)).catch((error: unknown) => {
        throw logTrouble(group, error);
      });
      for (const { timestamp = 0, message = '', eventId } of answer.events ?? []) {
        lines.push({ at: new Date(timestamp), message, ...(eventId === undefined ? {} : { id: eventId }) });
      }
      nextToken = answer.nextToken;
      if (nextToken === undefined) break;
    }
    return { lines: lines.toSorted(byTime), isCut: nextToken !== undefined };
  }

  /**
   * Asks Logs Insights for the newest lines that a query finds.
   *
   * @throws LogTroubleError
   */
  async query(group: string, query: string, range: Required<LogRange>, most: number): Promise<FoundLines> {
    const limit = Math.min(most + 1, MOST_RESULTS);
    const rows = await this.rows([group], query, range, limit);
    const lines = rows.map(lineOfRow).toSorted(byTime);
    return { lines: lines.slice(-most), isCut: rows.length >= limit };
  }

  /**
   * Asks Logs Insights for the rows of a query on some groups.
   *
   * @param groups names of log groups; none: the query finds them itself.
   * @throws LogTroubleError
   */
  async rows(
    groups: readonly string[],
    query: string,
    { from, to }: Required<LogRange>,
    limit: number,
  ): Promise<readonly Row[]> {
    const request = {
      ...(groups.length === 1 ? { logGroupName: groups[0] } : {}),
      ...(groups.length > 1 ? { logGroupNames: [...groups] } : {}),
      queryString: query,
      startTime: Math.floor(from.getTime() / 1000),
      endTime: Math.ceil(to.getTime() / 1000),
      limit,
    };
    try {
      const { queryId } = await this.client.send(new StartQueryCommand(request));
      return await this.results(queryId);
    } catch (error) {
      throw error instanceof LogTroubleError ? error : logTrouble(groups.join(', '), error);
    }
  }

  private async results(queryId: string | undefined): Promise<readonly Row[]> {
    for (let asked = 0; asked < MOST_ASKS; asked += 1) {
      const { status, results = [] } = await this.client.send(new GetQueryResultsCommand({ queryId }));
      if (status === 'Complete') return results;
      if (status !== 'Scheduled' && status !== 'Running') {
        throw new LogTroubleError(`Logs Insights ended the query as ${status}. Try a shorter time: --from -1h.`);
      }
      await sleep(ASK_AGAIN_MS);
    }
    const waited = (MOST_ASKS * ASK_AGAIN_MS) / 1000;
    throw new LogTroubleError(`Logs Insights had no result after ${waited} s. Try a shorter time: --from -1h.`);
  }
}

/** Row of a query: its fields in order, as text. */
export type Row = readonly { readonly field?: string; readonly value?: string }[];

/** Field that Logs Insights adds to every row, for calls only. */
const POINTER = '@ptr';

/** Names of the fields that rows have, in the query's order. */
export function columnsOf(rows: readonly Row[]): string[] {
  const fields = new Set(rows.flatMap((row) => row.flatMap(({ field }) => field ?? [])));
  return [...fields].filter((field) => field !== POINTER);
}

/** Value of a field; undefined: the row has none. */
export function valueIn(row: Row, name: string): string | undefined {
  return row.find(({ field }) => field === name)?.value;
}

function lineOfRow(row: Row): RawLine {
  // In UTC, without a zone: "2026-11-28 02:10:00.000".
  const at = new Date(`${valueIn(row, '@timestamp')?.replace(' ', 'T')}Z`);
  return { at: Number.isNaN(at.getTime()) ? new Date(0) : at, message: valueIn(row, '@message') ?? '' };
}

function byTime(one: RawLine, other: RawLine): number {
  return one.at.getTime() - other.at.getTime();
}

function logTrouble(group: string, error: unknown): LogTroubleError {
  if (error instanceof Error && error.name === 'ResourceNotFoundException') {
    return new LogTroubleError(
      `There is no log group ${group} in this region: nothing has been logged yet, or the log goes elsewhere.`,
      { cause: error },
    );
  }
  const text = errorText(error);
  const said = text instanceof Error ? `${text.name}: ${text.message}` : String(text);
  return new LogTroubleError(`The log group ${group} can't be read. ${said}`, { cause: error });
}
