import { LogReader } from '../../logs/log-reader';
import { FIRST_RANGE, type LogRows, RANGES, type Range } from '../api/dashboard';
import { everyMs, type PageContext } from '../context';
import { machineZone } from '../machine-zone';
import { RefusedRequestError, type Route } from '../server/routes';
import { readBody } from './body';
import { dashboardsOf } from './dashboard-names';
import { KeptReadings } from './kept-readings';
import { readLogRows } from './log-rows';
import { rangeOf, spanOf } from './ranges';
import { dashboardNames, deployedBody } from './read-aws';
import { readDashboard, unreadable } from './read-dashboard';
import { everySeconds, LOCAL_MS } from './reading-cost';

/** Interval at least between two readings that a person asks for in the local cloud. */
const LOCAL_LEAST_MS = 1000;

interface ShownRange {
  readonly name: string;
  readonly range: Range;
}

interface ShownLog extends ShownRange {
  readonly index: number;
}

/** The deployed dashboards as CloudWatch has them, their charts and their logs. */
export function dashboardRoutes(context: PageContext): Route[] {
  const names = keptNames(context);
  const documents = keptDocuments(context);
  const logs = keptLogs(context);
  const shown = context.watch.add({
    topic: 'dashboard',
    everyMs: everyMs(context, LOCAL_MS),
    read: async () => {
      await names.again();
      await documents.again();
      return {};
    },
  });
  const known = async (name = '') => {
    const { document, problem } = await shown.counting(() => names.of(''));
    if (document === null) throw new Error(problem ?? 'The dashboards are not read yet.');
    if (document.dashboards.some((dashboard) => dashboard.name === name)) return name;
    throw new RefusedRequestError(
      `There is no dashboard "${name}" of this deployment. There are: ${document.dashboards.map((each) => each.name).join(', ') || 'none'}.`,
      404,
    );
  };
  return [
    {
      method: 'GET',
      path: /\/api\/dashboards/,
      answer: () => {
        shown();
        return shown.counting(() => names.of(''));
      },
    },
    {
      method: 'GET',
      path: /\/api\/dashboards\/(?<name>[^/]+)/,
      answer: async ({ path, query }) => {
        // Somebody looks, also if what follows fails: the next look tells the page to ask again.
        shown();
        const key = { name: await known(path.name), range: askedRange(query) };
        return shown.counting(() => documents.of(key, query.has('anew')));
      },
    },
    {
      method: 'GET',
      path: /\/api\/dashboards\/(?<name>[^/]+)\/logs\/(?<index>\d+)/,
      answer: async ({ path, query }): Promise<LogRows> => {
        const key = { name: await known(path.name), range: askedRange(query), index: Number(path.index) };
        const { document, problem } = await logs.of(key, true);
        return {
          ...(document ?? { columns: [], rows: [], readAt: context.clock.now().toISOString() }),
          problem,
        };
      },
    },
  ];
}

function askedRange(query: URLSearchParams): Range {
  const text = query.get('range') ?? FIRST_RANGE;
  const range = rangeOf(text);
  if (range !== undefined) return range;
  throw new RefusedRequestError(`The range is "${text}", expected one of ${RANGES.join(', ')}.`);
}

/** Looks after which what nobody asks for is forgotten: each makes the page ask again. */
const KEPT_LOOKS = 2;

function intervals(context: PageContext) {
  const lookMs = everyMs(context, LOCAL_MS);
  return {
    now: () => context.clock.now(),
    leastMs: everyMs(context, LOCAL_LEAST_MS),
    keepLooks: KEPT_LOOKS,
    lookMs,
  };
}

function keptNames(context: PageContext) {
  const { clients, deployment } = context;
  const { lookMs, ...others } = intervals(context);
  return new KeptReadings({
    ...others,
    everyMs: () => lookMs,
    nameOf: (key: '') => key,
    read: async () => ({
      dashboards: dashboardsOf(deployment, await dashboardNames(clients.alarms, deployment.dashboard)),
    }),
  });
}

function keptDocuments(context: PageContext) {
  const { clients, deployment, clock, isLocal } = context;
  const timeZone = machineZone();
  return new KeptReadings({
    ...intervals(context),
    everyMs: ({ range }) => everySeconds(range, isLocal) * 1000,
    nameOf: ({ name, range }: ShownRange) => JSON.stringify([name, range]),
    read: (shown) =>
      readDashboard({
        ...shown,
        ...{ client: clients.alarms, region: deployment.region, now: clock.now(), isLocal, timeZone },
      }),
  });
}

/** Rows of log widgets. Nothing reads them again by itself: a query costs per GB. */
function keptLogs(context: PageContext) {
  const { clients, deployment, clock } = context;
  const reader = new LogReader(clients.logs);
  return new KeptReadings({
    ...intervals(context),
    everyMs: () => Number.POSITIVE_INFINITY,
    nameOf: ({ name, range, index }: ShownLog) => JSON.stringify([name, range, index]),
    read: async ({ name, range, index }) => {
      const widget = readBody(await deployedBody(clients.alarms, name)).widgets[index];
      if (widget?.kind !== 'log') throw new RefusedRequestError(`Widget ${index} of ${name} has no log.`, 404);
      const refused = unreadable(widget.properties, deployment.region);
      if (refused !== undefined) throw new RefusedRequestError(refused);
      return readLogRows(widget, reader, spanOf(range, clock.now()), clock.now());
    },
  });
}
