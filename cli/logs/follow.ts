import type { LogGroups } from './log-groups';
import { type RawLine, readLogLine } from './log-line';
import { type LogReader, LogTroubleError } from './log-reader';
import { lineText } from './log-text';
import { OWNER } from './logs';
import { type LogOwner, type QueryName, queriesOf } from './queries';
import { filterOf } from './query-filter';

export interface FollowPorts {
  readonly reader: Pick<LogReader, 'lines'>;
  readonly groups: LogGroups;
  /** Prints one line that was found. */
  readonly print: (line: string) => void;
  readonly say: (line: string) => void;
  readonly now: () => Date;
  /** Waits, and ends early when the signal is aborted. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
}

const EVERY_MS = 2000;
/** Lines may arrive late: each round looks back as far. */
const LOOK_BACK_MS = 2 * 60_000;
/** Rounds in a row that may fail before it ends: sessions expire, networks come back. */
const MOST_FAILURES = 5;

/** Log that is followed. */
interface Followed {
  readonly of: LogOwner;
  readonly group: string;
  readonly isWanted: (message: string) => boolean;
}

/**
 * Prints the lines of a saved query as they arrive, until the signal is aborted.
 *
 * @throws LogTroubleError when no log is known, or none could be read several times in a row.
 */
export async function followLogs(
  { application, query, from }: { readonly application: string; readonly query: QueryName; readonly from: Date },
  ports: FollowPorts,
): Promise<void> {
  const followed = followedLogs(application, query, ports);
  const printed = new Map<string, number>();
  let since = from;
  let failures = 0;
  while (!ports.signal.aborted) {
    const begunAt = ports.now().getTime();
    const trouble = await round(followed, since, printed, ports);
    failures = trouble === undefined ? 0 : failures + 1;
    if (failures === MOST_FAILURES) throw trouble;
    if (failures === 1) ports.say(`${trouble instanceof Error ? trouble.message : String(trouble)} Trying again.`);
    if (failures === 0) {
      since = new Date(Math.max(from.getTime(), begunAt - LOOK_BACK_MS));
      for (const [key, at] of printed) if (at < since.getTime()) printed.delete(key);
    }
    await ports.sleep(EVERY_MS);
  }
}

/** Prints what is new in each log. Returns the trouble of one that could not be read. */
async function round(
  followed: readonly Followed[],
  since: Date,
  printed: Map<string, number>,
  ports: FollowPorts,
): Promise<unknown> {
  let trouble: unknown;
  for (const log of followed) {
    try {
      const lines = await newLines(log, since, printed, ports);
      for (const line of lines) ports.print(lineText(readLogLine(line), OWNER[log.of]));
    } catch (error) {
      trouble = error;
    }
  }
  return trouble;
}

function followedLogs(application: string, query: QueryName, { groups, say }: FollowPorts): Followed[] {
  const followed: Followed[] = [];
  for (const { of, query: text } of queriesOf(query, application)) {
    const log = groups[of];
    if ('group' in log) followed.push({ of, group: log.group, isWanted: filterOf(text) });
    else say(`Not read (${OWNER[of]}): ${log.problem}`);
  }
  if (followed.length === 0) throw new LogTroubleError(`No log of ${application} is known, so none can be followed.`);
  return followed;
}

async function newLines(
  { group, isWanted, of }: Followed,
  from: Date,
  printed: Map<string, number>,
  { reader }: FollowPorts,
): Promise<RawLine[]> {
  const { lines } = await reader.lines(group, { from });
  return lines.filter((line) => {
    // The local cloud's emulator gives no ids.
    const key = `${of} ${line.id ?? `${line.at.getTime()} ${line.message}`}`;
    if (printed.has(key) || !isWanted(line.message)) return false;
    printed.set(key, line.at.getTime());
    return true;
  });
}
