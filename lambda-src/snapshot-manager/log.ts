/** Values of `event` in the log. A search for one of them finds all its lines and nothing else. */
export type LogEvent =
  | 'run.started'
  | 'run.repeated'
  | 'run.ended'
  | 'run.settled'
  | 'fleet.error'
  | 'run.error'
  | 'snapshot.created'
  | 'snapshot.create-error'
  | 'snapshot.polled'
  | 'snapshot.poll-error'
  | 'snapshot.deleted'
  | 'snapshot.delete-error'
  | 'cleanup.paused'
  | 'cleanup.look-error'
  | 'audit.error'
  | 'holds.error'
  | 'marks.error'
  | 'proofs.error'
  | 'lock.error'
  | 'lock.held'
  | 'hold.placed'
  | 'hold.released'
  | 'snapshots.suspect'
  | 'snapshots.trusted'
  | 'application.frozen'
  | 'application.thawed'
  | 'drill.ended'
  | 'drill.error'
  | 'plan.made'
  | 'request.refused'
  | 'request-time.error'
  | 'notification.error'
  | 'events.error'
  | 'event.malformed'
  | 'event.unknown-schedule'
  | 'schedule.silent'
  | 'schedule.error';

export type LogFields = Readonly<Record<string, unknown>>;
export type Log = (event: LogEvent, fields?: LogFields) => void;

/**
 * Log with one JSON line per event. Errors among the fields are written with name, message and causes.
 *
 * @param always fields of every line, such as the application and the run.
 */
export function jsonLog(writeLine: (line: string) => void, now: () => Date, always: LogFields): Log {
  return (event, fields = {}) => {
    const { error, ...others } = fields;
    const isTrouble = event.endsWith('error') || event === 'event.malformed' || event === 'request.refused';
    const shown = error === undefined ? {} : { error: describeError(error) };
    writeLine(
      JSON.stringify({
        time: now().toISOString(),
        level: isTrouble ? 'ERROR' : 'INFO',
        event,
        ...always,
        ...others,
        ...shown,
      }),
    );
  };
}

/** Error as text with its chain of causes, for logs, records and messages. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own} (caused by ${describeError(error.cause)})`;
}
