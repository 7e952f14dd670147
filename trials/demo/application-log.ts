import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { waitUntil } from './wait-until';

/** A line of the application's log, as Managed Flink writes it to CloudWatch Logs. */
export interface LogLine {
  readonly at: Date;
  readonly message: string;
}

/** The log lines of the demo that prove where its state came from; __tests__ compares them with the Java source. */
export const LOG_LINES = {
  notRestored: 'The application was not restored from context',
  restored: 'The application was restored from context',
  restoredCount: /^The amount of processed users after context restore is (\d+)$/,
  userCount: /^Amount of users: (\d+)$/,
} as const;

/** Reads the running application's own log out of CloudWatch Logs, as a person would with Logs Insights. */
export class ApplicationLog {
  constructor(
    private readonly client: CloudWatchLogsClient,
    private readonly logGroupName: string,
  ) {}

  /** Reads all lines since `since`, oldest first. */
  async read(since: Date): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.client.send(
        new FilterLogEventsCommand({ logGroupName: this.logGroupName, startTime: since.getTime(), nextToken }),
      );
      for (const event of page.events ?? []) lines.push(parseLine(event.message ?? '', event.timestamp ?? 0));
      nextToken = page.nextToken;
    } while (nextToken);
    return lines.sort((a, b) => a.at.getTime() - b.at.getTime());
  }

  /** Waits for the first line since `since` that is `wanted`, or matches it. */
  async waitFor(wanted: string | RegExp, since: Date, signal?: AbortSignal): Promise<LogLine> {
    const isWanted = ({ message }: LogLine) => (typeof wanted === 'string' ? message === wanted : wanted.test(message));
    return waitUntil(`the log line "${wanted}"`, async () => (await this.read(since)).find(isWanted), {
      timeoutMs: 60_000,
      signal,
    });
  }
}

export function numberIn(line: LogLine | undefined, pattern: RegExp): number | undefined {
  const match = pattern.exec(line?.message ?? '');
  return match ? Number(match[1]) : undefined;
}

function parseLine(text: string, timestamp: number): LogLine {
  try {
    const { message }: { message?: unknown } = JSON.parse(text);
    return { at: new Date(timestamp), message: typeof message === 'string' ? message : text };
  } catch {
    return { at: new Date(timestamp), message: text };
  }
}
