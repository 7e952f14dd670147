import {
  APPLICATION_ERRORS,
  APPLICATION_QUERIES,
  type LogQuery,
  MANAGER_QUERIES,
} from '../../config/dashboards/log-queries';

/** Names of the queries, as they are typed. */
export const QUERY_NAMES = ['errors', 'restored', 'users'] as const;
export type QueryName = (typeof QUERY_NAMES)[number];

/** Owner of a log: the application itself, or the snapshot manager. */
export type LogOwner = 'application' | 'manager';

/** Query on one log. */
export interface OwnedQuery {
  readonly of: LogOwner;
  readonly query: string;
}

/** Fields that every query is asked for: the line itself, which is read alike whoever found it. */
const FIELDS = 'fields @timestamp, @message';

/** Queries behind a name. Those on the manager's log find only lines about the application, or about none. */
export function queriesOf(name: QueryName, application: string): OwnedQuery[] {
  switch (name) {
    case 'restored':
      return [{ of: 'application', query: withLine(saved(APPLICATION_QUERIES, 'restores')) }];
    case 'users':
      return [{ of: 'application', query: withLine(saved(APPLICATION_QUERIES, 'users')) }];
    case 'errors': {
      const about = `filter application = "${application}" or application = "*"`;
      return [
        { of: 'application', query: withLine(APPLICATION_ERRORS) },
        { of: 'manager', query: `${withLine(saved(MANAGER_QUERIES, 'errors'))} | ${about}` },
      ];
    }
  }
}

function saved(queries: readonly LogQuery[], id: string): LogQuery {
  const query = queries.find((each) => each.id === id);
  if (query === undefined) throw new Error(`There is no saved query ${id}.`);
  return query;
}

function withLine({ query }: LogQuery): string {
  return query.replace(/^fields [^|]+ \|/, `${FIELDS} |`);
}
