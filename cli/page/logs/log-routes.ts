import { logGroupsOf } from '../../logs/log-groups';
import { LogReader } from '../../logs/log-reader';
import { showLogs } from '../../logs/logs';
import { QUERY_NAMES } from '../../logs/queries';
import { hasInsights } from '../../logs/run-logs';
import type { PageContext } from '../context';
import { timeRangeIn } from '../server/request-times';
import { RefusedRequestError, type Route } from '../server/routes';
import { runQuery, savedQueries } from './saved-queries';

const DAY_MS = 86_400_000;
/** Lines of each log: as many as a screen can show. */
const MOST_LINES = 500;

/** Logs by the queries of `kda logs`, and by those that are saved in the account. */
export function logRoutes(context: PageContext): Route[] {
  return [
    {
      method: 'GET',
      path: /\/api\/logs\/(?<application>[^/]+)/,
      answer: ({ path, query }) => logs(context, path.application ?? '', query),
    },
    {
      method: 'GET',
      path: /\/api\/saved-queries/,
      answer: async () => ({ queries: await savedQueries(context.clients.logs, context.deployment.name) }),
    },
    {
      method: 'GET',
      path: /\/api\/saved-queries\/(?<id>[^/]+)/,
      answer: ({ path, query }) => rowsOf(context, path.id ?? '', query),
    },
  ];
}

async function logs(context: PageContext, application: string, query: URLSearchParams): Promise<object> {
  const { clients, deployment } = context;
  const asked = query.get('query') ?? 'errors';
  const name = QUERY_NAMES.find((each) => each === asked);
  if (name === undefined) throw new RefusedRequestError(`query is ${asked}, expected ${QUERY_NAMES.join(', ')}.`);
  const groups = await logGroupsOf(application, clients.flink, { deployment });
  const ignored = () => {};
  const { document } = await showLogs(
    { application, query: name, range: rangeIn(query, context), most: MOST_LINES },
    // What is said beside the lines stands in the document, too.
    { reader: new LogReader(clients.logs), groups, hasInsights: hasInsights(process.env), say: ignored, talk: ignored },
  );
  return document as object;
}

async function rowsOf(context: PageContext, id: string, query: URLSearchParams): Promise<object> {
  const { clients, deployment } = context;
  const queries = await savedQueries(clients.logs, deployment.name);
  const saved = queries.find((each) => each.id === id);
  if (saved === undefined) {
    const names = queries.map(({ name }) => name).join(', ') || 'none';
    throw new RefusedRequestError(`There is no saved query ${id}. Saved under ${deployment.name}: ${names}.`, 404);
  }
  return runQuery(clients.logs, saved, rangeIn(query, context));
}

function rangeIn(query: URLSearchParams, { clock }: PageContext) {
  const now = clock.now();
  const { from, to = now } = timeRangeIn(query, now);
  return { from: from ?? new Date(to.getTime() - DAY_MS), to };
}
