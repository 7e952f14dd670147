/** Frequent query of Logs Insights. */
export interface LogQuery {
  /** Part of its name among the saved queries. */
  readonly id: string;
  readonly title: string;
  readonly query: string;
}

/** Queries that the reference system shows its users; they search for the demo's own log lines. */
export const APPLICATION_QUERIES: readonly LogQuery[] = [
  {
    id: 'restores',
    title: 'Restored from a snapshot, or not',
    query: 'fields @timestamp, @message | filter @message like /The application/ | sort @timestamp desc',
  },
  {
    id: 'users',
    title: 'Users counted',
    query: 'fields @timestamp, @message | filter @message like /Amount of users/ | sort @timestamp desc',
  },
];

/**
 * Errors of any Flink application, its tasks that failed, which Flink logs as warnings, and its checkpoints and
 * savepoints that failed or were declined, which it logs as information. It is not among the saved queries: `kda logs` and `kda why` have it.
 */
export const APPLICATION_ERRORS: LogQuery = {
  id: 'application-errors',
  title: 'Errors of the application',
  query:
    'fields @timestamp, @message | filter messageType = "ERROR" or @message like /([Cc]heckpoint|[Ss]avepoint).*([Dd]eclin|[Ff]ail|expired)|([Dd]eclin|[Ff]ail).*([Cc]heckpoint|[Ss]avepoint)|switched from [A-Z]+ to FAILED with failure cause/ | sort @timestamp desc',
};

/** Queries on the snapshot manager's own log, which has one JSON line per event. */
export const MANAGER_QUERIES: readonly LogQuery[] = [
  {
    id: 'runs',
    title: 'Runs of the snapshot manager',
    query:
      'fields @timestamp, application, outcome, reason, snapshot, snapshotDurationMs | filter event = "run.ended" | sort @timestamp desc',
  },
  {
    id: 'errors',
    title: 'Errors of the snapshot manager',
    query:
      'fields @timestamp, application, event, error | filter level = "ERROR" or event like /error/ | sort @timestamp desc',
  },
];

/** Query for a dashboard's widget, with the log groups in front. */
export function sourced({ query }: LogQuery, logGroups: readonly string[]): string {
  return `${logGroups.map((group) => `SOURCE '${group}'`).join(' | ')} | ${query}`;
}
