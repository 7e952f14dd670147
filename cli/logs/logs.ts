import type { Result } from '../../tools/command';
import { duration, localTime } from '../times';
import type { LogGroups } from './log-groups';
import { type LogLine, type RawLine, readLogLine } from './log-line';
import { type FoundLines, type LogRange, type LogReader, LogTroubleError } from './log-reader';
import { lineText } from './log-text';
import { type LogOwner, type OwnedQuery, type QueryName, queriesOf } from './queries';
import { filterOf } from './query-filter';

/** Request for the lines that a saved query finds. */
export interface LogsRequest {
  readonly application: string;
  readonly query: QueryName;
  readonly range: Required<LogRange>;
  /** Number of lines of each log; the newest. */
  readonly most: number;
}

export interface LogsPorts {
  readonly reader: LogReader;
  readonly groups: LogGroups;
  /** False: an emulator answers, which ignores what it does not know in a query. */
  readonly hasInsights: boolean;
  /** Prints what a person must know besides the lines. */
  readonly say: (line: string) => void;
  /** Prints what --quiet silences. */
  readonly talk: (line: string) => void;
}

/** Log that was searched. */
interface SearchedLog {
  readonly of: LogOwner;
  readonly logGroup: string | null;
  readonly by: 'insights' | 'filter' | null;
  readonly isCut: boolean;
  readonly problem: string | null;
}

export interface OwnedLine extends LogLine {
  readonly of: LogOwner;
}

/** Shows what a saved query finds: by Logs Insights, else by reading the log and judging each line here. */
export async function showLogs(request: LogsRequest, ports: LogsPorts): Promise<Result> {
  const { application, query, range } = request;
  const found = await Promise.all(queriesOf(query, application).map((each) => search(each, request, ports)));
  const lines = found
    .flatMap(({ log, raw }) => raw.map((line): OwnedLine => ({ of: log.of, ...readLogLine(line) })))
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
  const logs = found.map(({ log }) => log);
  sayHow(logs, ports);
  return {
    document: {
      ...{ application, query, from: range.from, to: range.to, logs },
      lines: lines.map(({ level, cause, ...line }) => ({ ...line, level: level ?? null, cause: cause ?? null })),
    },
    text: logsText(request, logs, lines),
    exitCode: logs.every(({ problem }) => problem === null) ? 0 : 3,
  };
}

interface Found {
  readonly log: SearchedLog;
  readonly raw: readonly RawLine[];
}

async function search({ of, query }: OwnedQuery, request: LogsRequest, ports: LogsPorts): Promise<Found> {
  const known = ports.groups[of];
  if ('problem' in known) {
    return { log: { of, logGroup: null, by: null, isCut: false, problem: known.problem }, raw: [] };
  }
  const { group: logGroup } = known;
  try {
    const { by, lines, isCut } = await linesOf(logGroup, query, request, ports);
    return { log: { of, logGroup, by, isCut, problem: null }, raw: lines };
  } catch (error) {
    if (!(error instanceof LogTroubleError)) throw error;
    return { log: { of, logGroup, by: null, isCut: false, problem: error.message }, raw: [] };
  }
}

async function linesOf(
  group: string,
  query: string,
  { range, most }: LogsRequest,
  { reader, hasInsights, talk }: LogsPorts,
): Promise<FoundLines & { readonly by: 'insights' | 'filter' }> {
  const isWanted = filterOf(query);
  if (hasInsights) {
    try {
      const { lines, isCut } = await reader.query(group, query, range, most);
      // Judged here as well: an emulator ignores what it does not know in a query.
      return { by: 'insights', lines: lines.filter(({ message }) => isWanted(message)), isCut };
    } catch (error) {
      // Whoever may read a log need not have the right to query it; a group that is missing is missing either way.
      if (!(error instanceof LogTroubleError)) throw error;
      talk(`${error.message} Reading the log line by line instead.`);
    }
  }
  const { lines, isCut } = await reader.lines(group, range);
  const wanted = lines.filter(({ message }) => isWanted(message));
  return { by: 'filter', lines: wanted.slice(-most), isCut: isCut || wanted.length > most };
}

const WHAT: Readonly<Record<QueryName, string>> = {
  errors: 'errors or failed checkpoints',
  restored: 'lines about restored state',
  users: 'lines about counted users',
};

export const OWNER: Readonly<Record<LogOwner, string>> = { application: 'job', manager: 'manager' };

/** Lines that were found, or that there are none. */
function logsText(
  { application, query, range }: LogsRequest,
  logs: readonly SearchedLog[],
  lines: readonly OwnedLine[],
): string {
  const isRead = logs.some(({ problem }) => problem === null);
  if (lines.length > 0 || !isRead) return lines.map((line) => lineText(line, OWNER[line.of])).join('\n');
  const span = duration((range.to.getTime() - range.from.getTime()) / 1000);
  return `No ${WHAT[query]} of ${application} within ${span} from ${localTime(range.from)}. For an earlier time: --from -7d.`;
}

/** Prints how each log was read, and what was not. */
function sayHow(logs: readonly SearchedLog[], { say, talk }: LogsPorts): void {
  for (const { of, logGroup, by, isCut, problem } of logs) {
    if (problem !== null) say(`Not read (${OWNER[of]}): ${problem}`);
    if (isCut) say(`${logGroup} has more in this time: choose a shorter one with --from and --to, or a larger --last.`);
    if (by === 'filter') talk(`${logGroup} was read line by line, without CloudWatch Logs Insights.`);
  }
}
