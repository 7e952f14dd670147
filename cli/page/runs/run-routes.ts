import { CreateApplicationPresignedUrlCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { ManagedFlinkDirectory } from '../../../lambda-src/snapshot-manager/aws/application-directory';
import type { Result } from '../../../tools/command';
import { LogReader } from '../../logs/log-reader';
import { hasInsights } from '../../logs/run-logs';
import { ensureManaged } from '../../managed-applications';
import { namingWhatIsMissing } from '../../missing-name';
import { describe } from '../../views/describe';
import { showHistory } from '../../views/history';
import { next } from '../../views/next';
import { readFacts } from '../../views/read-facts';
import { readHistory } from '../../views/read-history';
import { showSnapshots } from '../../views/snapshots';
import { why } from '../../why/why';
import type { FlinkUi } from '../api/runs';
import { everyMs, type PageContext } from '../context';
import { timeIn, timeRangeIn } from '../server/request-times';
import type { PageRequest, Route } from '../server/routes';

/** Interval of a look at the local cloud: one query of the audit. */
const LOCAL_MS = 10_000;
/** Session of the Flink web UI in seconds: as long as somebody looks at one problem. */
const FLINK_UI_SECONDS = 1800;

/** Sentences about what could not be read stand in each document. */
const inTheDocument = () => {};

/** Documents of the commands that look at one application, and the address of its Flink web UI. */
export function runRoutes(context: PageContext): Route[] {
  const { deployment, clients } = context;
  const known = { deployment };
  const tables = { dynamo: clients.dynamo, say: inTheDocument };
  // Each page reads the application that it shows, when it is told to.
  const shown = context.watch.add({ topic: 'runs', everyMs: everyMs(context, LOCAL_MS), read: async () => ({}) });
  const again = <T>(work: () => Promise<T>): Promise<T> => {
    shown();
    return shown.counting(work);
  };
  const read = (path: RegExp, answer: (application: string, request: PageRequest) => Promise<Result>): Route => ({
    method: 'GET',
    path,
    answer: async (request) => documentOf(await answer(request.path.application ?? '', request)),
  });
  return [
    {
      method: 'GET',
      path: /\/api\/history\/(?<application>[^/]+)/,
      answer: ({ path, query }) => again(() => history(context, path.application ?? '', query)),
    },
    read(/\/api\/snapshots\/(?<application>[^/]+)/, (application) =>
      again(async () =>
        showSnapshots(await readFacts(application, clients.flink, known, { now: context.clock.now(), ...tables })),
      ),
    ),
    read(/\/api\/describe\/(?<application>[^/]+)/, (application) =>
      describe(application, undefined, clients.flink, known, tables),
    ),
    read(/\/api\/describe\/(?<application>[^/]+)\/(?<snapshot>[^/]+)/, (application, { path }) =>
      describe(application, path.snapshot, clients.flink, known, tables),
    ),
    read(/\/api\/next\/(?<application>[^/]+)/, (application) => next(application, clients.flink, known, tables)),
    read(/\/api\/why\/(?<application>[^/]+)/, (application, { query }) => explained(context, application, query)),
    {
      method: 'POST',
      path: /\/api\/flink-ui\/(?<application>[^/]+)/,
      answer: ({ path }) => flinkUi(context, path.application ?? ''),
    },
  ];
}

async function history(
  { deployment, clients, clock, dated }: PageContext,
  application: string,
  query: URLSearchParams,
): Promise<object> {
  const now = clock.now();
  const request = { application, ...timeRangeIn(query, now), last: undefined, outcomes: [] };
  const { value: found, readAt } = await dated(() => readHistory(request, deployment, clients.dynamo, now));
  if (found.rows.length === 0 && found.isWhole) {
    await ensureManaged(application, deployment.applications, new ManagedFlinkDirectory(clients.flink));
  }
  return { ...documentOf(showHistory(found)), readAt: readAt.toISOString() };
}

function explained({ deployment, clients, clock }: PageContext, application: string, query: URLSearchParams) {
  const now = clock.now();
  return why(
    { application, asked: timeIn(query, 'time', now), now },
    {
      ...{ client: clients.flink, known: { deployment }, dynamo: clients.dynamo, cloudWatch: clients.alarms },
      ...{ reader: new LogReader(clients.logs), hasPatterns: hasInsights(process.env) },
    },
  );
}

async function flinkUi({ clients, clock }: PageContext, application: string): Promise<FlinkUi> {
  const askedAt = clock.now().getTime();
  const { AuthorizedUrl: url } = await namingWhatIsMissing(clients.flink, { application }, () =>
    clients.flink.send(
      new CreateApplicationPresignedUrlCommand({
        ApplicationName: application,
        UrlType: 'FLINK_DASHBOARD_URL',
        SessionExpirationDurationInSeconds: FLINK_UI_SECONDS,
      }),
    ),
  );
  if (url === undefined) throw new Error(`The service answered without an address of the web UI of ${application}.`);
  return { url, expiresAt: new Date(askedAt + FLINK_UI_SECONDS * 1000).toISOString() };
}

function documentOf({ document }: Result): object {
  if (typeof document !== 'object' || document === null) throw new Error('The command has no document.');
  return document;
}
