import { version } from '../../package.json';
import type { Deployment } from '../deployment';
import { AwsClock } from '../safety/gather/aws-clock';
import { closeClients } from '../safety/gather/clients';
import { alarmRoutes } from './alarms/alarm-routes';
import type { Place, Topic } from './api/common';
import type { PageContext } from './context';
import { dashboardRoutes } from './dashboard/dashboard-routes';
import { LocalDoor } from './local-door';
import { logRoutes } from './logs/log-routes';
import { mailRoutes } from './mails/mail-routes';
import { pageClients } from './page-clients';
import { CallCounter } from './reading/call-counter';
import { SharedAnswers } from './reading/share-answers';
import { runRoutes } from './runs/run-routes';
import { EventStream } from './server/event-stream';
import { type PageServer, startPageServer } from './server/page-server';
import type { Route } from './server/routes';
import { statusRoutes } from './status-routes';
import { timelineRoutes } from './timeline/routes';
import { Watch } from './watch/watch';

export interface PageOptions {
  readonly deployment: Deployment;
  /** Port to listen on; 0: a free one. */
  readonly port: number;
  /** Endpoint of all services; undefined: AWS. */
  readonly endpoint: string | undefined;
}

/** Time for which an answer of AWS serves all parts of the page: a little less than a minute, so that each minute has one. */
const SHARED_MS = { real: 55_000, local: 500 };

/** Starts the page of a deployment. It reads nothing while no page is visible. */
export async function startPage({ deployment, port, endpoint }: PageOptions): Promise<PageServer> {
  const door = await LocalDoor.at(endpoint);
  const isLocal = door !== undefined;
  const clock = new AwsClock();
  const counter = new CallCounter();
  const shared = new SharedAnswers(isLocal ? SHARED_MS.local : SHARED_MS.real);
  const clients = pageClients(deployment.region, clock, { counter, shared });
  const events = new EventStream((visible) => watch.looking(visible));
  const changed = (topic: Topic) => events.changed(topic);
  const watch: Watch = new Watch({ now: () => new Date(), changed, counter });
  const readAgain = (...topics: readonly Topic[]) => {
    shared.forget();
    for (const topic of topics) watch.soon(topic);
  };
  const context = { deployment, clients, clock, watch, counter, changed, readAgain, isLocal, door };
  const server = await startPageServer({
    ...{ routes: routesOf(context), events, port },
    opened: () => watch.expect('status'),
  });
  return {
    url: server.url,
    close: async () => {
      watch.close();
      await server.close();
      closeClients(clients);
    },
  };
}

/** Everything that the page answers. */
function routesOf(context: PageContext): Route[] {
  const place = placeOf(context);
  return [
    { method: 'GET', path: /\/api\/place/, answer: () => place },
    ...statusRoutes(context),
    ...alarmRoutes(context),
    ...mailRoutes(context),
    ...runRoutes(context),
    ...logRoutes(context),
    ...dashboardRoutes(context),
    ...timelineRoutes(context),
  ];
}

function placeOf({ deployment, isLocal }: PageContext): Place {
  const { environment, name, region } = deployment;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { environment, deployment: name, region, version, isLocal, timeZone };
}
