/** Line of a log group as CloudWatch Logs has it. */
export interface RawLine {
  readonly at: Date;
  readonly message: string;
  /** Identity of the event; the local cloud's emulator has none. */
  readonly id?: string;
}

/** Line of a log, read for people. */
export interface LogLine {
  readonly at: Date;
  /** `ERROR`, `WARN`, `INFO` …; undefined where the line has none. */
  readonly level: string | undefined;
  readonly text: string;
  /** Innermost cause of the exception that was logged. */
  readonly cause: string | undefined;
}

/** Length to which a line's text is cut for people. */
const MOST_CHARACTERS = 500;

/**
 * Reads a line of an application (JSON of Managed Flink: `message`, `messageType`, `throwableInformation`) or of the
 * snapshot manager (JSON: `event`, `level`, `error`). Any other line stays as it is.
 */
export function readLogLine({ at, message }: RawLine): LogLine {
  const fields = fieldsOf(message);
  if (fields === undefined) return { at, level: undefined, text: shortened(message), cause: undefined };
  if (typeof fields.event === 'string') return { at, ...managerLine(fields.event, fields) };
  const { messageType, message: text, throwableInformation } = fields;
  return {
    at,
    level: typeof messageType === 'string' ? messageType : undefined,
    text: shortened(typeof text === 'string' ? text : message),
    cause: rootCause(throwableInformation),
  };
}

/** Fields of a line in JSON; undefined for another line. */
export function fieldsOf(message: string): Readonly<Record<string, unknown>> | undefined {
  if (!message.startsWith('{')) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

function managerLine(event: string, { level, application, error, detail }: Readonly<Record<string, unknown>>) {
  const about = typeof application === 'string' ? ` of ${application}` : '';
  const said = [error, detail].filter((part) => typeof part === 'string').join(' ');
  return {
    level: typeof level === 'string' ? level : undefined,
    text: shortened(`${event}${about}${said === '' ? '' : `: ${said}`}`),
    cause: undefined,
  };
}

/**
 * Innermost cause of a stack trace: its last line "Caused by: …", else its first line. Managed Flink writes the trace
 * as one text or as a list of lines.
 */
export function rootCause(trace: unknown): string | undefined {
  const lines = (Array.isArray(trace) ? trace.map(String) : typeof trace === 'string' ? trace.split('\n') : []).map(
    (line) => line.trim(),
  );
  const causes = lines.filter((line) => line.startsWith('Caused by: '));
  const cause = causes.at(-1)?.slice('Caused by: '.length) ?? lines.find((line) => line !== '');
  return cause === undefined ? undefined : shortened(cause);
}

function shortened(text: string): string {
  const line = text.trimEnd().replaceAll(/\s*\n\s*/g, ' ');
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS - 1)}…`;
}
