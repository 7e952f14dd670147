import { open, stat } from 'node:fs/promises';
import { type CloudWatchLogsClient, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { z } from 'zod';
import { readKeptFile, writeKeptFile } from './kept-file';

/** An application's log file, and where its lines go. */
export interface ForwardedLog {
  /** One JSON object a line, as the service writes it; grows over restarts of the application. */
  readonly jsonLogFile: string;
  /** `arn:…:log-group:<group>:log-stream:<stream>`; none: the application logs nowhere. */
  readonly logStreamArn?: string;
}

/** PutLogEvents takes at most 1 MiB a call, counting 26 bytes for each event, and 10,000 events. */
const BATCH_BYTES = 900_000;
const BATCH_EVENTS = 10_000;
const EVENT_OVERHEAD_BYTES = 26;
const READ_BYTES = 4 * 1024 * 1024;

const position = z.object({ inode: z.number(), offset: z.number() });
type Position = z.infer<typeof position>;

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/**
 * Forwards applications' logs to CloudWatch Logs. `logs` is asked in each round; a file stays followed after its
 * application has ended, so that its last lines arrive. A file that was replaced or cut is read from its beginning.
 * How far each file was read is kept, so that a restart of the local cloud repeats no line.
 *
 * @returns one round: it sends what the files have gained since the last one.
 */
export async function openLogForwarder(
  client: CloudWatchLogsClient,
  positionsFile: string,
  logs: () => readonly ForwardedLog[],
): Promise<() => Promise<void>> {
  const followed = new Map<string, ForwardedLog>();
  const kept = z.record(z.string(), position).parse(await readKeptFile(positionsFile));
  const positions = new Map(Object.entries(kept));

  const forwardOne = async ({ jsonLogFile, logStreamArn }: ForwardedLog): Promise<void> => {
    const target = logStreamArn === undefined ? undefined : splitStreamArn(logStreamArn);
    if (target === undefined) return;
    for (;;) {
      const chunk = await readNew(jsonLogFile, positions.get(jsonLogFile));
      if (chunk === undefined) return;
      for (const batch of batches(chunk.lines.map(logEvent))) {
        await client.send(new PutLogEventsCommand({ ...target, logEvents: [...batch] }));
      }
      // Kept only after the lines arrived, so that a failed round is repeated.
      positions.set(jsonLogFile, chunk.position);
      await writeKeptFile(positionsFile, Object.fromEntries(positions));
    }
  };
  return async () => {
    for (const log of logs()) followed.set(log.jsonLogFile, log);
    for (const log of followed.values()) await forwardOne(log);
  };
}

/** The whole lines after the given position; undefined when there are none. */
async function readNew(
  path: string,
  after: Position | undefined,
): Promise<{ readonly lines: readonly string[]; readonly position: Position } | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  const isSame = after !== undefined && after.inode === found.ino && after.offset <= found.size;
  const offset = isSame ? after.offset : 0;
  if (offset === found.size) return undefined;
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(READ_BYTES), position: offset });
    const end = buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1;
    // A line longer than the buffer is not the application's own log line: it is skipped.
    if (end === 0)
      return bytesRead < READ_BYTES
        ? undefined
        : { lines: [], position: { inode: found.ino, offset: offset + bytesRead } };
    const lines = buffer
      .toString('utf8', 0, end)
      .split('\n')
      .filter((line) => line.trim() !== '');
    return { lines, position: { inode: found.ino, offset: offset + end } };
  } finally {
    await file.close();
  }
}

/** The time is the line's own where it has one, so that order and gaps are the application's. */
function logEvent(line: string): LogEvent {
  const own = /"timestamp"\s*:\s*(\d{13})/.exec(line)?.[1];
  return { timestamp: own === undefined ? Date.now() : Number(own), message: line };
}

/** Batches in the order of time, as PutLogEvents requires within a call. */
function* batches(events: readonly LogEvent[]): Generator<readonly LogEvent[]> {
  let batch: LogEvent[] = [];
  let bytes = 0;
  for (const event of [...events].sort((a, b) => a.timestamp - b.timestamp)) {
    const size = Buffer.byteLength(event.message) + EVENT_OVERHEAD_BYTES;
    if (batch.length === BATCH_EVENTS || (batch.length > 0 && bytes + size > BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

function splitStreamArn(arn: string): { readonly logGroupName: string; readonly logStreamName: string } | undefined {
  const [, logGroupName, logStreamName] = /:log-group:([^:]+):log-stream:([^:]+)$/.exec(arn) ?? [];
  return logGroupName === undefined || logStreamName === undefined ? undefined : { logGroupName, logStreamName };
}
